import { CLOCK_SKEW_TOLERANCE_MS } from '@duty-room/shared/kernel/decider';
import { MEDIA, type Medium } from '@duty-room/shared/kernel/event';
import type { Instant } from '@duty-room/shared/kernel/instant';
import type { CommandInput, CommandName } from '@duty-room/shared/protocol/catalogue';
import type { IntakeField } from '../intake-fields.ts';
import type { IntakeClock } from '../intake-model.ts';
import { readTime } from '../time-text.ts';

export type ActOption = { readonly id: string; readonly label: string };

/** One field of an act. Values are kept as typed until the act is committed. */
export type ActField = { readonly id: string; readonly label: string; readonly hint?: string } & (
  | { readonly kind: 'text'; readonly max: number; readonly required: boolean; readonly multiline?: boolean }
  /** Blank = now, by the server. */
  | { readonly kind: 'time' }
  | { readonly kind: 'choice'; readonly options: readonly ActOption[]; readonly required: boolean }
  | { readonly kind: 'many'; readonly options: readonly ActOption[]; readonly required: boolean }
  | { readonly kind: 'fact'; readonly field: IntakeField }
);

export type ActValues = Readonly<Record<string, string | readonly string[]>>;

export type CommandMetaInput = {
  readonly occurredAt?: Instant;
  readonly onBehalfOf?: string;
  readonly medium?: Medium;
  readonly expectedRevision?: number;
};

/** A command ready to be sent. */
export type CommandCall = {
  [Name in CommandName]: { readonly name: Name; readonly data: CommandInput<Name>; readonly meta: CommandMetaInput };
}[CommandName];

export type ActProblem = {
  readonly field: string;
  readonly why: 'missing' | 'unreadable' | 'future' | 'not-a-count' | 'unknown-word';
};
export type ActBuilt =
  | { readonly ok: true; readonly calls: readonly CommandCall[] }
  | { readonly ok: false; readonly problems: readonly ActProblem[] };

/** Something a person can record about an incident: its fields, prefilled, and how they become a command. */
export type Act = {
  readonly id: string;
  readonly title: string;
  /** What it does, or what to mind; one sentence. */
  readonly note?: string;
  readonly fields: readonly ActField[];
  readonly initial: ActValues;
  readonly submit: string;
  /** Ends or takes back something. */
  readonly grave?: boolean;
  /** Shows what the chosen grade would start and supersede. */
  readonly previewsGradeOf?: string;
  readonly build: (values: ActValues, clock: IntakeClock) => ActBuilt;
};

export const textOf = (values: ActValues, id: string): string => {
  const value = values[id];
  return typeof value === 'string' ? value.trim() : '';
};
export const listOf = (values: ActValues, id: string): readonly string[] => {
  const value = values[id];
  return typeof value === 'string' || value === undefined ? [] : value;
};
/** `{ [id]: text }` where something was typed, nothing otherwise: a command's optional member. */
export function given<Id extends string>(values: ActValues, id: Id): { readonly [K in Id]?: string } {
  const text = textOf(values, id);
  const member: { [K in Id]?: string } = {};
  if (text !== '') member[id] = text;
  return member;
}

export const isMedium = (text: string): text is Medium => MEDIA.some((medium) => medium === text);

/** Reads the fields `at`, `medium` and `behalf`, and finds what is missing among the required ones. */
export function readMeta(
  fields: readonly ActField[],
  values: ActValues,
  clock: IntakeClock,
): { readonly meta: CommandMetaInput; readonly problems: readonly ActProblem[] } {
  const problems: ActProblem[] = [];
  let occurredAt: Instant | undefined;
  for (const field of fields) {
    if (field.kind === 'time') {
      const reading = readTime(textOf(values, field.id), { ...clock, lean: 'past' });
      if (reading.kind === 'unreadable') problems.push({ field: field.id, why: 'unreadable' });
      if (reading.kind === 'instant') {
        if (reading.at > clock.now + CLOCK_SKEW_TOLERANCE_MS) problems.push({ field: field.id, why: 'future' });
        else if (field.id === 'at') occurredAt = Math.min(reading.at, clock.now);
      }
    } else if (field.kind === 'many') {
      if (field.required && listOf(values, field.id).length === 0) problems.push({ field: field.id, why: 'missing' });
    } else if (field.kind !== 'fact' && field.required && textOf(values, field.id) === '') {
      problems.push({ field: field.id, why: 'missing' });
    }
  }
  const medium = textOf(values, 'medium');
  const behalf = textOf(values, 'behalf');
  return {
    problems,
    meta: {
      ...(occurredAt === undefined ? {} : { occurredAt }),
      ...(isMedium(medium) ? { medium } : {}),
      ...(behalf === '' ? {} : { onBehalfOf: behalf }),
    },
  };
}

/** Makes an act whose command needs nothing but its fields and their common part. */
export function act(
  parts: Omit<Act, 'build'>,
  command: (values: ActValues, meta: CommandMetaInput, clock: IntakeClock) => CommandCall | readonly CommandCall[],
): Act {
  return {
    ...parts,
    build: (values, clock) => {
      const { meta, problems } = readMeta(parts.fields, values, clock);
      if (problems.length > 0) return { ok: false, problems };
      const made = command(values, meta, clock);
      return { ok: true, calls: 'name' in made ? [made] : made };
    },
  };
}
