import { accept, type Outcome, refuse } from '@duty-room/shared/kernel/refusal';
import type { SignIn, SwitchPerson } from '@duty-room/shared/protocol/http';
import type { RecordDraft } from '../room/room.ts';
import type { Accounts } from './accounts.ts';
import { type Desks, PIN_ATTEMPTS } from './desks.ts';
import { accountByLogin, accountOf, type Journal } from './journal.ts';
import { verifySecret } from './password.ts';
import type { Session, Sessions } from './sessions.ts';
import { createThrottle, STRANGER } from './throttle.ts';
import { tokenHash } from './token.ts';

/** Where an attempt comes from: the desk (its cookie's hash) and the address. */
export type Origin = { readonly desk: string; readonly from: string };
export type SignedIn = { readonly token: string; readonly session: Session };
export type SignInService = ReturnType<typeof createSignIn>;

/**
 * Signing in by password and changing the person at a desk by PIN. Every attempt on an account is on record until its lock begins;
 * attempts on names that do not exist are answered alike, in the same time, and leave no event.
 */
export function createSignIn(
  accounts: Accounts,
  sessions: Sessions,
  desks: Desks,
  journal: Journal,
  count: (outcome: 'signed-in' | 'refused' | 'locked') => void,
  /** A refused attempt could not be put on record. */
  onLost: (error: unknown) => void,
) {
  const throttle = createThrottle();
  const now = journal.now();
  for (const account of Object.values(journal.people().accounts)) {
    if (account.lockedUntil !== undefined && account.lockedUntil > now)
      throttle.restore(`${account.id}|elsewhere`, account.lockedUntil, now);
  }

  /** In turn, and without letting the caller wait: the time of an answer must not tell that there was something to write. */
  let noted: Promise<void> = Promise.resolve();
  const note = (stream: string, draft: RecordDraft): void => {
    noted = noted.then(() => journal.add(stream, draft, 'system:access')).catch(onLost);
  };

  const enter = async (
    account: string,
    { desk, from }: Origin,
    method: 'password' | 'pin',
    before: Session | undefined,
  ): Promise<SignedIn> => {
    const opened = await sessions.open(account, desk, from);
    await journal.add(
      `account-${account}`,
      { type: 'account.signed-in', data: { session: opened.session.id, method, from } },
      account,
    );
    await desks.welcome(desk, account);
    if (before) await sessions.end(before, 'switched', before.account);
    count('signed-in');
    return opened;
  };

  /** Judges a password under the lock. The desk of a person who signed in there before has a lock of its own: strangers cannot lock them out. */
  const judge = async (login: string, password: string, { desk, from }: Origin): Promise<Outcome<string>> => {
    const account = accountByLogin(journal.people(), login);
    // A name that does not exist costs the same looks into the vault.
    const place = (await desks.knows(desk, account?.id ?? '')) ? desk : 'elsewhere';
    const key = account ? `${account.id}|${place}` : `${STRANGER}${tokenHash(login)}`;
    const stream = `account-${account?.id ?? ''}`;
    const locked = throttle.locked(key, journal.now());
    if (locked) {
      count('locked');
      if (account && locked.first) note(stream, { type: 'account.sign-in-refused', data: { from, reason: 'locked' } });
      return refuse('locked', { until: locked.until });
    }
    const until = throttle.attempt(key, journal.now());
    const known = (await accounts.secretsOf(account?.id ?? '')).password;
    const verified = await verifySecret(password, known);
    // While it was being checked it may have been replaced, because somebody knew too much.
    const right = known === (await accounts.secretsOf(account?.id ?? '')).password && verified;
    if (right && account && !account.disabled) {
      throttle.clear(key);
      return accept(account.id);
    }
    count('refused');
    if (account) {
      const reason = right ? 'disabled' : 'credentials';
      note(stream, { type: 'account.sign-in-refused', data: { from, reason } });
      if (until !== null) note(stream, { type: 'account.locked', data: { until } });
    }
    return refuse('wrong-credentials');
  };

  return {
    async byPassword(given: SignIn, origin: Origin, before: Session | undefined): Promise<Outcome<SignedIn>> {
      const judged = await judge(given.login, given.password, origin);
      return judged.ok ? accept(await enter(judged.value, origin, 'password', before)) : judged;
    },
    async byPin(given: SwitchPerson, origin: Origin, before: Session | undefined): Promise<Outcome<SignedIn>> {
      const account = accountOf(journal.people(), given.account);
      const attempts = account ? await desks.attempt(origin.desk, account.id) : undefined;
      // Whoever is not known at this desk learns nothing, not even how long the check takes.
      const hash = account && attempts !== undefined ? (await accounts.secretsOf(account.id)).pin : undefined;
      const verified = await verifySecret(given.pin, hash);
      const right = verified && account !== undefined && hash === (await accounts.secretsOf(account.id)).pin;
      if (right && account && !account.disabled) return accept(await enter(account.id, origin, 'pin', before));
      count('refused');
      if (account && attempts !== undefined) {
        const reason = right ? 'disabled' : 'credentials';
        note(`account-${account.id}`, { type: 'account.sign-in-refused', data: { from: origin.from, reason } });
        if (attempts + 1 < PIN_ATTEMPTS) return refuse('wrong-credentials');
      }
      return refuse('wrong-credentials', { pinOff: PIN_ATTEMPTS });
    },
    /** The person at the desk shows that it is still they, before a PIN or a password is changed. */
    async confirm(account: string, password: string, origin: Origin): Promise<Outcome<string>> {
      const login = accountOf(journal.people(), account)?.login;
      return login === undefined ? refuse('wrong-credentials') : judge(login, password, origin);
    },
    /** Resolves when every refused attempt so far is on record. */
    settled: () => noted,
    /** An administrator set a new password: earlier failures no longer count. */
    forgive(account: string): void {
      throttle.clearAll(`${account}|`);
    },
  };
}
