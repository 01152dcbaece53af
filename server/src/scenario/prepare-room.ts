import type { BoardState } from '@duty-room/shared/board/state';
import { present } from '@duty-room/shared/kernel/present';
import { refuse, type Outcome, type Refusal } from '@duty-room/shared/kernel/refusal';
import { catalogue, type CommandInput, type CommandName } from '@duty-room/shared/protocol/catalogue';
import type { Room, Who } from '../room/room.ts';
import { commandOf } from './command-of.ts';
import type { Scenario } from './schema.ts';

/** What could not be set up, by the place in the file. */
export type NotPrepared = { readonly path: readonly (string | number)[]; readonly refusal: Refusal };

const SET_UP: Who = { account: 'system:scenario', roles: ['administrator', 'officer'] };

/**
 * Makes the room of a scenario out of an empty one: office, plans, people, contacts, and a shift in which everybody is signed on who
 * is to be. Gives what was refused; nothing, where all is well.
 */
export async function prepareRoom(
  room: Pick<Room, 'execute' | 'record' | 'board'>,
  scenario: Scenario,
): Promise<readonly NotPrepared[]> {
  const refused: NotPrepared[] = [];
  let commands = 0;
  const attempt = async (path: NotPrepared['path'], outcome: Promise<Outcome<unknown>>): Promise<void> => {
    const answer = await outcome;
    if (!answer.ok) refused.push({ path, refusal: answer });
  };
  const run = <Name extends CommandName>(
    path: NotPrepared['path'],
    name: Name,
    input: CommandInput<Name>,
    who: Who = SET_UP,
  ): Promise<void> => {
    commands += 1;
    const key = `scenario-set-up-${String(commands).padStart(4, '0')}`;
    const data = catalogue[name].safeParse(input);
    if (!data.success)
      return attempt(
        path,
        Promise.resolve(refuse('bad-input', { problems: data.error.issues.map(({ message }) => message) })),
      );
    return attempt(path, room.execute(commandOf(name, data.data, { key }), who));
  };

  await run(['office'], 'office.set-up', { name: scenario.office, timeZone: scenario.timeZone });
  for (const [index, plan] of scenario.plans.entries()) await run(['plans', index], 'plan.adopt', plan);
  for (const [index, { id, name, roles }] of scenario.people.entries()) {
    const created = room.record(
      `account-${id}`,
      [{ type: 'account.created', data: { account: id, login: id.toLowerCase(), name, roles } }],
      { account: SET_UP.account },
    );
    await attempt(['people', index], created);
  }
  for (const [index, { name, numbers }] of scenario.directory.entries()) {
    const personal = numbers.length > 0 ? { numbers } : undefined;
    await run(['directory', index], 'directory.enter-person', { name, ...present({ personal }) });
  }
  const roles = new Set(scenario.directory.flatMap((contact) => contact.roles));
  for (const role of roles) {
    const persons = scenario.directory
      .filter((contact) => contact.roles.includes(role))
      .flatMap((contact) => personOf(room.board(), contact.name) ?? []);
    await run(['directory'], 'directory.fill-role', { role, persons });
  }
  await run(['people'], 'shift.start', {});
  for (const [index, person] of scenario.people.entries()) {
    if (!person.onDuty) continue;
    for (const post of ['officer', 'leader'] as const)
      if (person.roles.includes(post)) await run(['people', index], 'shift.sign-on', { account: person.id, post });
  }
  return refused;
}

/** The room's own id of a contact: it makes the ids, the file knows names. */
export function personOf(board: BoardState, name: string): string | undefined {
  return Object.values(board.directory.persons).find((person) => person.name === name)?.id;
}
