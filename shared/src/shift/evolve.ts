import { assertNever } from '../kernel/assert-never.ts';
import type { StoredEvent } from '../kernel/event.ts';
import { withHandled } from '../kernel/handled.ts';
import { known, type KnownEvent } from '../kernel/known-event.ts';
import { SHIFT_EVENTS, type ShiftEventData } from './events.ts';
import type { OnDuty, ShiftState } from './state.ts';

/** So many handled command keys go over into the next shift, so that a repeat across a hand-over is still recognised. */
const KEYS_HANDED_OVER = 200;

/** The shift after one more event of its stream. A shift that followed another begins as `nextShift` of it, not with an event. */
export function evolveShift(state: ShiftState | undefined, stored: StoredEvent): ShiftState {
  const event = known<ShiftEventData>(stored, SHIFT_EVENTS);
  const before = state ?? emptyShift(event);
  return change({ ...before, revision: event.revision, handled: withHandled(before.handled, event) }, event);
}

function emptyShift(event: KnownEvent<ShiftEventData>): ShiftState {
  return {
    id: event.stream.slice('shift-'.length),
    revision: -1,
    startedAt: event.occurredAt,
    onDuty: [],
    log: [],
    handled: {},
  };
}

function change(state: ShiftState, event: KnownEvent<ShiftEventData>): ShiftState {
  switch (event.type) {
    case 'shift.started':
      return { ...state, startedAt: event.occurredAt };
    case 'shift.signed-on': {
      const { account, post } = event.data;
      return {
        ...state,
        onDuty: [...without(state.onDuty, account, post), { account, post, since: event.occurredAt }],
      };
    }
    case 'shift.signed-off':
      return { ...state, onDuty: without(state.onDuty, event.data.account, event.data.post) };
    case 'shift.logged': {
      const entry = {
        event: event.id,
        at: event.occurredAt,
        recordedAt: event.recordedAt,
        actor: event.actor,
        topic: event.data.topic,
        ...(event.data.incident !== undefined && { incident: event.data.incident }),
      };
      return { ...state, log: [...state.log, entry] };
    }
    case 'shift.hand-over-prepared': {
      const { by, to, duties } = event.data;
      return { ...state, handOver: { event: event.id, by, to, at: event.occurredAt, duties } };
    }
    case 'shift.hand-over-cancelled': {
      const { handOver: _, ...rest } = state;
      return rest;
    }
    case 'shift.hand-over-accepted':
    case 'shift.hand-over-forced':
      return { ...state, next: event.data.next };
    default:
      return assertNever(event);
  }
}

function without(onDuty: readonly OnDuty[], account: string, post: OnDuty['post']): readonly OnDuty[] {
  return onDuty.filter((entry) => entry.account !== account || entry.post !== post);
}

/**
 * The shift that a hand-over opens: the one who took it over is its officer, the leader on duty stays.
 * `previous` must have been handed over by `stored`.
 */
export function nextShift(previous: ShiftState, stored: StoredEvent): ShiftState {
  const event = known<ShiftEventData>(stored, SHIFT_EVENTS);
  if (event.type !== 'shift.hand-over-accepted' && event.type !== 'shift.hand-over-forced') {
    throw new Error(`${event.type} opens no shift`);
  }
  return {
    id: event.data.next,
    revision: -1,
    startedAt: event.occurredAt,
    onDuty: [
      { account: event.data.by, post: 'officer', since: event.occurredAt },
      ...previous.onDuty.filter((entry) => entry.post === 'leader'),
    ],
    log: [],
    handled: Object.fromEntries(Object.entries(previous.handled).slice(-KEYS_HANDED_OVER)),
  };
}
