import type { FactValue } from '@duty-room/shared/incident/events';
import { CLOCK_SKEW_TOLERANCE_MS } from '@duty-room/shared/kernel/decider';
import { MEDIA } from '@duty-room/shared/kernel/event';
import type { Instant } from '@duty-room/shared/kernel/instant';
import type { CommandInput } from '@duty-room/shared/protocol/catalogue';
import { z } from 'zod';
import { intakeFields, type ClassChoice, type IntakeField } from './intake-fields.ts';
import { readTime, type TimeReading } from './time-text.ts';

/** A word of an instant's `or`, or of a choice, is kept with this mark so that it cannot be taken for typed text. */
const WORD_MARK = '#';
export const asWord = (id: string): string => `${WORD_MARK}${id}`;
export const wordOf = (text: string): string | undefined =>
  text.startsWith(WORD_MARK) ? text.slice(WORD_MARK.length) : undefined;

/**
 * A call as it is being typed: text, not values, so that nothing is lost or "corrected" on the way through a reload.
 * `startedAt` is the server's time at which the form was opened: the receipt, unless `received` says otherwise.
 */
export const intakeDraft = z.strictObject({
  version: z.literal(1),
  id: z.string().min(1),
  startedAt: z.number(),
  received: z.string(),
  medium: z.enum(MEDIA),
  caller: z.strictObject({ name: z.string(), number: z.string(), unit: z.string(), text: z.string() }),
  by: z.string(),
  /** Plan id -> class id. */
  classes: z.record(z.string(), z.string()),
  title: z.string(),
  place: z.string(),
  /** Fact id -> what was typed. */
  facts: z.record(z.string(), z.string()),
  told: z.array(z.string()),
  toldWords: z.string(),
  /** Plan id -> the grade that the officer chose over the proposal. */
  grades: z.record(z.string(), z.string()),
});
export type IntakeDraft = z.infer<typeof intakeDraft>;

/** An empty form, opened at `now` (server time). */
export function newDraft(id: string, now: Instant): IntakeDraft {
  return {
    version: 1,
    id,
    startedAt: now,
    received: '',
    medium: 'phone',
    caller: { name: '', number: '', unit: '', text: '' },
    by: '',
    classes: {},
    title: '',
    place: '',
    facts: {},
    told: [],
    toldWords: '',
    grades: {},
  };
}

/** Whether anything was typed that would be a loss. */
export function isBlank(draft: IntakeDraft): boolean {
  const { caller, facts, title, place, toldWords, received, classes } = draft;
  const words = [...Object.values(caller), ...Object.values(facts), title, place, toldWords, received];
  return words.every((text) => text.trim() === '') && Object.keys(classes).length === 0;
}

export type FieldReading =
  | { readonly state: 'empty' }
  | { readonly state: 'known'; readonly value: FactValue; readonly time?: TimeReading & { kind: 'instant' } }
  | { readonly state: 'wrong'; readonly why: 'unreadable' | 'future' | 'not-a-count' | 'unknown-word' };

export type IntakeReading = {
  readonly received: FieldReading;
  readonly receivedAt: Instant;
  readonly fields: readonly IntakeField[];
  readonly readings: Readonly<Record<string, FieldReading>>;
  /** What is known so far; what cannot be read is left out. */
  readonly facts: Readonly<Record<string, FactValue>>;
};

/** The server's time and the office's zone. */
export type IntakeClock = { readonly now: Instant; readonly timeZone: string };

const EMPTY: FieldReading = { state: 'empty' };

/** Reads a whole number as people write it: `3 100`, `3,100`, `3100户`, `1.2万`. */
export function readCount(text: string): number | undefined {
  const typed = text.normalize('NFKC').replaceAll(/[\s,，]/g, '');
  const match = /^(\d+)(?:\.(\d+))?(万|千)?\D{0,4}$/.exec(typed);
  if (!match) return undefined;
  const size = match[3] === '万' ? 10_000 : match[3] === '千' ? 1000 : 1;
  const value = Number(`${match[1]}.${match[2] ?? 0}`) * size;
  return Number.isInteger(Math.round(value * 1e6) / 1e6) ? Math.round(value) : undefined;
}

