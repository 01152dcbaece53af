import { createHash } from 'node:crypto';
import type { AccountsState } from '@duty-room/shared/account/events';
import { accept, type Outcome, refuse } from '@duty-room/shared/kernel/refusal';
import type { ChangeAccount, CreateAccount } from '@duty-room/shared/protocol/http';
import { z } from 'zod';
import { accountOf, type Journal } from './journal.ts';
import { hashSecret } from './password.ts';
import { createLocks } from '../room/locks.ts';
import type { SecretStore } from '../vault/port.ts';
import type { Sessions } from './sessions.ts';

const record = z.object({ password: z.string().optional(), pin: z.string().optional() });
export type AccountSecrets = z.infer<typeof record>;
export type Accounts = ReturnType<typeof createAccounts>;

/** The same login has the same id, so that the log itself refuses a second account of that name, on whichever server it is made. */
export function accountId(login: string): string {
  return createHash('sha256').update(`account:${login}`).digest('hex').slice(0, 16);
}

/** Making and changing accounts; each change is on record, secrets go to the vault. */
export function createAccounts(secrets: SecretStore, journal: Journal, sessions: Sessions) {
  const secretsOf = async (account: string): Promise<AccountSecrets> => {
    const found = await secrets.get('account', account);
    return found === undefined ? {} : record.parse(found);
  };
  /** A password and a PIN stand in one record: two who change it at once must not put back what the other replaced. */
  const locks = createLocks();
  const known = (id: string): Outcome<AccountsState['accounts'][string]> => {
    const account = accountOf(journal.people(), id);
    return account === undefined ? refuse('not-found') : accept(account);
  };
  /** Someone must be left who can let people in. */
  const isLastAdministrator = (id: string): boolean =>
    !Object.values(journal.people().accounts).some(
      (one) => one.id !== id && !one.disabled && one.roles.includes('administrator'),
    ) && accountOf(journal.people(), id)?.roles.includes('administrator') === true;

  const setPasswordHash = async (
    id: string,
    hash: string,
    by: 'self' | 'administrator' | 'console' | 'set-up',
    actor: string,
    keepSession?: string,
  ): Promise<void> => {
    await locks.run(id, async () => {
      // An old PIN would be a way around a password that was changed because somebody knew too much.
      const pin = by === 'self' ? (await secretsOf(id)).pin : undefined;
      await secrets.set('account', id, pin === undefined ? { password: hash } : { password: hash, pin });
    });
    await journal.add(`account-${id}`, { type: 'account.password-set', data: { by } }, actor);
    await sessions.endAll(id, 'revoked', actor, keepSession);
  };

  return {
    secretsOf,
    setPasswordHash,
    async setPassword(
      id: string,
      password: string,
      by: 'self' | 'administrator',
      actor: string,
      keepSession?: string,
    ): Promise<void> {
      await setPasswordHash(id, await hashSecret(password), by, actor, keepSession);
    },
    async create(
      wanted: CreateAccount,
      actor: string,
      by: 'administrator' | 'set-up' = 'administrator',
    ): Promise<Outcome<string>> {
      const id = accountId(wanted.login);
      if (accountOf(journal.people(), id)) return refuse('already-exists', { value: wanted.login });
      const password = await hashSecret(wanted.password);
      const { login, name, roles, person } = wanted;
      const isNew = await journal.begin(
        `account-${id}`,
        {
          type: 'account.created',
          data: { account: id, login, name, roles, ...(person === undefined ? {} : { person }) },
        },
        actor,
        (people) => accountOf(people, id) !== undefined,
      );
      if (!isNew) return refuse('already-exists', { value: login });
      await setPasswordHash(id, password, by, actor);
      return accept(id);
    },
    async change(id: string, wanted: ChangeAccount, actor: string): Promise<Outcome<string>> {
      const found = known(id);
      if (!found.ok) return found;
      if (!wanted.roles.includes('administrator') && isLastAdministrator(id)) return refuse('last-administrator');
      const { name, roles, person } = wanted;
      await journal.add(
        `account-${id}`,
        { type: 'account.changed', data: { name, roles, ...(person === undefined ? {} : { person }) } },
        actor,
      );
      return accept(id);
    },
    async disable(id: string, reason: string, actor: string): Promise<Outcome<string>> {
      const found = known(id);
      if (!found.ok) return found;
      if (found.value.disabled) return refuse('already-done');
      if (isLastAdministrator(id)) return refuse('last-administrator');
      await journal.add(`account-${id}`, { type: 'account.disabled', data: { reason } }, actor);
      await sessions.endAll(id, 'revoked', actor);
      return accept(id);
    },
    async enable(id: string, actor: string): Promise<Outcome<string>> {
      const found = known(id);
      if (!found.ok) return found;
      if (!found.value.disabled) return refuse('already-done');
      await journal.add(`account-${id}`, { type: 'account.enabled', data: {} }, actor);
      return accept(id);
    },
    async setPin(id: string, pin: string): Promise<void> {
      const hash = await hashSecret(pin);
      await locks.run(id, async () => {
        const { password } = await secretsOf(id);
        await secrets.set('account', id, password === undefined ? { pin: hash } : { password, pin: hash });
      });
      await journal.add(`account-${id}`, { type: 'account.pin-set', data: { by: 'self' } }, id);
    },
  };
}
