import { assertNever } from '../kernel/assert-never.ts';
import type { CommandMeta, DecideContext, Decision, Draft } from '../kernel/decider.ts';
import { own } from '../kernel/own.ts';
import { present } from '../kernel/present.ts';
import { accept, refuse, type Outcome } from '../kernel/refusal.ts';
import { statedAt } from '../kernel/stated-at.ts';
import type { DirectoryCommand } from './commands.ts';
import type { DirectoryEventData, DirectoryEventType, DirectoryState } from './events.ts';

/** What deciding about the directory needs to know beside the directory itself. */
export type DirectoryContext = DecideContext & {
  /** Whether a plan in force, or one that a running incident pins, names this role. */
  readonly isRole: (role: string) => boolean;
};

export type DirectoryDraft = {
  [Type in DirectoryEventType]: Draft<Type, DirectoryEventData[Type]>;
}[DirectoryEventType];
export type DirectoryMessage = DirectoryCommand & { readonly meta: CommandMeta };

/** What a command makes of the contact directory. Pure; see `decideIncident`. */
export function decideDirectory(
  directory: DirectoryState,
  command: DirectoryMessage,
  context: DirectoryContext,
): Decision<DirectoryDraft> {
  const at = statedAt(command.meta, context.now);
  if (!at.ok) return at;
  const { expectedRevision } = command.meta;
  if (expectedRevision !== undefined && expectedRevision !== directory.revision) {
    return refuse('conflict', { revision: directory.revision });
  }
  const draft = decideCase(directory, command, context);
  if (!draft.ok) return draft;
  return accept({ stream: 'directory', events: [{ occurredAt: at.value, ...draft.value }] });
}

function decideCase(
  directory: DirectoryState,
  command: DirectoryMessage,
  context: DirectoryContext,
): Outcome<DirectoryDraft> {
  switch (command.name) {
    case 'directory.enter-person': {
      const { name, post, personal } = command.data;
      const known = command.data.person === undefined ? undefined : own(directory.persons, command.data.person);
      if (command.data.person !== undefined && known === undefined) {
        return refuse('not-found', { what: command.data.person });
      }
      if (known && !known.removed && personal === undefined && known.name === name && known.post === post) {
        return refuse('nothing-to-do');
      }
      const person = known?.id ?? context.newId('person');
      const hasNumber = personal === undefined ? undefined : personal.numbers.length > 0;
      return accept({
        type: 'directory.person-entered',
        data: { person, name, ...present({ post, hasNumber }) },
        ...(personal !== undefined && { subject: `person-${person}` }),
      });
    }
    case 'directory.remove-person': {
      const known = own(directory.persons, command.data.person);
      if (known === undefined) return refuse('not-found', { what: command.data.person });
      if (known.removed) return refuse('already-done');
      return accept({ type: 'directory.person-removed', data: { person: known.id } });
    }
    case 'directory.fill-role': {
      const { role } = command.data;
      if (!context.isRole(role)) return refuse('unknown-term', { term: role });
      const persons = [...new Set(command.data.persons)];
      const missing = persons.filter(
        (person) => (own(directory.persons, person)?.removed ?? false) || !Object.hasOwn(directory.persons, person),
      );
      if (missing.length > 0) return refuse('not-found', { what: missing });
      if ((own(directory.roles, role) ?? []).join('\n') === persons.join('\n')) return refuse('nothing-to-do');
      return accept({ type: 'directory.role-filled', data: { role, persons } });
    }
    default:
      return assertNever(command);
  }
}