function readField(field: IntakeField, text: string, clock: IntakeClock, reference: Instant | undefined): FieldReading {
  const typed = text.trim();
  if (typed === '') return EMPTY;
  const word = wordOf(typed);
  const { input } = field;
  switch (input.kind) {
    case 'instant': {
      if (word !== undefined)
        return input.or.some((one) => one.id === word)
          ? { state: 'known', value: word }
          : { state: 'wrong', why: 'unknown-word' };
      const time = readTime(typed, { ...clock, lean: input.lean, reference });
      if (time.kind === 'empty') return EMPTY;
      if (time.kind === 'unreadable') return { state: 'wrong', why: 'unreadable' };
      if (input.lean === 'past' && time.at > clock.now + CLOCK_SKEW_TOLERANCE_MS)
        return { state: 'wrong', why: 'future' };
      return { state: 'known', value: time.at, time };
    }
    case 'count': {
      const value = readCount(typed);
      return value === undefined ? { state: 'wrong', why: 'not-a-count' } : { state: 'known', value };
    }
    case 'flag':
      return word === 'yes' || word === 'no'
        ? { state: 'known', value: word === 'yes' }
        : { state: 'wrong', why: 'unknown-word' };
    case 'choice':
      return word !== undefined && input.of.some((one) => one.id === word)
        ? { state: 'known', value: word }
        : { state: 'wrong', why: 'unknown-word' };
    case 'text':
      return { state: 'known', value: typed };
    default:
      return input satisfies never;
  }
}

/** Reads a set of typed facts. A length counts from its reference fact, so references are read first. */
export function readFacts(
  fields: readonly IntakeField[],
  typed: Readonly<Record<string, string>>,
  clock: IntakeClock,
  known: Readonly<Record<string, FactValue>> = {},
): Readonly<Record<string, FieldReading>> {
  const readings: Record<string, FieldReading> = {};
  const leaning = (field: IntakeField): number =>
    field.input.kind === 'instant' && field.input.reference !== undefined ? 1 : 0;
  for (const field of fields.toSorted((a, b) => leaning(a) - leaning(b))) {
    const name = field.input.kind === 'instant' ? field.input.reference : undefined;
    const base = name === undefined ? undefined : readings[name];
    const value = base?.state === 'known' ? base.value : name === undefined ? undefined : known[name];
    readings[field.id] = readField(field, typed[field.id] ?? '', clock, typeof value === 'number' ? value : undefined);
  }
  return readings;
}

/** The values among some readings. */
export function knownValues(readings: Readonly<Record<string, FieldReading>>): Readonly<Record<string, FactValue>> {
  return Object.fromEntries(
    Object.entries(readings).flatMap(([id, reading]) => (reading.state === 'known' ? [[id, reading.value]] : [])),
  );
}

/** The classes that a draft is under, of those that can be chosen. */
export const chosenClasses = (draft: IntakeDraft, choices: readonly ClassChoice[]): readonly ClassChoice[] =>
  choices.filter(({ plan, class: one }) => draft.classes[plan.plan.plan] === one.id);

/** Everything that a draft says, as far as it can be read. */
export function readIntake(draft: IntakeDraft, choices: readonly ClassChoice[], clock: IntakeClock): IntakeReading {
  const fields = intakeFields(chosenClasses(draft, choices));
  const stated = readTime(draft.received, { ...clock, now: clock.now, lean: 'past' });
  const received: FieldReading =
    stated.kind === 'empty'
      ? { state: 'known', value: draft.startedAt }
      : stated.kind === 'unreadable'
        ? { state: 'wrong', why: 'unreadable' }
        : stated.at > clock.now + CLOCK_SKEW_TOLERANCE_MS
          ? { state: 'wrong', why: 'future' }
          : { state: 'known', value: stated.at, time: stated };
  const readings = readFacts(fields, draft.facts, clock);
  const receivedAt =
    received.state === 'known' && typeof received.value === 'number' ? received.value : draft.startedAt;
  return { received, receivedAt, fields, readings, facts: knownValues(readings) };
}

