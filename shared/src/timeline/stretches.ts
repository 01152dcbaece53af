import type { IncidentState } from '../incident/state.ts';
import type { StoredEvent } from '../kernel/event.ts';
import { isKnown } from '../kernel/known-event.ts';
import type { Instant } from '../kernel/instant.ts';
import { CLOCK_EVENTS, type ClockFact } from '../office/events.ts';
import { SHIFT_EVENTS } from '../shift/events.ts';
import { evolveShift, nextShift } from '../shift/evolve.ts';
import type { ShiftState } from '../shift/state.ts';

/** A part of the log with a name: a shift or an incident. `to` is null while it goes on. */
export type Stretch = { readonly id: string; readonly from: Instant; readonly to: Instant | null };

/** The shifts of the log, in their order, as they happened. */
export function shiftsOf(events: readonly StoredEvent[]): readonly Stretch[] {
  const found: { id: string; from: Instant; to: Instant | null }[] = [];
  const begin = (id: string, at: Instant): void => {
    const before = found.at(-1);
    if (before) before.to ??= at;
    found.push({ id, from: at, to: null });
  };
  for (const event of events) {
    if (!isKnown(event, SHIFT_EVENTS)) continue;
    if (event.type === 'shift.started') begin(event.stream.slice('shift-'.length), event.occurredAt);
    if (event.type === 'shift.hand-over-accepted' || event.type === 'shift.hand-over-forced')
      begin(event.data.next, event.occurredAt);
  }
  return found;
}

/** An incident from its receipt to its end. */
export function incidentStretch(incident: IncidentState): Stretch {
  const starts = incident.acts.map((act) => act.occurredAt);
  return { id: incident.id, from: Math.min(incident.receivedAt, ...starts), to: incident.endedAt ?? null };
}

/** The shift as it was at `at` by the stated instants: what was typed in later about it counts from its own instant. */
export function shiftHappenedAt(events: readonly StoredEvent[], at: Instant): ShiftState | null {
  let shift: ShiftState | null = null;
  for (const event of events) {
    if (event.occurredAt > at || !isKnown(event, SHIFT_EVENTS)) continue;
    const id = event.stream.slice('shift-'.length);
    if (shift !== null && shift.id !== id && event.type !== 'shift.started') continue;
    const changed: ShiftState = evolveShift(shift?.id === id ? shift : undefined, event);
    shift = changed.next === undefined ? changed : nextShift(changed, event);
  }
  return shift;
}

/** A line that was passed, with the event that put it on record. */
export type LineMark = ClockFact & { readonly event: string; readonly recordedAt: Instant };

/** Each line passed (overdue) of the log, by the instant of its passing. */
export function linesPassed(events: readonly StoredEvent[]): readonly LineMark[] {
  return events
    .flatMap((event) =>
      isKnown(event, CLOCK_EVENTS) && event.type === 'clock.overdue'
        ? [{ ...event.data, event: event.id, recordedAt: event.recordedAt }]
        : [],
    )
    .toSorted((a, b) => a.passedAt - b.passedAt);
}
