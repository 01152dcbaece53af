import type { BoardState } from '../board/state.ts';
import type { FactValue } from '../incident/events.ts';
import { INCIDENT_EVENTS } from '../incident/events.ts';
import type { Act, IncidentState } from '../incident/state.ts';
import type { StoredEvent } from '../kernel/event.ts';
import { isKnown } from '../kernel/known-event.ts';
import { own } from '../kernel/own.ts';
import { SECOND, type Instant } from '../kernel/instant.ts';
import { INCIDENT_TIMES } from '../plan/anchor.ts';
import { SHIFT_EVENTS } from '../shift/events.ts';

/** Something that was so in [from, until) and that the room did not have on record, or had on record wrongly. */
export type NotKnown = {
  readonly from: Instant;
  readonly until: Instant;
  /** When it came on record. */
  readonly recordedAt: Instant;
  readonly event: string;
  readonly incident: string | null;
} & (
  | { readonly kind: 'late' }
  /** An instant that a later statement named: the heat had stopped, the room had not heard of it. */
  | { readonly kind: 'fact'; readonly fact: string; readonly value: Instant }
  /** The room took another value for true; `held` is unknown where nothing names it. */
  | {
      readonly kind: 'corrected';
      readonly fact: string;
      readonly held: FactValue | undefined;
      readonly value: FactValue;
    }
  /** The room took a mis-click for an act. */
  | { readonly kind: 'withdrawn'; readonly target: string }
);

/** Everything of the log that was typed in later than it was so, in the order in which it came on record. */
export function everNotKnown(events: readonly StoredEvent[], today: BoardState): readonly NotKnown[] {
  return events.flatMap((event) => {
    const shift = isKnown(event, SHIFT_EVENTS);
    const incident = isKnown(event, INCIDENT_EVENTS);
    if (!shift && !incident) return [];
    const id = incident ? event.stream.slice('incident-'.length) : null;
    const base = { event: event.id, incident: id, recordedAt: event.recordedAt };
    const found: NotKnown[] = [];
    if (event.recordedAt - event.occurredAt >= SECOND)
      found.push({ ...base, kind: 'late', from: event.occurredAt, until: event.recordedAt });
    const one = id === null ? undefined : own(today.incidents, id);
    const act = one?.acts.find((entry) => entry.id === event.id);
    if (one && act) found.push(...ofAct(one, act, today, base));
    return found;
  });
}

/** What the room did not know at `at`, the oldest first. */
export function notKnownAt(ever: readonly NotKnown[], at: Instant): readonly NotKnown[] {
  return ever.filter((entry) => entry.from <= at && at < entry.until).toSorted((a, b) => a.from - b.from);
}

function ofAct(
  incident: IncidentState,
  act: Act,
  today: BoardState,
  base: Pick<NotKnown, 'event' | 'incident' | 'recordedAt'>,
): readonly NotKnown[] {
  switch (act.type) {
    case 'incident.reported':
    case 'incident.call-attached':
    case 'incident.facts-recorded':
      // From the act's own stated instant on the whole act says it.
      return Object.entries(act.data.facts).flatMap(([fact, value]): readonly NotKnown[] =>
        typeof value === 'number' && value < act.occurredAt && isInstantFact(incident, today, fact)
          ? [{ ...base, kind: 'fact', fact, value, from: value, until: act.occurredAt }]
          : [],
      );
    case 'incident.fact-corrected': {
      const { fact, value, replaces } = act.data;
      const replaced = incident.acts.find((entry) => entry.id === replaces);
      if (!replaced) return [];
      return [
        {
          ...base,
          kind: 'corrected',
          fact,
          held: valueOf(replaced, fact),
          value,
          from: replaced.recordedAt,
          until: act.recordedAt,
        },
      ];
    }
    case 'incident.withdrawn': {
      const { target } = act.data;
      const taken = incident.acts.find((entry) => entry.id === target);
      if (!taken) return [];
      return [{ ...base, kind: 'withdrawn', target, from: taken.recordedAt, until: act.recordedAt }];
    }
    default:
      return [];
  }
}

function valueOf(act: Act, fact: string): FactValue | undefined {
  switch (act.type) {
    case 'incident.reported':
    case 'incident.call-attached':
    case 'incident.facts-recorded':
      return own(act.data.facts, fact);
    case 'incident.fact-corrected':
      return act.data.fact === fact ? act.data.value : undefined;
    case 'incident.confirmed':
      return fact === 'confirmed' ? act.occurredAt : undefined;
    default:
      return undefined;
  }
}

function isInstantFact(incident: IncidentState, today: BoardState, fact: string): boolean {
  if (INCIDENT_TIMES.some((time) => time === fact)) return true;
  return incident.pins.some((pin) => own(own(today.plans, pin.adoption)?.plan.facts ?? {}, fact)?.type === 'instant');
}
