import { z } from 'zod';
import { type CommandStep, timeText } from './schema.ts';

/** What the writing of a step's data stands for. */
export type Meanings = {
  /** What `$name` stands for in this field. */
  readonly reference: (name: string, field: string) => unknown;
  readonly instant: (time: string) => unknown;
  /** The key of the duty that a rule's name stands for. */
  readonly duty: (rule: string, scope: string | undefined) => unknown;
  /** Keys of every duty that is open now. */
  readonly openDuties: () => unknown;
  /** Whether a fact takes words as they are: then a time in it is no instant. */
  readonly isWords: (fact: string) => boolean;
};

const record = z.record(z.string(), z.unknown());

/** The data of a step as the command takes it: `$name`, times in facts, duties by their rule, `accepted: all`. */
export function stepData(step: CommandStep, meanings: Meanings): Record<string, unknown> {
  const plain = (value: unknown, field: string): unknown =>
    isReference(value) ? meanings.reference(value.slice(1), field) : value;
  const factValue = (fact: string, value: unknown): unknown =>
    typeof value === 'string' && timeText.safeParse(value).success && !meanings.isWords(fact)
      ? meanings.instant(value)
      : value;
  const data = Object.fromEntries(Object.entries(step.data).map(([field, value]) => [field, plain(value, field)]));

  const facts = record.safeParse(data['facts']);
  if (facts.success)
    data['facts'] = Object.fromEntries(
      Object.entries(facts.data).map(([fact, value]) => [fact, factValue(fact, value)]),
    );
  const { fact, accepted, duty } = data;
  if (step.command === 'incident.correct-fact' && typeof fact === 'string')
    data['value'] = factValue(fact, data['value']);
  if (step.command === 'shift.accept-hand-over' && accepted === 'all') data['accepted'] = meanings.openDuties();
  if (step.command === 'incident.waive-duty' && typeof duty === 'string') {
    const { scope, ...rest } = data;
    return { ...rest, duty: meanings.duty(duty, typeof scope === 'string' ? scope : undefined) };
  }
  return data;
}

export function isReference(value: unknown): value is string {
  return typeof value === 'string' && /^\$[\w-]+$/.test(value);
}

/** The names that a step refers to, with the place of each in its data. */
export function referencesIn(step: CommandStep): readonly { readonly field: string; readonly name: string }[] {
  return Object.entries(step.data).flatMap(([field, value]) =>
    isReference(value) ? [{ field, name: value.slice(1) }] : [],
  );
}
