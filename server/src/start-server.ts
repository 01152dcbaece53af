import { readFileSync } from 'node:fs';
import { chmod, mkdir } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MINUTE, SECOND } from '@duty-room/shared/kernel/instant';
import { AUDIENCES } from '@duty-room/shared/protocol/live';
import { type Logger, pino } from 'pino';
import { z } from 'zod';
import { createAccess } from './access/access.ts';
import { handleRequests } from './access/console-request.ts';
import { createBeatFile } from './clock/beat-file.ts';
import type { BeatKeeper } from './clock/beat.ts';
import type { Clock } from './clock/clock.ts';
import { createSystemClock } from './clock/system-clock.ts';
import { createTimeSynchronisation, type ReadSynchronisation } from './clock/time-synchronisation.ts';
import type { Config } from './config.ts';
import { openDrills } from './drill/open-drills.ts';
import { openKurrentStore } from './event-store/kurrentdb/kurrent-store.ts';
import { createMemoryStore } from './event-store/memory/memory-store.ts';
import type { EventStore } from './event-store/port.ts';
import { openSqliteStore } from './event-store/sqlite/sqlite-store.ts';
import { type App, createApp } from './http/app.ts';
import { hostRoom } from './live/host-room.ts';
import type { DrillHost, HostedRoom } from './live/hosted-room.ts';
import { createRoom } from './room/create-room.ts';
import { createPackFiles, type Packs } from './room/packs.ts';
import { type Random, systemRandom } from './room/random.ts';
import type { Room } from './room/room.ts';
import { createMemoryVault } from './vault/memory-vault.ts';
import type { Vault } from './vault/port.ts';
import { openSqliteVault } from './vault/sqlite-vault.ts';

/** What tests and the demonstration put in another's place. What is given stays open when the server closes: it belongs to the giver. */
export type Overrides = {
  readonly store?: EventStore;
  readonly vault?: Vault;
  readonly clock?: Clock;
  readonly packs?: Packs;
  readonly random?: Random;
  readonly beats?: BeatKeeper;
  readonly readSynchronisation?: ReadSynchronisation;
  readonly logger?: Logger;
  /** The built screens; null for none. */
  readonly clientDir?: string | null;
  /** Opens the drills beside the live room. */
  readonly openDrills?: (parts: {
    readonly live: HostedRoom;
    readonly packs: Packs;
    readonly logger: Logger;
  }) => Promise<DrillHost>;
};

export type RunningServer = {
  /** `http://127.0.0.1:8080`, as a browser on this machine opens it. */
  readonly address: string;
  readonly port: number;
  readonly room: Room;
  /** For the one-time link; undefined once the office is set up. */
  readonly setUpToken: string | undefined;
  readonly registered: App['registered'];
  readonly close: () => Promise<void>;
};

const CONSOLE_READ_EVERY = SECOND;
const SESSIONS_SWEPT_EVERY = 10 * MINUTE;
const own = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Secrets, cookies and what is personal never reach a log line, whoever forgets to leave them out. */
export function createLogger(level: Config['logLevel']): Logger {
  const secret = [
    'password',
    'next',
    'pin',
    'token',
    'secret',
    'personal',
    'sealed',
    'cookie',
    'authorization',
    'body',
    'data',
  ];
  return pino(
    {
      level,
      base: null,
      redact: {
        paths: secret.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]).concat('req.headers', 'res.headers'),
        censor: '***',
      },
      serializers: {
        req: (request: { id?: unknown; method?: unknown; url?: unknown }) => ({
          id: request.id,
          method: request.method,
          // A search may hold a name.
          path: String(request.url).split('?')[0],
        }),
      },
    },
    // The address and the set-up link go to the other one, for people.
    pino.destination({ fd: 2, sync: true }),
  );
}

/**
 * Opens the log and the vault, starts the room, and listens. Rejects where one of them cannot be opened or the address is taken;
 * what was opened by then is closed again.
 */
