import type { Caller } from '@duty-room/shared/access/rights';
import type { Outcome } from '@duty-room/shared/kernel/refusal';
import { accept, refuse } from '@duty-room/shared/kernel/refusal';
import type { StoredEvent } from '@duty-room/shared/kernel/event';
import type { SignIn, SwitchPerson } from '@duty-room/shared/protocol/http';
import type { Audience } from '@duty-room/shared/protocol/live';
import type { SecretStore } from '../vault/port.ts';
import { createAccounts } from './accounts.ts';
import { createDesks } from './desks.ts';
import { createDevices, type Device } from './devices.ts';
import { type AccessRoom, accountByLogin, accountOf, createJournal } from './journal.ts';
import { isCommonPin } from './pin.ts';
import { type Session, createSessions } from './sessions.ts';
import { createSetUp, type SetUpRoom } from './set-up.ts';
import { createSignIn, type Origin } from './sign-in.ts';
import { tokenHash } from './token.ts';

/** Who asks. `visitor` is whoever sits before the demonstration. */
export type Principal =
  | { readonly kind: 'nobody'; readonly roles: readonly Caller[] }
  | {
      readonly kind: 'person';
      readonly roles: readonly Caller[];
      readonly account: {
        readonly id: string;
        readonly name: string;
        readonly login: string;
        readonly hasPin: boolean;
      };
      readonly session: Session;
      readonly audience: Audience;
    }
  | { readonly kind: 'wall'; readonly roles: readonly Caller[]; readonly device: Device; readonly audience: 'wall' }
  | {
      readonly kind: 'visitor';
      readonly roles: readonly Caller[];
      readonly account: { readonly id: string };
      readonly audience: Audience;
    };

/** The raw values of the cookies that a request brought. */
export type Cookies = {
  readonly session?: string | undefined;
  readonly wall?: string | undefined;
  readonly desk?: string | undefined;
};

export const NOBODY: Principal = { kind: 'nobody', roles: ['nobody'] };
const COMMON_PIN = {
  zh: '这个 PIN 太容易被猜到，请换一个',
  en: 'This PIN is too easy to guess; choose another one',
};
/** Event types after which somebody may have lost a right. */
const CUTTING = new Set(['account.changed', 'account.disabled', 'account.signed-out', 'device.revoked']);

export type Access = ReturnType<typeof createAccess>;

/**
 * Who may come in, kept outside of the rooms: a drill has the same people. Accounts, sign-ins and wall devices are events of the live
 * log; in the vault stand, by kind, `account` (password and PIN hash), `session`, `desk` (who signed in at a browser), `device`,
 * `device-request` (a wall that waits) and `set-up` (the one-time link). Tokens stand there only as hashes, which are their ids.
 */
