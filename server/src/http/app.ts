import { randomUUID } from 'node:crypto';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { Circumstances } from '@duty-room/shared/access/rights';
import type { Audience } from '@duty-room/shared/protocol/live';
import fastifyCompress from '@fastify/compress';
import fastifyCookie from '@fastify/cookie';
import fastifyHelmet from '@fastify/helmet';
import fastifyRateLimit from '@fastify/rate-limit';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyRequest, LogController } from 'fastify';
import type { Access } from '../access/access.ts';
import type { Config } from '../config.ts';
import { createGateway, type Gateway } from '../live/gateway.ts';
import type { RoomRegistry } from '../live/hosted-room.ts';
import type { Packs } from '../room/packs.ts';
import { adminRoutes } from './admin-routes.ts';
import { drillRoutes } from './drill-routes.ts';
import { healthRoutes } from './health-routes.ts';
import { createIdentity, NOBODY } from './identity.ts';
import { createMetrics } from './metrics.ts';
import { openApi } from './openapi.ts';
import { answerError, sendProblem } from './problems.ts';
import { grantsOf, type RegisteredRoute } from './rights.ts';
import { createTrust } from './proxies.ts';
import { roomRoutes } from './room-routes.ts';
import type { RouteContext } from './route.ts';
import { sessionRoutes } from './session-routes.ts';
import { staticClient } from './static-client.ts';

const BODY_LIMIT = 64 * 1024;
/** From one desk or address in a minute: several times what a flood of events makes a person send. */
const REQUESTS_PER_MINUTE = 1_200;
const ANSWER_WITHIN_MS = 30_000;
const UNSAFE = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);
const HSTS_SECONDS = 180 * 24 * 3600;

export type App = {
  readonly fastify: FastifyInstance;
  readonly gateway: Gateway;
  /** Every route and message that is really there, for the walk through the table of rights. */
  readonly registered: { readonly routes: readonly RegisteredRoute[]; readonly messages: readonly string[] };
};

