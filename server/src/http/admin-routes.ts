import { accept, type Outcome, refuse } from '@duty-room/shared/kernel/refusal';
import {
  type AccountView,
  accountList,
  accountView,
  changeAccount,
  createAccount,
  deviceList,
  disableAccount,
  done,
  enrolDevice,
  revokeDevice,
  sessionList,
  setAccountPassword,
} from '@duty-room/shared/protocol/http';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Access, Principal } from '../access/access.ts';
import type { Gateway } from '../live/gateway.ts';
import type { Room } from '../room/room.ts';
import { route, type RouteContext } from './route.ts';

const one = z.strictObject({ id: z.string().min(1).max(80) });

/** What the administrator does: accounts, open sessions, walls. */
export function adminRoutes(
  app: FastifyInstance,
  context: RouteContext,
  parts: { readonly access: Access; readonly room: Pick<Room, 'board' | 'time'>; readonly gateway: () => Gateway },
): void {
  const { access, room } = parts;

  const accounts = (): readonly AccountView[] => {
    const now = room.time().now;
    return Object.values(room.board().people.accounts)
      .map(({ id, login, name, roles, person, disabled, lockedUntil, hasPin }) => ({
        id,
        login,
        name,
        roles: [...roles],
        ...(person === undefined ? {} : { person }),
        disabled,
        ...(lockedUntil === undefined || lockedUntil <= now ? {} : { lockedUntil }),
        hasPin,
      }))
      .toSorted((a, b) => (a.login < b.login ? -1 : 1));
  };
  /** The account as it stands after a change. */
  const shown = (outcome: Outcome<string>): Outcome<AccountView> => {
    if (!outcome.ok) return outcome;
    const found = accounts().find((account) => account.id === outcome.value);
    return found ? accept(found) : refuse('not-found');
  };
  const actorOf = (principal: Principal): string => (principal.kind === 'person' ? principal.account.id : '');

  route(app, context, {
    method: 'GET',
    path: '/api/accounts',
    tag: 'administration',
    summary: 'Everybody who can sign in',
    answer: accountList,
    handle: () => accept({ accounts: accounts() }),
  });

  route(app, context, {
    method: 'POST',
    path: '/api/accounts',
    tag: 'administration',
    summary: 'A new account',
    body: createAccount,
    answer: accountView,
    handle: async ({ body, principal }) => shown(await access.accounts.create(body, actorOf(principal))),
  });

  route(app, context, {
    method: 'POST',
    path: '/api/accounts/:id/change',
    tag: 'administration',
    summary: 'Another name or other roles, from now on',
    params: one,
    body: changeAccount,
    answer: accountView,
    handle: async ({ params, body, principal }) =>
      shown(await access.accounts.change(params.id, body, actorOf(principal))),
  });

  route(app, context, {
    method: 'POST',
    path: '/api/accounts/:id/disable',
    tag: 'administration',
    summary: 'The person may not come in any more; open sessions end',
    params: one,
    body: disableAccount,
    answer: accountView,
    handle: async ({ params, body, principal }) =>
      shown(await access.accounts.disable(params.id, body.reason, actorOf(principal))),
  });

  route(app, context, {
    method: 'POST',
    path: '/api/accounts/:id/enable',
    tag: 'administration',
    summary: 'The person may come in again',
    params: one,
    answer: accountView,
    handle: async ({ params, principal }) => shown(await access.accounts.enable(params.id, actorOf(principal))),
  });

  route(app, context, {
    method: 'POST',
    path: '/api/accounts/:id/password',
    tag: 'administration',
    summary: 'A new password; the lock and open sessions end',
    params: one,
    body: setAccountPassword,
    answer: accountView,
    handle: async ({ params, body, principal }) =>
      shown(await access.setPassword(params.id, body.password, actorOf(principal))),
  });

  route(app, context, {
    method: 'GET',
    path: '/api/sessions',
    tag: 'administration',
    summary: 'Who is signed in, and from where',
    answer: sessionList,
    async handle({ principal }) {
      const { accounts: people } = room.board().people;
      const own = principal.kind === 'person' ? principal.session.id : undefined;
      const sessions = (await access.sessions.list()).map(({ id, account, from, startedAt, lastSeenAt }) => ({
        id,
        account,
        name: people[account]?.name ?? '',
        from,
        startedAt,
        lastSeenAt,
        current: id === own,
      }));
      return accept({ sessions: sessions.toSorted((a, b) => b.lastSeenAt - a.lastSeenAt) });
    },
  });

  route(app, context, {
    method: 'POST',
    path: '/api/sessions/:id/revoke',
    tag: 'administration',
    summary: 'Ends a session',
    params: one,
    answer: done,
    async handle({ params, principal }) {
      const found = (await access.sessions.list()).find((session) => session.id === params.id);
      if (!found) return refuse('not-found');
      await access.sessions.end(found, 'revoked', actorOf(principal));
      return accept({ ok: true });
    },
  });

  route(app, context, {
    method: 'POST',
    path: '/api/devices/enrol',
    tag: 'administration',
    summary: 'Enrols the wall that shows this code',
    body: enrolDevice,
    answer: z.object({ id: z.string(), name: z.string() }),
    handle: ({ body, principal }) => access.devices.enrol(body, actorOf(principal)),
  });

  route(app, context, {
    method: 'GET',
    path: '/api/devices',
    tag: 'administration',
    summary: 'The walls of this office',
    answer: deviceList,
    handle: () =>
      accept({
        devices: Object.values(room.board().people.devices).map(({ id, name, revoked, enrolledAt }) => ({
          id,
          name,
          revoked,
          enrolledAt,
          connected: parts.gateway().isConnected(id),
        })),
      }),
  });

  route(app, context, {
    method: 'POST',
    path: '/api/devices/:id/revoke',
    tag: 'administration',
    summary: 'The wall may not look any more',
    params: one,
    body: revokeDevice,
    answer: done,
    async handle({ params, body, principal }) {
      const outcome = await access.devices.revoke(params.id, body.reason, actorOf(principal));
      return outcome.ok ? accept({ ok: true }) : outcome;
    },
  });
}
