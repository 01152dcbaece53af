import { assertNever } from '../kernel/assert-never.ts';
import type { StoredEvent } from '../kernel/event.ts';
import { withHandled } from '../kernel/handled.ts';
import { known, type KnownEvent } from '../kernel/known-event.ts';
import { OFFICE_EVENTS, type OfficeEventData, type OfficeState } from './events.ts';

/** Before the set-up. Time counts as unconfirmed until the room has started and said otherwise. */
export const EMPTY_OFFICE: OfficeState = {
  revision: -1,
  setUp: false,
  name: '',
  timeZone: 'UTC',
  wall: { distanceMetres: 5, panelInches: 55, nightFrom: '19:00', nightTo: '07:00' },
  clock: { trusted: false },
  handled: {},
};

/** The office after one more event of the stream `room`. */
export function evolveOffice(state: OfficeState, stored: StoredEvent): OfficeState {
  const event = known<OfficeEventData>(stored, OFFICE_EVENTS);
  return { ...change(state, event), revision: event.revision };
}

function change(state: OfficeState, event: KnownEvent<OfficeEventData>): OfficeState {
  const handled = withHandled(state.handled, event);
  switch (event.type) {
    case 'office.set-up':
      return { ...state, handled, setUp: true, name: event.data.name, timeZone: event.data.timeZone };
    case 'office.renamed':
      return { ...state, handled, name: event.data.name };
    case 'office.wall-set':
      return { ...state, handled, wall: event.data };
    case 'room.started':
      return {
        ...state,
        run: event.data.run,
        startedAt: event.recordedAt,
        clock: { trusted: event.data.timeTrusted },
      };
    case 'room.stopped': {
      const { run: _, ...rest } = state;
      return rest;
    }
    case 'room.clock-stepped': {
      const { wall, trusted, stepMs } = event.data;
      return { ...state, clock: { trusted: false, step: { wall, trusted, stepMs, at: event.recordedAt } } };
    }
    case 'room.clock-confirmed':
      return { ...state, handled, clock: { trusted: true } };
    // One for every look at a number, for years: its key is not kept.
    case 'room.numbers-viewed':
      return state;
    default:
      return assertNever(event);
  }
}
