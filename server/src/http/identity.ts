import type { IncomingMessage } from 'node:http';
import type { Millis } from '@duty-room/shared/kernel/instant';
import { DAY } from '@duty-room/shared/kernel/instant';
import fastifyCookie from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Access, type Cookies, NOBODY, type Principal } from '../access/access.ts';
import { LONGEST_SESSION } from '../access/sessions.ts';

const SESSION = 'duty_room_session';
const WALL = 'duty_room_wall';
const DESK = 'duty_room_desk';
/** The longest that browsers keep a cookie; a wall renews it whenever it loads. */
const LONGEST_COOKIE: Millis = 400 * DAY;

export type Identity = ReturnType<typeof createIdentity>;

/** Cookies, origins and addresses: what a request says of who sent it. */
export function createIdentity(options: {
  readonly access: Access;
  readonly demo: boolean;
  /** Whether browsers reach this server itself over TLS. */
  readonly secure: boolean;
  readonly trusts: (address: string | undefined) => boolean;
}) {
  const { access, demo, secure } = options;
  const cookiesOf = (header: string | undefined): Cookies => {
    const all = fastifyCookie.parse((header ?? '').slice(0, 8192));
    return { session: all[SESSION], wall: all[WALL], desk: all[DESK] };
  };

  const isLocal = (request: IncomingMessage): boolean => {
    const address = (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
    const { forwarded, via } = request.headers;
    const proxied = forwarded ?? via ?? request.headers['x-forwarded-for'] ?? request.headers['x-real-ip'];
    return (address === '::1' || address.startsWith('127.')) && proxied === undefined;
  };
  /** Whether the request comes from this machine itself, through no proxy: also its address bar says so (no rebound name). */
  const isOwnMachine = (request: IncomingMessage): boolean =>
    isLocal(request) && /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i.test(request.headers.host ?? '');

  /** What a proxy that is trusted says of the browser's own request. */
  const forwarded = (request: IncomingMessage, name: 'x-forwarded-host' | 'x-forwarded-proto'): string | undefined => {
    const said = options.trusts(request.socket.remoteAddress) ? request.headers[name] : undefined;
    return typeof said === 'string' ? (said.split(',')[0] ?? '').trim().toLowerCase() : undefined;
  };
  const hostOf = (request: IncomingMessage): string =>
    forwarded(request, 'x-forwarded-host') ?? (request.headers.host ?? '').toLowerCase();
  /** On a secure line only a secure page is our own: what came to the browser in the clear anybody may have written. */
  const isSecure = (request: IncomingMessage): boolean => secure || forwarded(request, 'x-forwarded-proto') === 'https';

  const identify = async (request: IncomingMessage): Promise<Principal> => {
    const principal = await access.identify(cookiesOf(request.headers.cookie));
    if (!demo || principal.kind !== 'nobody') return principal;
    // A page elsewhere whose name was turned to this machine must not read what the machine may.
    if (isLocal(request) && !isOwnMachine(request)) return NOBODY;
    // The demonstration has no accounts: whoever sits at the machine may act, everybody else may look.
    const roles = isOwnMachine(request) ? (['officer', 'leader', 'command', 'auditor'] as const) : (['wall'] as const);
    return { kind: 'visitor', roles, account: { id: 'visitor' }, audience: roles[0] === 'wall' ? 'wall' : 'desk' };
  };

  return {
    identify,
    isOwnMachine,
    hostOf,
    cookiesOf: (request: FastifyRequest) => cookiesOf(request.headers.cookie),
    /**
     * Whether the request was made by a page of our own. Browsers name the origin on every socket and on every request that changes
     * something; a program names none, and has no cookies that it does not know of.
     */
    isOwnOrigin(request: IncomingMessage): boolean {
      const { origin } = request.headers;
      const site = request.headers['sec-fetch-site'];
      if (origin === undefined) return site === undefined || site === 'same-origin' || site === 'none';
      const url = URL.parse(origin);
      if (url === null || url.host !== hostOf(request)) return false;
      return url.protocol === 'https:' || (url.protocol === 'http:' && !isSecure(request));
    },
    keepSession(reply: FastifyReply, token: string): void {
      reply.setCookie(SESSION, token, attributes(reply, LONGEST_SESSION));
    },
    endSession(reply: FastifyReply): void {
      reply.clearCookie(SESSION, attributes(reply, 0));
    },
    keepDesk(reply: FastifyReply, token: string): void {
      reply.setCookie(DESK, token, attributes(reply, LONGEST_COOKIE));
    },
    keepWall(reply: FastifyReply, token: string): void {
      reply.setCookie(WALL, token, attributes(reply, LONGEST_COOKIE));
    },
  };
}

function attributes(reply: FastifyReply, age: Millis) {
  return {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure: reply.request.protocol === 'https',
    maxAge: Math.floor(age / 1000),
  } as const;
}

export { NOBODY };
