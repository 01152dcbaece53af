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
/** A line as the engine below sees it, before and beside every room. */
type Line = { readonly on: (name: 'packet' | 'close', heard: () => void) => void; readonly request: IncomingMessage };
type LiveSocket = Socket<ToServer, ToScreen, DefaultEventsMap, OfSocket>;

/** How often a screen may speak: a hello after each hole, and some patience with a bad line. */
const MESSAGES_PER_WINDOW = 20;
const WINDOW_MS: Millis = 10_000;
/** Packets of any kind from one line in a window: twice what may be said, for the answers to pings and the greeting of the protocol. */
const PACKETS_PER_WINDOW = 2 * MESSAGES_PER_WINDOW;
/** Screens that one person or one wall may have open at once; more than a desk has ever had. */
const SCREENS_AT_ONCE = 64;
const SESSIONS_CHECKED_EVERY: Millis = 15_000;
/** Packets that wait for a screen whose line is stuck; it is cut and comes back for the snapshot. */
const PACKETS_WAITING = 256;
/** Events that are sent to a screen that was away without asking whether its line takes them. */
const MISSED_AT_ONCE = 100;
const LARGEST_MESSAGE = 64 * 1024;
/** Nothing is heard of a dead screen for at most these two together. */
const PING_EVERY: Millis = 5_000;
const PONG_WITHIN: Millis = 5_000;
/** A screen that was told goodbye may read it and hang up; then the line is gone. */
const FAREWELL_WITHIN: Millis = 3_000;

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

  // Asking to be let in is no message of a socket yet, and each asking costs a look into the vault.
  io.engine.on('connection', (line: Line) => {
    let heard = 0;
    let since = performance.now();
    line.on('packet', () => {
      if (performance.now() - since > WINDOW_MS) {
        heard = 0;
        since = performance.now();
      }
      heard += 1;
      // Without a farewell: whoever floods would not answer it, and the line would stay for that.
      if (heard > PACKETS_PER_WINDOW) line.request.socket.destroy();
    });
    line.on('close', () => setTimeout(() => line.request.socket.destroy(), FAREWELL_WITHIN).unref());
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
  const waitingFor = (socket: LiveSocket): number => {
    const waiting: unknown = Reflect.get(socket.conn, 'writeBuffer');
    return Array.isArray(waiting) ? waiting.length : 0;
  };
  const hasTooMany = ({ data: { principal } }: LiveSocket): boolean => {
    const who = screenOwner(principal);
    let count = 0;
    for (const { data } of open) if (who !== undefined && screenOwner(data.principal) === who) count += 1;
    return count > SCREENS_AT_ONCE;
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
    // What is long is not sent twice to a line that has not taken what it was sent.
    if (missed.events.length > MISSED_AT_ONCE && waitingFor(socket) > 0) return cut(socket, 'slow');
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
      if (hasTooMany(socket)) {
        open.delete(socket);
        return void socket.disconnect(true);
      }
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
  const drillOf = (name: string) =>
    /^\/drill-[\w-]{1,80}$/.test(name) ? rooms.drills.room(name.slice('/drill-'.length)) : undefined;
  // By what exists, not by the form of the name: a namespace is made before anybody is asked who they are, and stays.
  serve(
    io.of((name, _, next) => next(null, drillOf(name) !== undefined)),
    drillOf,
  );

  const hostedOf = (name: string) => (name === '/' ? rooms.live : drillOf(name));

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
    for (const socket of open) if (waitingFor(socket) > PACKETS_WAITING) cut(socket, 'slow');
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

/** Whose screen it is; undefined for a visitor of the demonstration, who is nobody in particular. */
function screenOwner(principal: SignedIn): string | undefined {
  if (principal.kind === 'person') return principal.session.id;
  return principal.kind === 'wall' ? principal.device.id : undefined;
}

function beatOf(hosted: HostedRoom, feed: Feed): Beat {
  const { now, trusted } = hosted.room.time();
  return { position: feed.position(), serverTime: now, trusted };
}
