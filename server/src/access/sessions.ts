import { randomUUID } from 'node:crypto';
import { HOUR, type Instant, MINUTE, type Millis, SECOND } from '@duty-room/shared/kernel/instant';
import { z } from 'zod';
import type { Journal } from './journal.ts';
import type { SecretStore } from '../vault/port.ts';
import { newToken, tokenHash } from './token.ts';

/** A duty of 24 hours and its hand-over, then the person signs in anew. */
export const LONGEST_SESSION: Millis = 26 * HOUR;
/** Without a request and without an open screen. A quiet night with the desk open is no reason to sign anybody out. */
export const IDLE_SESSION: Millis = 2 * HOUR;
const SEEN_WRITTEN_EVERY: Millis = MINUTE;
/** Another server may have ended a session; it is looked up again after this. */
const BELIEVED_FOR: Millis = 5 * SECOND;
const REMEMBERED = 5_000;

const record = z.object({
  id: z.string(),
  account: z.string(),
  desk: z.string(),
  from: z.string(),
  startedAt: z.number(),
  lastSeenAt: z.number(),
});
export type Session = z.infer<typeof record> & { readonly hash: string };
export type SignOutReason = 'self' | 'switched' | 'revoked' | 'expired';
export type Sessions = ReturnType<typeof createSessions>;

/** People's sessions: kept in the vault by the hash of a random token, so that they survive a restart and can be ended from here. */
export function createSessions(secrets: SecretStore, journal: Journal) {
  const { now } = journal;
  const believed = new Map<string, { readonly session: Session; readonly until: Instant }>();
  const remember = (session: Session) => {
    believed.delete(session.hash);
    believed.set(session.hash, { session, until: now() + BELIEVED_FOR });
    if (believed.size > REMEMBERED) {
      const oldest = believed.keys().next();
      if (!oldest.done) believed.delete(oldest.value);
    }
  };
  /** Ids of what has ended: a "seen" that was on its way must not bring it back to life. */
  const ended = new Set<string>();
  const forget = (id: string) => {
    ended.add(id);
    if (ended.size > REMEMBERED) {
      const oldest = ended.values().next();
      if (!oldest.done) ended.delete(oldest.value);
    }
    for (const [hash, { session }] of believed) if (session.id === id) believed.delete(hash);
  };
  const isOver = (session: Session, at: Instant) =>
    at - session.startedAt > LONGEST_SESSION || at - session.lastSeenAt > IDLE_SESSION;
  const keep = async (session: Session): Promise<void> => {
    const { hash, ...rest } = session;
    await secrets.set('session', hash, rest);
    remember(session);
  };
  const end = async (session: Session, reason: SignOutReason, actor: string): Promise<void> => {
    forget(session.id);
    await secrets.remove('session', session.hash);
    await journal.add(
      `account-${session.account}`,
      { type: 'account.signed-out', data: { session: session.id, reason } },
      actor,
    );
  };
  const all = async (): Promise<readonly Session[]> =>
    (await secrets.list('session')).flatMap(({ id, value }) => {
      const parsed = record.safeParse(value);
      return parsed.success ? [{ ...parsed.data, hash: id }] : [];
    });

  return {
    /** Opens a session and returns the token for the cookie; it is kept nowhere. The caller records the sign-in. */
    async open(
      account: string,
      desk: string,
      from: string,
    ): Promise<{ readonly token: string; readonly session: Session }> {
      const token = newToken();
      const at = now();
      const session = { id: randomUUID(), hash: tokenHash(token), account, desk, from, startedAt: at, lastSeenAt: at };
      await keep(session);
      return { token, session };
    },
    /** The session that a token stands for, unless it is over. */
    async find(hash: string): Promise<Session | undefined> {
      const at = now();
      const known = believed.get(hash);
      if (known && known.until > at) return isOver(known.session, at) ? undefined : known.session;
      const parsed = record.safeParse(await secrets.get('session', hash));
      if (!parsed.success) {
        believed.delete(hash);
        return undefined;
      }
      const session = { ...parsed.data, hash };
      if (ended.has(session.id)) return undefined;
      remember(session);
      return isOver(session, at) ? undefined : session;
    },
    /** The person is there: called on requests and while a screen is open. */
    async seen(session: Session): Promise<void> {
      if (now() - session.lastSeenAt < SEEN_WRITTEN_EVERY) return;
      if (ended.has(session.id) || (await secrets.get('session', session.hash)) === undefined) return;
      await keep({ ...session, lastSeenAt: now() });
      if (!ended.has(session.id)) return;
      believed.delete(session.hash);
      await secrets.remove('session', session.hash);
    },
    end,
    /** Ends every session of an account, but for one. */
    async endAll(account: string, reason: SignOutReason, actor: string, except?: string): Promise<void> {
      for (const session of await all()) {
        if (session.account === account && session.id !== except) await end(session, reason, actor);
      }
    },
    async list(): Promise<readonly Session[]> {
      const at = now();
      return (await all()).filter((session) => !isOver(session, at));
    },
    /** Ends what is over, so that it is on record. */
    async sweep(): Promise<void> {
      const at = now();
      for (const session of await all()) if (isOver(session, at)) await end(session, 'expired', 'system:access');
    },
    /** Another server ended it. */
    forget,
  };
}