export function createAccess(options: {
  readonly room: AccessRoom & SetUpRoom;
  readonly secrets: SecretStore;
  readonly hasPack: (pack: string) => Promise<boolean>;
  readonly count: (outcome: 'signed-in' | 'refused' | 'locked') => void;
  readonly onLost: (error: unknown) => void;
}) {
  const { secrets } = options;
  const journal = createJournal(options.room);
  const sessions = createSessions(secrets, journal);
  const accounts = createAccounts(secrets, journal, sessions);
  const desks = createDesks(secrets);
  const signIn = createSignIn(accounts, sessions, desks, journal, options.count, options.onLost);
  const devices = createDevices(secrets, journal);
  const setUp = createSetUp(journal, secrets, accounts, options.room, options.hasPack);

  const personOf = (session: Session): Principal | undefined => {
    const account = accountOf(journal.people(), session.account);
    if (!account || account.disabled) return undefined;
    const { id, name, login, hasPin, roles } = account;
    // An auditor sees what was recorded of sign-ins; whoever also works at the desk sees the room as the desk does.
    const audience = roles.every((role) => role === 'auditor') ? 'audit' : 'desk';
    return { kind: 'person', roles, account: { id, name, login, hasPin }, session, audience };
  };

  return {
    accounts,
    devices,
    setUp,
    sessions,
    /** Resolves when what was begun is done. */
    settled: signIn.settled,
    /** Who the cookies stand for. A person's session counts before the wall that the screen also is. */
    async identify(cookies: Cookies): Promise<Principal> {
      const session = cookies.session === undefined ? undefined : await sessions.find(tokenHash(cookies.session));
      const person = session && personOf(session);
      if (session && person) {
        await sessions.seen(session);
        return person;
      }
      const device = cookies.wall === undefined ? undefined : await devices.find(tokenHash(cookies.wall));
      return device ? { kind: 'wall', roles: ['wall'], device, audience: 'wall' } : NOBODY;
    },
    /** The same for an open socket: whether who opened it still may look, and as whom. An open screen keeps its session alive. */
    async stillThere(principal: Principal): Promise<Principal | undefined> {
      if (principal.kind === 'wall') return devices.isEnrolled(principal.device.id) ? principal : undefined;
      if (principal.kind !== 'person') return principal.kind === 'visitor' ? principal : undefined;
      const session = await sessions.find(principal.session.hash);
      const person = session && personOf(session);
      if (session && person) await sessions.seen(session);
      return person;
    },
    /** Whether this event may have taken a right from somebody whose screen is open; learns of what other servers ended. */
    mayCut(event: StoredEvent): boolean {
      const { session } = event.data;
      if (event.type === 'account.signed-out' && typeof session === 'string') sessions.forget(session);
      return CUTTING.has(event.type);
    },
    signInByPassword: (given: SignIn, origin: Origin, before: Principal) =>
      signIn.byPassword(given, origin, before.kind === 'person' ? before.session : undefined),
    signInByPin: (given: SwitchPerson, origin: Origin, before: Principal) =>
      signIn.byPin(given, origin, before.kind === 'person' ? before.session : undefined),
    async signOut(principal: Principal): Promise<void> {
      if (principal.kind === 'person') await sessions.end(principal.session, 'self', principal.account.id);
    },
    /** People who may come back to this desk by PIN. */
    async deskUsers(desk: string | undefined): Promise<readonly { readonly id: string; readonly name: string }[]> {
      if (desk === undefined) return [];
      const people = journal.people();
      return (await desks.people(tokenHash(desk))).flatMap((id) => {
        const account = accountOf(people, id);
        return account?.hasPin === true && !account.disabled ? [{ id, name: account.name }] : [];
      });
    },
    async setPin(
      person: Principal & { kind: 'person' },
      password: string,
      pin: string,
      from: string,
    ): Promise<Outcome<true>> {
      if (isCommonPin(pin)) return refuse('bad-input', { problems: [COMMON_PIN] });
      const confirmed = await signIn.confirm(person.account.id, password, { desk: person.session.desk, from });
      if (!confirmed.ok) return confirmed;
      await accounts.setPin(person.account.id, pin);
      await desks.welcome(person.session.desk, person.account.id);
      return accept(true);
    },
    async changeOwnPassword(
      person: Principal & { kind: 'person' },
      password: string,
      next: string,
      from: string,
    ): Promise<Outcome<true>> {
      const confirmed = await signIn.confirm(person.account.id, password, { desk: person.session.desk, from });
      if (!confirmed.ok) return confirmed;
      const { id } = person.account;
      await accounts.setPassword(id, next, 'self', id, person.session.id);
      return accept(true);
    },
    async setPassword(id: string, password: string, actor: string): Promise<Outcome<string>> {
      if (!accountOf(journal.people(), id)) return refuse('not-found');
      await accounts.setPassword(id, password, 'administrator', actor);
      signIn.forgive(id);
      return accept(id);
    },
    /** From the server's console, by login: a password that is already hashed. Ends the lock and the sessions; false for no such account. */
    async resetPassword(login: string, hash: string): Promise<boolean> {
      const account = accountByLogin(journal.people(), login);
      if (!account) return false;
      await accounts.setPasswordHash(account.id, hash, 'console', 'system:console');
      signIn.forgive(account.id);
      return true;
    },
  };
}