export async function startServer(config: Config, overrides: Overrides = {}): Promise<RunningServer> {
  const logger = overrides.logger ?? createLogger(config.logLevel);
  /** What is open, the last first. */
  const undo: (() => Promise<unknown> | void)[] = [];
  const close = async (): Promise<void> => {
    for (let end = undo.pop(); end !== undefined; end = undo.pop()) {
      try {
        await end();
      } catch (err) {
        logger.error({ err }, 'something could not be closed');
      }
    }
  };
  try {
    return { ...(await open(config, overrides, logger, undo)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function open(
  config: Config,
  overrides: Overrides,
  logger: Logger,
  undo: (() => Promise<unknown> | void)[],
): Promise<Omit<RunningServer, 'close'>> {
  const inMemory = config.eventStore.kind === 'memory' || overrides.store !== undefined;
  if (!inMemory) await makePrivate(config.dataDir);
  const store = overrides.store ?? (await openStore(config));
  if (!overrides.store) undo.push(() => store.close());
  const vault = overrides.vault ?? openVault(config, inMemory);
  if (!overrides.vault) undo.push(() => vault.close());

  const packs = overrides.packs ?? createPackFiles([own('../../shared/plans'), join(config.dataDir, 'plans')]);
  const version = productVersion();
  const beats = overrides.beats ?? (inMemory ? undefined : createBeatFile(join(config.dataDir, 'beat.json')));
  const room = await createRoom({
    store,
    vault,
    packs,
    version,
    clock: overrides.clock ?? createSystemClock(),
    random: overrides.random ?? systemRandom,
    log: logger,
    readSynchronisation: overrides.readSynchronisation ?? createTimeSynchronisation(),
    ...(beats && { beats }),
  });
  undo.push(() => room.close());
  const live = hostRoom(room, store);
  undo.push(() => live.feeds.close());
  const drills = await (overrides.openDrills ?? openDrillsBeside(config, inMemory, room, version))({
    live,
    packs,
    logger,
  });
  undo.push(() => drills.close());

  let counted: (outcome: string) => void = () => undefined;
  const access = createAccess({
    room,
    secrets: vault.secrets,
    hasPack: async (pack) => (await packs.load(pack))?.ok === true,
    count: (outcome) => counted(outcome),
    onLost: (err) => logger.error({ err }, 'a refused sign-in could not be recorded'),
  });
  undo.push(() => access.settled());
  const setUpToken = config.demo ? undefined : await access.setUp.issue();
  const app = await createApp({
    config,
    rooms: { live, drills },
    access,
    packs,
    version,
    clientDir: overrides.clientDir === null ? undefined : (overrides.clientDir ?? own('../../client/dist')),
    logger,
    onSignIn: (listener) => (counted = listener),
  });
  undo.push(() => app.fastify.close());
  undo.push(() => app.gateway.close());

  undo.push(
    every(SESSIONS_SWEPT_EVERY, () => access.sessions.sweep(), logger),
    every(
      CONSOLE_READ_EVERY,
      () => (inMemory ? undefined : obeyConsole(config.dataDir, access.resetPassword, logger)),
      logger,
    ),
  );
  await app.fastify.listen({ host: config.host, port: config.port });
  // The first screen should not wait for the log to be read once more.
  for (const audience of AUDIENCES) void live.feeds.of(audience).catch(() => undefined);
  const port = portOf(app.fastify.server.address());
  return { address: addressFor(config, port), port, room, setUpToken, registered: app.registered };
}

function openDrillsBeside(config: Config, inMemory: boolean, room: Room, version: string) {
  const { demo } = config;
  const dataDir = inMemory ? null : config.dataDir;
  const now = () => room.time().now;
  return ({ live, packs, logger }: { readonly live: HostedRoom; readonly packs: Packs; readonly logger: Logger }) =>
    openDrills({ live, packs, log: logger, random: systemRandom, now, version, dataDir, demo });
}

/** The data folder is for the server's own user alone; one that the office made keeps its own permissions. */
async function makePrivate(folder: string): Promise<void> {
  const made = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (made !== undefined) await chmod(folder, 0o700);
}

async function openStore(config: Config): Promise<EventStore> {
  switch (config.eventStore.kind) {
    case 'memory':
      return createMemoryStore();
    case 'sqlite':
      return openSqliteStore({ file: join(config.dataDir, 'log.sqlite') });
    case 'kurrentdb':
      return openKurrentStore({ url: config.eventStore.url });
  }
}

function openVault(config: Config, inMemory: boolean): Vault {
  if (inMemory) return createMemoryVault();
  return openSqliteVault({ file: join(config.dataDir, 'vault.sqlite'), keyFile: join(config.dataDir, 'master.key') });
}

function productVersion(): string {
  return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(own('../package.json'), 'utf8'))).version;
}

/** Again and again, never twice at once. Returns what ends it. */
function every(interval: number, work: () => Promise<unknown> | undefined, logger: Logger): () => Promise<void> {
  let running: Promise<unknown> | undefined;
  const timer = setInterval(() => {
    running ??= work()
      ?.catch((err: unknown) => logger.error({ err }, 'upkeep failed'))
      .finally(() => (running = undefined));
  }, interval);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}

async function obeyConsole(
  dataDir: string,
  resetPassword: (login: string, hash: string) => Promise<boolean>,
  logger: Logger,
): Promise<void> {
  await handleRequests(dataDir, async ({ login, hash }) => {
    try {
      if (!(await resetPassword(login, hash))) return { done: false, why: 'unknown-login' };
      logger.warn('a password was reset from the console');
      return { done: true };
    } catch (err) {
      logger.error({ err }, 'a password could not be reset from the console');
      return { done: false, why: 'failed' };
    }
  });
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** As a browser opens it; an address that means "every network card" is not one to open. */
function addressFor({ host, tls }: Config, port: number): string {
  const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `${tls === undefined ? 'http' : 'https'}://${shown}:${port}`;
}
