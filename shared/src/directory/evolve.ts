import { assertNever } from '../kernel/assert-never.ts';
import type { StoredEvent } from '../kernel/event.ts';
import { withHandled } from '../kernel/handled.ts';
import { known, type KnownEvent } from '../kernel/known-event.ts';
import { own } from '../kernel/own.ts';
import { DIRECTORY_EVENTS, type DirectoryEventData, type DirectoryState } from './events.ts';

export const EMPTY_DIRECTORY: DirectoryState = { revision: -1, persons: {}, roles: {}, handled: {} };

/** The contact directory after one more event. Who is removed leaves every role. */
export function evolveDirectory(state: DirectoryState, stored: StoredEvent): DirectoryState {
  const event = known<DirectoryEventData>(stored, DIRECTORY_EVENTS);
  return change({ ...state, revision: event.revision, handled: withHandled(state.handled, event) }, event);
}

function change(state: DirectoryState, event: KnownEvent<DirectoryEventData>): DirectoryState {
  switch (event.type) {
    case 'directory.person-entered': {
      const { person, name, post } = event.data;
      const hasNumber = event.data.hasNumber ?? own(state.persons, person)?.hasNumber ?? false;
      const entry = { id: person, name, ...(post !== undefined && { post }), hasNumber };
      return { ...state, persons: { ...state.persons, [person]: entry } };
    }
    case 'directory.person-removed': {
      const { person } = event.data;
      const entry = own(state.persons, person);
      if (entry === undefined) return state;
      const roles = Object.fromEntries(
        Object.entries(state.roles).map(([role, persons]) => [role, persons.filter((other) => other !== person)]),
      );
      const removed = { ...entry, hasNumber: false, removed: true };
      return { ...state, persons: { ...state.persons, [person]: removed }, roles };
    }
    case 'directory.role-filled':
      return { ...state, roles: { ...state.roles, [event.data.role]: event.data.persons } };
    default:
      return assertNever(event);
  }
}