/** The whole network side of the server, ready to listen. Throws where a route or message is not in the table of rights. */
export async function createApp(options: {
  readonly config: Config;
  readonly rooms: RoomRegistry;
  readonly access: Access;
  readonly packs: Packs;
  readonly version: string;
  readonly clientDir: string | undefined;
  readonly logger: FastifyBaseLogger;
  readonly onSignIn: (listener: (outcome: string) => void) => void;
}): Promise<App> {
  const { config, rooms, access } = options;
  const routes: RegisteredRoute[] = [];
  /** Opened when the routes stand, because it needs their server. */
  const later: { gateway?: Gateway } = {};
  const screens = (audience: Audience) => later.gateway?.count(audience) ?? 0;
  const metrics = createMetrics({
    screens,
    openIncidents: () =>
      Object.values(rooms.live.room.board().incidents).filter((one) => one.endedAt === undefined).length,
  });
  options.onSignIn(metrics.signIn);

  const fastify: FastifyInstance = Fastify({
    loggerInstance: options.logger,
    // Each request would be two lines a time at every screen's turn; what matters is logged where it happens.
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    bodyLimit: BODY_LIMIT,
    trustProxy: trustFor(config.trustProxy),
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 100 },
    serverFactory: (handler) => serverFor(config, handler),
  });
  const timeZone = () => rooms.live.room.board().office.timeZone || undefined;
  const identity = createIdentity({
    access,
    demo: config.demo,
    secure: config.tls !== undefined,
    trusts: createTrust(config.trustProxy),
  });

  fastify.addHook('onRoute', ({ method, url }) => {
    for (const verb of [method].flat()) {
      const route = { method: verb, url };
      if (grantsOf(route) === undefined) throw new Error(`The table of rights lacks ${verb} ${url}`);
      routes.push(route);
    }
  });
  // What was sent is checked by the routes themselves, with the caller's language at hand.
  fastify.setValidatorCompiler(() => () => true);
  fastify.setSerializerCompiler(() => (data) => JSON.stringify(data));
  fastify.setErrorHandler((error, request, reply) => answerError(error, request, reply, timeZone()));

  await fastify.register(fastifyCookie);
  await fastify.register(fastifyHelmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'", (request) => socketSource(identity.hostOf(request), config.tls !== undefined)],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        objectSrc: ["'none'"],
      },
    },
    strictTransportSecurity: config.tls === undefined ? false : { maxAge: HSTS_SECONDS, includeSubDomains: false },
    referrerPolicy: { policy: 'no-referrer' },
    crossOriginEmbedderPolicy: false,
  });
  await fastify.register(fastifyCompress, { global: true, threshold: 1024, encodings: ['gzip'] });

  fastify.decorateRequest('principal');
  fastify.addHook('onRequest', async (request, reply) => {
    request.principal = NOBODY;
    if (UNSAFE.has(request.method) && !identity.isOwnOrigin(request.raw))
      return sendProblem(reply, { code: 'wrong-origin' }, timeZone());
    request.principal = await identity.identify(request.raw);
  });
  await fastify.register(fastifyRateLimit, {
    global: true,
    hook: 'onRequest',
    max: (request) => request.routeOptions.config.perMinute ?? REQUESTS_PER_MINUTE,
    timeWindow: '1 minute',
    keyGenerator: callerKey,
    errorResponseBuilder: (_, { ttl }) => new TooManyRequests(ttl),
  });
  fastify.addHook('onResponse', async (request, reply) => {
    metrics.request(request.routeOptions.url ?? 'none', request.method, reply.statusCode, reply.elapsedTime / 1000);
  });

  const context: RouteContext = {
    timeZone,
    circumstances: (request): Circumstances => ({
      setUpPending: !config.demo && access.setUp.isPending(),
      ownMachine: identity.isOwnMachine(request.raw),
    }),
  };
  await openApi(fastify, options.version);
  sessionRoutes(fastify, context, { ...options, identity, live: rooms.live, demo: config.demo });
  roomRoutes(fastify, context, '/api', () => rooms.live, metrics);
  roomRoutes(
    fastify,
    context,
    '/api/drills/:drill',
    (drill) => (drill === undefined ? undefined : rooms.drills.room(drill)),
    metrics,
  );
  drillRoutes(fastify, context, rooms.drills);
  const theGateway = (): Gateway => {
    if (!later.gateway) throw new Error('The live gateway is not open yet');
    return later.gateway;
  };
  adminRoutes(fastify, context, { access, room: rooms.live.room, gateway: theGateway });
  healthRoutes(fastify, context, {
    room: rooms.live.room,
    dataDir: config.eventStore.kind === 'memory' ? undefined : config.dataDir,
    metrics,
  });
  await staticClient(fastify, options.clientDir);
  await fastify.ready();

  const gateway = createGateway({
    http: fastify.server,
    rooms,
    access,
    identify: identity.identify,
    isOwnOrigin: identity.isOwnOrigin,
    onError: (err, what) => options.logger.error({ err }, `live: ${what}`),
  });
  later.gateway = gateway;
  return { fastify, gateway, registered: { routes, messages: gateway.messages } };
}

/** Whom to believe what they say of the caller's address: nobody, so many proxies before us, or these addresses. */
function trustFor(trust: Config['trustProxy']) {
  if (trust === false) return false;
  return typeof trust === 'number' ? (_: string, hop: number) => hop < trust : [...trust];
}

/** Plain or secure; a connection that says nothing does not stay. */
function serverFor(config: Config, handler: RequestListener): Server {
  const limits = {
    requestTimeout: ANSWER_WITHIN_MS,
    headersTimeout: ANSWER_WITHIN_MS / 2,
    connectionsCheckingInterval: 5_000,
  };
  if (config.tls === undefined) return createServer(limits, handler);
  const { cert, key } = config.tls;
  const handshakeTimeout = ANSWER_WITHIN_MS / 2;
  return createSecureServer({ ...limits, handshakeTimeout, cert, key, minVersion: 'TLSv1.2' }, handler);
}

/** Older browsers do not count a socket of the same host as 'self'. The host is the caller's word, so only its plain form is repeated. */
function socketSource(host: string, secure: boolean): string {
  return /^[\w.-]+(:\d{1,5})?$|^\[[\da-f:]+\](:\d{1,5})?$/i.test(host)
    ? `${secure ? 'wss' : 'ws'}://${host}`
    : "'self'";
}

/** Desks behind one proxy must not use up each other's share. */
function callerKey(request: FastifyRequest): string {
  const { principal } = request;
  if (request.routeOptions.config.perMinute !== undefined) return `${request.routeOptions.url} ${request.ip}`;
  if (principal.kind === 'person') return principal.session.id;
  return principal.kind === 'wall' ? principal.device.id : request.ip;
}

class TooManyRequests extends Error {
  override readonly name = 'TooManyRequests';
  readonly statusCode = 429;
  readonly wait: number;
  constructor(wait: number) {
    super('Too many requests');
    this.wait = wait;
  }
}
