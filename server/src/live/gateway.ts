import type { IncomingMessage, Server as HttpServer } from 'node:http';
import { isGranted, messageRights } from '@duty-room/shared/access/rights';
import type { Millis } from '@duty-room/shared/kernel/instant';
import {
  type Audience,
  BEAT_INTERVAL_MS,
  type Beat,
  type Goodbye,
  hello,
  PROTOCOL_VERSION,
} from '@duty-room/shared/protocol/live';
import { type DefaultEventsMap, type Namespace, Server, type Socket } from 'socket.io';
import type { Access, Principal } from '../access/access.ts';
import type { Feed, Frame } from './feed.ts';
import type { HostedRoom, RoomRegistry } from './hosted-room.ts';

type SignedIn = Exclude<Principal, { kind: 'nobody' }>;
type ToServer = { hello: (message: unknown) => void };
type ToScreen = { events: (frame: Frame) => void; beat: (beat: Beat) => void; goodbye: (message: Goodbye) => void };
type OfSocket = { principal: SignedIn; spoken: number };
type LiveServer = Server<ToServer, ToScreen, DefaultEventsMap, OfSocket>;
type LiveNamespace = Namespace<ToServer, ToScreen, DefaultEventsMap, OfSocket>;
type LiveSocket = Socket<ToServer, ToScreen, DefaultEventsMap, OfSocket>;

/** How often a screen may speak: a hello after each hole, and some patience with a bad line. */
const MESSAGES_PER_WINDOW = 20;
const WINDOW_MS: Millis = 10_000;
const SESSIONS_CHECKED_EVERY: Millis = 15_000;
/** Packets that wait for a screen whose line is stuck; it is cut and comes back for the snapshot. */
const PACKETS_WAITING = 256;
const LARGEST_MESSAGE = 64 * 1024;
/** Nothing is heard of a dead screen for at most these two together. */
const PING_EVERY: Millis = 5_000;
const PONG_WITHIN: Millis = 5_000;

/** What is listened to; the table of rights must name each. */
const MESSAGES = ['hello'] as const;

export type Gateway = ReturnType<typeof createGateway>;

/**
 * Carries each room's frames to the screens that may see them. A pipe, not a queue: what a screen missed it asks for by position.
 * The audience is the server's choice, from the session; a screen only says where it stands.
 */
