import { accept, refuse } from '@duty-room/shared/kernel/refusal';
import {
  changeOwnPassword,
  claimAnswer,
  claimDevice,
  deviceRequest,
  done,
  packList,
  setPin,
  setUp,
  type SessionView,
  sessionView,
  signIn,
  switchPerson,
} from '@duty-room/shared/protocol/http';
import { PROTOCOL_VERSION } from '@duty-room/shared/protocol/live';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Access, Principal } from '../access/access.ts';
import type { SignedIn } from '../access/sign-in.ts';
import { newToken, tokenHash } from '../access/token.ts';
import type { HostedRoom } from '../live/hosted-room.ts';
import type { Packs } from '../room/packs.ts';
import type { Identity } from './identity.ts';
import { packView } from './packs.ts';
import { route, type RouteContext } from './route.ts';

/** Coming in: sessions of people, first-run set-up, and walls that ask to be enrolled. */
export function sessionRoutes(
  app: FastifyInstance,
  context: RouteContext,
  parts: {
    readonly access: Access;
    readonly identity: Identity;
    readonly live: HostedRoom;
    readonly packs: Packs;
    readonly version: string;
    readonly demo: boolean;
  },
): void {
  const { access, identity, live, packs } = parts;

  const viewOf = async (request: FastifyRequest, principal: Principal): Promise<SessionView> => {
    const { office } = live.room.board();
    const pending = !parts.demo && access.setUp.isPending();
    return {
      ...stateOf(principal, pending),
      office: office.setUp ? { name: office.name, timeZone: office.timeZone } : null,
      deskUsers: [...(await access.deskUsers(identity.cookiesOf(request).desk))],
      audience: principal.kind === 'nobody' ? null : principal.audience,
      version: parts.version,
      protocol: PROTOCOL_VERSION,
      epoch: live.epoch,
      demo: parts.demo,
    };
  };

  /** The desk's own cookie; one that is made now is only kept when somebody signs in. */
  const deskOf = (request: FastifyRequest): string => {
    const known = identity.cookiesOf(request).desk;
    return known !== undefined && /^[\w-]{43}$/.test(known) ? known : newToken();
  };
  const welcome = async (request: FastifyRequest, reply: FastifyReply, desk: string, signedIn: SignedIn) => {
    identity.keepSession(reply, signedIn.token);
    identity.keepDesk(reply, desk);
    const principal = await access.identify({ session: signedIn.token });
    const view = await viewOf(request, principal);
    return accept({ ...view, deskUsers: [...(await access.deskUsers(desk))] });
  };

  route(app, context, {
    method: 'GET',
    path: '/api/session',
    tag: 'access',
    summary: 'Who the caller is, and what stands before them',
    answer: sessionView,
    async handle({ request, reply, principal }) {
      const wall = identity.cookiesOf(request).wall;
      // A wall must outlive the longest cookie.
      if (principal.kind === 'wall' && wall !== undefined) identity.keepWall(reply, wall);
      return accept(await viewOf(request, principal));
    },
  });

  route(app, context, {
    method: 'POST',
    path: '/api/session',
    tag: 'access',
    summary: 'Sign in by password',
    perMinute: 30,
    body: signIn,
    answer: sessionView,
    async handle({ body, request, reply, principal }) {
      const desk = deskOf(request);
      const outcome = await access.signInByPassword(body, { desk: tokenHash(desk), from: request.ip }, principal);
      return outcome.ok ? welcome(request, reply, desk, outcome.value) : outcome;
    },
  });

  route(app, context, {
    method: 'POST',
    path: '/api/session/switch',
    tag: 'access',
    summary: 'Change the person at a shared desk by PIN',
    perMinute: 30,
    body: switchPerson,
    answer: sessionView,
    async handle({ body, request, reply, principal }) {
      const desk = deskOf(request);
      const outcome = await access.signInByPin(body, { desk: tokenHash(desk), from: request.ip }, principal);
      return outcome.ok ? welcome(request, reply, desk, outcome.value) : outcome;
    },
  });

  route(app, context, {
    method: 'DELETE',
    path: '/api/session',
    tag: 'access',
    summary: 'Sign out',
    answer: done,
    async handle({ reply, principal }) {
      await access.signOut(principal);
      identity.endSession(reply);
      return accept({ ok: true });
    },
  });

  route(app, context, {
    method: 'POST',
    path: '/api/session/pin',
    tag: 'access',
    summary: 'Set one’s own PIN',
    perMinute: 30,
    body: setPin,
    answer: done,
    async handle({ body, request, principal }) {
      if (principal.kind !== 'person') return refuse('not-allowed');
      const outcome = await access.setPin(principal, body.password, body.pin, request.ip);
      return outcome.ok ? accept({ ok: true }) : outcome;
    },
  });

  route(app, context, {
    method: 'POST',
    path: '/api/session/password',
    tag: 'access',
    summary: 'Change one’s own password; one’s other sessions end',
    perMinute: 30,
    body: changeOwnPassword,
    answer: done,
    async handle({ body, request, principal }) {
      if (principal.kind !== 'person') return refuse('not-allowed');
      const outcome = await access.changeOwnPassword(principal, body.password, body.next, request.ip);
      return outcome.ok ? accept({ ok: true }) : outcome;
    },
  });

  route(app, context, {
    method: 'POST',
    path: '/api/set-up',
    tag: 'access',
    summary: 'First-run set-up with the one-time link',
    perMinute: 20,
    body: setUp,
    answer: sessionView,
    async handle({ body, request, reply, principal }) {
      const outcome = await access.setUp.perform(body);
      if (!outcome.ok) return outcome;
      const desk = deskOf(request);
      const { login, password } = body.administrator;
      const entered = await access.signInByPassword(
        { login, password },
        { desk: tokenHash(desk), from: request.ip },
        principal,
      );
      return entered.ok ? welcome(request, reply, desk, entered.value) : entered;
    },
  });

  route(app, context, {
    method: 'GET',
    path: '/api/packs',
    tag: 'access',
    summary: 'The plan packs that can be adopted',
    answer: packList,
    async handle() {
      const found = await packs.list();
      return accept({ packs: found.flatMap(({ pack, load }) => (load.ok ? [packView(pack, load.plan)] : [])) });
    },
  });

  route(app, context, {
    method: 'POST',
    path: '/api/devices/request',
    tag: 'access',
    summary: 'A wall asks to be enrolled: a code to show, and a secret to claim its identity with',
    perMinute: 10,
    answer: deviceRequest,
    handle: () => access.devices.request(),
  });

  route(app, context, {
    method: 'POST',
    path: '/api/devices/claim',
    tag: 'access',
    summary: 'A wall asks whether it has been enrolled: 202 until then',
    perMinute: 240,
    body: claimDevice,
    answer: claimAnswer,
    async handle({ body, reply }) {
      const outcome = await access.devices.claim(body.secret);
      if (!outcome.ok) return outcome;
      if (outcome.value === undefined) {
        reply.code(202);
        return accept({ state: 'waiting' });
      }
      identity.keepWall(reply, outcome.value.token);
      return accept({ state: 'enrolled', device: outcome.value.device });
    },
  });
}

function stateOf(principal: Principal, pending: boolean): Pick<SessionView, 'state' | 'account' | 'device'> {
  switch (principal.kind) {
    case 'person': {
      const { id, name, login, hasPin } = principal.account;
      const roles = principal.roles.filter((role) => role !== 'nobody' && role !== 'wall');
      return { state: 'signed-in', account: { id, name, login, roles, hasPin } };
    }
    case 'visitor': {
      const roles = principal.roles.filter((role) => role !== 'nobody' && role !== 'wall');
      if (roles.length === 0) return { state: 'wall', device: { id: 'visitor', name: '演示 Demo' } };
      return {
        state: 'signed-in',
        account: { id: 'visitor', name: '演示 Demo', login: 'visitor', roles, hasPin: false },
      };
    }
    case 'wall':
      return { state: 'wall', device: principal.device };
    case 'nobody':
      return { state: pending ? 'set-up-needed' : 'anonymous' };
    default:
      return { state: 'anonymous' };
  }
}
