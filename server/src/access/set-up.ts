import { timingSafeEqual } from 'node:crypto';
import { accept, type Outcome, refuse } from '@duty-room/shared/kernel/refusal';
import type { SetUp } from '@duty-room/shared/protocol/http';
import { z } from 'zod';
import { accountId, type Accounts } from './accounts.ts';
import type { Journal } from './journal.ts';
import type { Room } from '../room/room.ts';
import type { SecretStore } from '../vault/port.ts';
import { newToken, tokenHash } from './token.ts';

/** What set-up does to the room: the same commands that a person would send. */
export type SetUpRoom = Pick<Room, 'execute' | 'board' | 'time'>;

const record = z.object({ hash: z.string() });
export type SetUpService = ReturnType<typeof createSetUp>;

/** First-run set-up. It is pending until the office has a name and somebody who can let people in. */
export function createSetUp(
  journal: Journal,
  secrets: SecretStore,
  accounts: Accounts,
  room: SetUpRoom,
  hasPack: (pack: string) => Promise<boolean>,
) {
  let underWay = false;
  const isPending = (): boolean =>
    !room.board().office.setUp ||
    !Object.values(journal.people().accounts).some((one) => one.roles.includes('administrator'));

  const isToken = async (token: string): Promise<boolean> => {
    const parsed = record.safeParse(await secrets.get('set-up', 'link'));
    return parsed.success && timingSafeEqual(Buffer.from(parsed.data.hash), Buffer.from(tokenHash(token)));
  };

  /** Every step is repeated harmlessly, so that a set-up that broke off half-way can be sent again. */
  const perform = async (given: SetUp): Promise<Outcome<string>> => {
    for (const { pack } of given.plans) if (!(await hasPack(pack))) return refuse('unknown-plan', { plan: pack });
    const id = accountId(given.administrator.login);
    const who = { account: id, roles: ['administrator'] } as const;
    const part = tokenHash(given.token).slice(0, 24);
    const office = room.board().office;
    const { name, timeZone, timeSource } = given.office;
    if (!office.setUp) {
      const done = await room.execute(
        { name: 'office.set-up', data: { name, timeZone, timeSource }, meta: { key: `set-up-office-${part}` } },
        who,
      );
      if (!done.ok) return done;
    } else {
      if (office.timeZone !== timeZone) return refuse('already-exists', { value: office.timeZone });
      if (office.name !== name) {
        const done = await room.execute(
          {
            name: 'office.rename',
            data: { name },
            meta: { key: `set-up-name-${tokenHash(part + name).slice(0, 40)}` },
          },
          who,
        );
        if (!done.ok) return done;
      }
    }
    for (const plan of given.plans) {
      const key = `set-up-plan-${tokenHash(JSON.stringify([part, plan])).slice(0, 40)}`;
      const done = await room.execute({ name: 'plan.adopt', data: plan, meta: { key } }, who);
      if (!done.ok && done.code !== 'nothing-to-do' && done.code !== 'already-done') return done;
    }
    const { login, password, roles } = given.administrator;
    const created = await accounts.create(
      {
        login,
        password,
        name: given.administrator.name,
        roles: roles.includes('administrator') ? roles : ['administrator', ...roles],
      },
      id,
      'set-up',
    );
    if (!created.ok) return created;
    if (given.timeConfirmed && !room.time().trusted)
      await room.execute({ name: 'room.confirm-clock', data: {}, meta: { key: `set-up-clock-${part}` } }, who);
    await secrets.remove('set-up', 'link');
    return accept(id);
  };

  return {
    isPending,
    /** A new one-time token, good until it is used or the server starts again; undefined once the office is set up. */
    async issue(): Promise<string | undefined> {
      if (!isPending()) {
        await secrets.remove('set-up', 'link');
        return undefined;
      }
      const token = newToken();
      await secrets.set('set-up', 'link', { hash: tokenHash(token) });
      return token;
    },
    /** Returns the administrator's account id. */
    async perform(given: SetUp): Promise<Outcome<string>> {
      if (!isPending()) return refuse('already-done');
      if (!(await isToken(given.token))) return refuse('wrong-link');
      if (underWay) return refuse('conflict');
      underWay = true;
      try {
        return await perform(given);
      } finally {
        underWay = false;
      }
    },
  };
}