export function createGateway(options: {
  readonly http: HttpServer;
  readonly rooms: RoomRegistry;
  readonly access: Access;
  readonly identify: (request: IncomingMessage) => Promise<Principal>;
  readonly isOwnOrigin: (request: IncomingMessage) => boolean;
  readonly onError: (error: unknown, what: string) => void;
}) {
  const { rooms, access, onError } = options;
  for (const name of MESSAGES)
    if (!Object.hasOwn(messageRights, name)) throw new Error(`The table of rights lacks the message ${name}`);
  const io: LiveServer = new Server(options.http, {
    path: '/live',
    transports: ['websocket'],
    pingInterval: PING_EVERY,
    pingTimeout: PONG_WITHIN,
    connectTimeout: PONG_WITHIN,
    maxHttpBufferSize: LARGEST_MESSAGE,
    serveClient: false,
    perMessageDeflate: false,
    // A page of another site may open a socket here with the person's cookies: only the Origin tells it from our own.
    allowRequest: (request, answer) => answer(null, options.isOwnOrigin(request)),
  });

  /** The open sockets of each room; a set of our own, because a namespace's list also holds those that are still being checked. */
  const open = new Set<LiveSocket>();
  const feedsOf = new Map<LiveNamespace, Map<Feed, () => void>>();

  const cut = (socket: LiveSocket, reason: Goodbye['reason']) => {
    open.delete(socket);
    socket.emit('goodbye', { reason });
    socket.disconnect(true);
  };
  /** Packets that wait for a line: the engine keeps that list to itself, and nothing else tells a stuck screen from a quiet one. */
  const isSlow = (socket: LiveSocket) => {
    const waiting: unknown = Reflect.get(socket.conn, 'writeBuffer');
    return Array.isArray(waiting) && waiting.length > PACKETS_WAITING;
  };

  /** Sends the feed's frames to the namespace from now on; once for each feed. */
  const carry = (namespace: LiveNamespace, feed: Feed) => {
    const known = feedsOf.get(namespace) ?? new Map<Feed, () => void>();
    feedsOf.set(namespace, known);
    if (known.has(feed)) return;
    known.set(
      feed,
      feed.listen((frame) => namespace.to(feed.audience).emit('events', frame)),
    );
  };

  const greet = async (socket: LiveSocket, hosted: HostedRoom, message: unknown): Promise<void> => {
    const said = hello.safeParse(message);
    const { principal } = socket.data;
    if (!said.success || !isGranted(messageRights['hello'], principal.roles, {})) return void socket.disconnect(true);
    if (said.data.protocol !== PROTOCOL_VERSION)
      return cut(socket, said.data.protocol < PROTOCOL_VERSION ? 'client-too-old' : 'server-too-old');
    if (said.data.epoch !== hosted.epoch) return cut(socket, 'epoch-changed');
    const feed = await hosted.feeds.of(principal.audience);
    if (!socket.connected) return;
    const missed = feed.since(said.data.position);
    if (!missed) return void socket.emit('goodbye', { reason: 'position-unknown' });
    // From here to the join nothing waits, so that no frame falls between what was missed and what comes.
    carry(socket.nsp, feed);
    socket.emit('events', missed);
    void socket.join(feed.audience);
    socket.emit('beat', beatOf(hosted, feed));
  };

  const handlers = { hello: greet } as const;

  const serve = (
    namespace: LiveNamespace | ReturnType<LiveServer['of']>,
    find: (name: string) => HostedRoom | undefined,
  ) => {
    /** Lets a screen in, or says in a word why not. */
    const admit = async (socket: LiveSocket): Promise<string | undefined> => {
      if (!find(socket.nsp.name)) return 'not-found';
      try {
        const principal = await options.identify(socket.request);
        if (principal.kind === 'nobody' || !isGranted(messageRights['hello'], principal.roles, {}))
          return 'not-signed-in';
        socket.data = { principal, spoken: 0 };
        return undefined;
      } catch (error) {
        onError(error, 'handshake');
        return 'unavailable';
      }
    };
    namespace.use((socket, next) => {
      const answered = async () => {
        const denied = await admit(socket);
        next(denied === undefined ? undefined : new Error(denied));
      };
      void answered();
    });
    namespace.on('connection', (socket) => {
      const hosted = find(socket.nsp.name);
      if (!hosted) return void socket.disconnect(true);
      open.add(socket);
      socket.on('disconnect', () => open.delete(socket));
      socket.use(([name], next) => {
        socket.data.spoken += 1;
        if (socket.data.spoken > MESSAGES_PER_WINDOW || !MESSAGES.some((known) => known === name))
          socket.disconnect(true);
        else next();
      });
      for (const name of MESSAGES)
        socket.on(name, (message: unknown) => {
          handlers[name](socket, hosted, message).catch((error: unknown) => {
            onError(error, name);
            socket.disconnect(true);
          });
        });
    });
  };
  serve(io.of('/'), () => rooms.live);
  serve(io.of(/^\/drill-[\w-]{1,80}$/), (name) => rooms.drills.room(name.slice('/drill-'.length)));

  const hostedOf = (name: string) => (name === '/' ? rooms.live : rooms.drills.room(name.slice('/drill-'.length)));

  const beats = setInterval(() => {
    for (const [namespace, feeds] of feedsOf) {
      const hosted = hostedOf(namespace.name);
      if (!hosted) {
        // The drill is over: its screens have nothing to wait for.
        for (const stop of feeds.values()) stop();
        feedsOf.delete(namespace);
        namespace.disconnectSockets(true);
        continue;
      }
      for (const feed of feeds.keys()) namespace.to(feed.audience).emit('beat', beatOf(hosted, feed));
    }
    for (const socket of open) if (isSlow(socket)) cut(socket, 'slow');
  }, BEAT_INTERVAL_MS);

  const windows = setInterval(() => {
    for (const socket of open) socket.data.spoken = 0;
  }, WINDOW_MS);

  const recheck = async (): Promise<void> => {
    for (const socket of open) {
      const { principal } = socket.data;
      const now = await access.stillThere(principal);
      if (!now || now.kind === 'nobody') cut(socket, principal.kind === 'wall' ? 'revoked' : 'signed-out');
      else if (now.kind !== principal.kind || now.audience !== principal.audience) cut(socket, 'signed-out');
      else socket.data.principal = now;
    }
  };
  const checks = setInterval(() => {
    recheck().catch((error: unknown) => onError(error, 'session check'));
  }, SESSIONS_CHECKED_EVERY);
  // A right that is taken away is gone at once, on whichever server it was taken.
  const unsubscribe = rooms.live.room.subscribe((events) => {
    // Every event is looked at: access learns from each what other servers ended.
    if (events.filter((event) => access.mayCut(event)).length > 0)
      recheck().catch((error: unknown) => onError(error, 'session check'));
  });

  return {
    /** Names of the messages that are listened to, for the walk through the table of rights. */
    messages: MESSAGES,
    count(audience: Audience): number {
      let count = 0;
      for (const socket of open) if (socket.data.principal.audience === audience) count += 1;
      return count;
    },
    isConnected(device: string): boolean {
      for (const { data } of open)
        if (data.principal.kind === 'wall' && data.principal.device.id === device) return true;
      return false;
    },
    recheck,
    close(): void {
      clearInterval(beats);
      clearInterval(windows);
      clearInterval(checks);
      unsubscribe();
      for (const feeds of feedsOf.values()) for (const stop of feeds.values()) stop();
      io.disconnectSockets(true);
      // The HTTP server is closed by whoever opened it.
      io.engine.close();
    },
  };
}

function beatOf(hosted: HostedRoom, feed: Feed): Beat {
  const { now, trusted } = hosted.room.time();
  return { position: feed.position(), serverTime: now, trusted };
}