export type IntakeProblem = {
  readonly field: string;
  readonly why: (FieldReading & { state: 'wrong' })['why'] | 'missing';
};

export type IntakeResult =
  | {
      readonly ok: true;
      readonly data: CommandInput<'incident.report'>;
      readonly occurredAt: Instant;
      readonly medium: IntakeDraft['medium'];
    }
  | { readonly ok: false; readonly problems: readonly IntakeProblem[] };

/** What stops a draft from being registered, in the order of the form. */
function problemsOf(draft: IntakeDraft, chosen: readonly ClassChoice[], reading: IntakeReading): IntakeProblem[] {
  const problems: IntakeProblem[] = [];
  if (reading.received.state === 'wrong') problems.push({ field: 'received', why: reading.received.why });
  if (chosen.length === 0) problems.push({ field: 'class', why: 'missing' });
  if (draft.place.trim() === '' && draft.title.trim() === '') problems.push({ field: 'place', why: 'missing' });
  for (const field of reading.fields) {
    const one = reading.readings[field.id];
    if (one?.state === 'wrong') problems.push({ field: field.id, why: one.why });
  }
  return problems;
}

/** The title that is used where none is typed: the place and the first class, both public. */
export function proposedTitle(draft: IntakeDraft, chosen: readonly ClassChoice[], language: 'zh' | 'en'): string {
  const place = draft.place.trim();
  const what = chosen[0]?.class.label[language] ?? '';
  return (language === 'zh' && !/[\w)]$/.test(place) ? `${place}${what}` : `${place} ${what}`).trim().slice(0, 120);
}

/** Names, numbers and words about people: sealed by the server before they are stored. */
function personalOf({ caller }: IntakeDraft): CommandInput<'incident.report'>['personal'] {
  const said = Object.fromEntries(
    Object.entries(caller).flatMap(([name, text]) => (text.trim() === '' ? [] : [[name, text.trim()]])),
  );
  return Object.keys(said).length === 0 ? undefined : said;
}

/** The command that puts the call on record, or what is missing for it. */
export function reportOf(
  draft: IntakeDraft,
  choices: readonly ClassChoice[],
  clock: IntakeClock,
  language: 'zh' | 'en',
): IntakeResult {
  const chosen = chosenClasses(draft, choices);
  const reading = readIntake(draft, choices, clock);
  const problems = problemsOf(draft, chosen, reading);
  if (problems.length > 0) return { ok: false, problems };
  const words = draft.toldWords
    .split(/[、，,;；\n]/)
    .map((word) => word.trim().slice(0, 60))
    .filter((word) => word !== '');
  const personal = personalOf(draft);
  return {
    ok: true,
    occurredAt: reading.receivedAt,
    medium: draft.medium,
    data: {
      title: draft.title.trim() || proposedTitle(draft, chosen, language),
      place: draft.place.trim(),
      under: chosen.map(({ plan, class: one }) => ({ plan: plan.plan.plan, class: one.id })),
      source: draft.medium,
      ...(draft.by === '' ? {} : { by: draft.by }),
      facts: { ...reading.facts, received: reading.receivedAt },
      alreadyTold: [...new Set([...draft.told, ...words])].slice(0, 20),
      ...(personal === undefined ? {} : { personal }),
    },
  };
}

/** The same draft as a further call about an incident that is already on record. */
export function attachOf(
  draft: IntakeDraft,
  incident: string,
  choices: readonly ClassChoice[],
  clock: IntakeClock,
): { readonly data: CommandInput<'incident.attach-call'>; readonly occurredAt: Instant } {
  const reading = readIntake(draft, choices, clock);
  const personal = personalOf(draft);
  return {
    occurredAt: reading.receivedAt,
    data: {
      incident,
      source: draft.medium,
      ...(draft.by === '' ? {} : { by: draft.by }),
      facts: reading.facts,
      ...(personal === undefined ? {} : { personal }),
    },
  };
}
