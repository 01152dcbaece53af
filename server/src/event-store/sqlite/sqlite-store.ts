import { mkdirSync } from 'node:fs';
import { dirname, resolve as absolute } from 'node:path';
import type { NewEvent, StoredEvent } from '@duty-room/shared/kernel/event';
import { checkAppend, decodeEvent, positionFrom } from '../envelope.ts';
import {
  type AppendResult,
  type EventStore,
  type ExpectedRevision,
  type Subscription,
  RevisionConflict,
  START,
  StoreUnavailable,
} from '../port.ts';
import { createSignal, followLog } from '../tail.ts';
import { faultOf } from './fault.ts';
import { lockLog } from './lock.ts';
import {
  type AppendReply,
  type AppendRequest,
  type BackupOptions,
  type FromBackup,
  type FromReader,
  type FromWriter,
  type LivePragmas,
  type Page,
  type ReadRequest,
  type ToReader,
  type ToWriter,
  type WriterOptions,
  ANY_REVISION,
  packAppends,
} from './messages.ts';
import { SAFE_SQLITE } from './schema.ts';
import { keepThread, startThread } from './thread.ts';

export type SqliteStore = EventStore & {
  /**
   * Writes a whole, checked copy of the log, as it is now, to a file that does not have to exist; appends go on meanwhile.
   * Who opens the copy as a log starts a new epoch. Resolves with the copy's last position once it is on the disk.
   */
  backup(to: string): Promise<{ readonly position: string }>;
  /** What the writing connection really runs with. */
  pragmas(): Promise<LivePragmas>;
  /** The most pages the log may grow to; beyond it appends are refused as `full`. */
  limitPages(pages: number): Promise<LivePragmas>;
};

export type SqliteOptions = {
  /** The log's file. Its folder is made where it is missing; `-wal`, `-shm` and `.lock` files appear beside it. */
  readonly file: string;
  /** The oldest SQLite that is trusted with a log. */
  readonly sqliteAtLeast?: string;
};

const PAGE = 500;
/** So many appends go to the writer at once, without waiting for the turn of the event loop to end. */
const EARLY = 16;
/** The events committed last stay at hand for the subscriptions, within these bounds. */
const TAIL_EVENTS = 4_096;
const TAIL_TEXT = 8_000_000;

// Taken now, so that a test with clocks moved by hand does not stop the log.
const soon = setImmediate;

type Waiting = {
  readonly expected: ExpectedRevision;
  readonly request: AppendRequest;
  readonly resolve: (result: AppendResult) => void;
  readonly reject: (reason: unknown) => void;
};

type Answer<T> = { readonly resolve: (value: T) => void; readonly reject: (reason: unknown) => void };

/**
 * The log in one SQLite file. One thread writes, committing what is queued as a group; another reads; this one only waits.
 * An append resolves after its commit has been synced to the disk. Rejects with `StoreUnavailable` where the file cannot be the log.
 */
export async function openSqliteStore(options: SqliteOptions): Promise<SqliteStore> {
  const file = absolute(options.file);
  makeFolder(file);
  const lock = lockLog(file);
  try {
    return await openLocked(file, options.sqliteAtLeast ?? SAFE_SQLITE, lock.release);
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function openLocked(file: string, sqliteAtLeast: string, release: () => void): Promise<SqliteStore> {
  const appends = new Map<number, Waiting>();
  const questions = new Map<number, Answer<LivePragmas>>();
  const pages = new Map<number, Answer<Page>>();
  const subscriptions = new Set<Subscription>();
  const moved = createSignal();
  const settled = createSignal();
  let outbox: AppendRequest[] = [];
  let sequence = 0;
  let head = 0;
  let tail: StoredEvent[] = [];
  let tailText = 0;
  let closing: Promise<void> | undefined;

  const writer = keepThread(async () => {
    const data: WriterOptions = { file, sqliteAtLeast };
    const thread = await startThread<ToWriter, FromWriter>({
      script: new URL('./writer.ts', import.meta.url),
      data,
      onMessage(message) {
        if (message.is === 'appended') return settle(message.fresh, message.others ?? []);
        questions.get(message.n)?.resolve(message.pragmas);
        questions.delete(message.n);
      },
      onLost(error) {
        writer.forget();
        rejectAll(appends, error);
        rejectAll(questions, error);
        settled.wake();
      },
    });
    // The last thread may have died between a commit and its answer: what it wrote is there now.
    head = thread.ready.head;
    tail = [];
    tailText = 0;
    moved.wake();
    return thread;
  });

  const reader = keepThread(() =>
    startThread<ToReader, FromReader>({
      script: new URL('./reader.ts', import.meta.url),
      data: { file },
      onMessage(message) {
        const asked = pages.get(message.n);
        pages.delete(message.n);
        if (message.is === 'page') asked?.resolve(message.page);
        else asked?.reject(new StoreUnavailable(message.fault.reason, message.fault.message));
      },
      onLost(error) {
        reader.forget();
        rejectAll(pages, error);
      },
    }),
  );

  const take = (n: number): Waiting | undefined => {
    const waiting = appends.get(n);
    appends.delete(n);
    return waiting;
  };

  const settle = (fresh: readonly number[], others: readonly AppendReply[]) => {
    for (let index = 0; index < fresh.length; index += 3) {
      const revision = fresh[index + 1] ?? 0;
      const position = fresh[index + 2] ?? 0;
      const waiting = take(fresh[index] ?? 0);
      if (waiting === undefined) continue;
      advance(waiting.request.stream, revision, position, waiting.request.bodies);
      waiting.resolve({ revision, position: positionFrom(position) });
    }
    for (const reply of others) {
      const waiting = take(reply.n);
      if (waiting === undefined) continue;
      switch (reply.is) {
        case 'done':
          waiting.resolve({ revision: reply.revision, position: positionFrom(reply.position) });
          break;
        case 'conflict':
          waiting.reject(new RevisionConflict(waiting.request.stream, waiting.expected, reply.actual));
          break;
        case 'foreign':
          waiting.reject(new TypeError(`Event id ${reply.id} is already used in ${reply.stream}`));
          break;
        case 'fault':
          waiting.reject(new StoreUnavailable(reply.fault.reason, reply.fault.message));
      }
    }
    moved.wake();
    settled.wake();
  };

  const advance = (stream: string, revision: number, position: number, bodies: readonly string[]) => {
    head = position;
    if (subscriptions.size === 0 || tail.length > TAIL_EVENTS || tailText > TAIL_TEXT) {
      tail = [];
      tailText = 0;
    }
    if (subscriptions.size === 0) return;
    bodies.forEach((body, index) => {
      const behind = bodies.length - 1 - index;
      tail.push(decodeEvent(positionFrom(position - behind), stream, revision - behind, body));
      tailText += body.length;
    });
  };

  /** What was asked for in this turn of the event loop goes to the writer as one message. */
  const flush = () => {
    if (outbox.length === 0) return;
    const thread = writer.now();
    if (thread !== undefined) {
      const batch = outbox;
      outbox = [];
      thread.post(packAppends(batch));
      return;
    }
    writer.get().then(flush, (error: unknown) => {
      outbox = [];
      rejectAll(appends, error);
      settled.wake();
    });
  };

  const append = (stream: string, expected: ExpectedRevision, events: readonly NewEvent[]) =>
    new Promise<AppendResult>((resolve, reject) => {
      refuseClosed();
      const { ids, bodies } = checkAppend(stream, expected, events);
      sequence += 1;
      const request = { n: sequence, stream, expected: revisionOf(expected), ids, bodies };
      appends.set(request.n, { expected, request, resolve, reject });
      const queued = outbox.push(request);
      if (queued === 1) soon(flush);
      // Under load the writer starts on the first of them while the rest is still being prepared here.
      else if (queued === EARLY && writer.now() !== undefined) flush();
    });

  const refuseClosed = () => {
    if (closing !== undefined) throw new StoreUnavailable('closed', `${file} is closed`);
  };

  const ask = async (question: { is: 'pragmas' } | { is: 'quota'; pages: number }): Promise<LivePragmas> => {
    refuseClosed();
    const thread = await writer.get();
    return new Promise((resolve, reject) => {
      sequence += 1;
      questions.set(sequence, { resolve, reject });
      thread.post({ ...question, n: sequence });
    });
  };

  type PageOf =
    | { is: 'all'; after: number; limit: number }
    | { is: 'stream'; stream: string; after: number; limit: number };
  const readPage = async (wanted: PageOf): Promise<Page> => {
    refuseClosed();
    const thread = await reader.get();
    return new Promise((resolve, reject) => {
      sequence += 1;
      pages.set(sequence, { resolve, reject });
      const request: ReadRequest = { ...wanted, n: sequence };
      thread.post(request);
    });
  };

  /** Reads on until the end or the limit, one page ahead of its consumer. */
  async function* read(from: PageOf, limit: number): AsyncGenerator<StoredEvent> {
    let left = limit;
    let wanted = { ...from, limit: Math.min(PAGE, left) };
    let coming = left > 0 ? readPage(wanted) : undefined;
    while (coming !== undefined) {
      const page = await coming;
      const lastPlace = (from.is === 'all' ? page.positions : page.revisions).at(-1);
      left -= page.positions.length;
      coming = undefined;
      if (!page.end && left > 0 && lastPlace !== undefined) {
        wanted = { ...wanted, after: lastPlace, limit: Math.min(PAGE, left) };
        coming = readPage(wanted);
        // A consumer that stops here leaves this page unread; its failure is then nobody's business.
        coming.catch(() => undefined);
      }
      yield* eventsOf(page);
    }
  }

  const subscribePage = (after: string): readonly StoredEvent[] | Promise<readonly StoredEvent[]> => {
    const place = Number(after);
    const index = place - (head - tail.length);
    if (index >= 0) return tail.slice(index, index + PAGE);
    return readPage({ is: 'all', after: place, limit: PAGE }).then((page) => [...eventsOf(page)]);
  };

  const close = async () => {
    while (appends.size > 0) await settled.next();
    await Promise.all([...subscriptions].map((subscription) => subscription.close()));
    const gone = new StoreUnavailable('closed', `${file} is closed`);
    await reader.now()?.stop({ is: 'close' });
    rejectAll(pages, gone);
    await writer.now()?.stop({ is: 'close' });
    rejectAll(questions, gone);
    release();
  };

  const starting = [writer.get(), reader.get()] as const;
  const epoch = await Promise.all(starting).then(
    ([{ ready }]) => ready.epoch,
    async (error: unknown) => {
      await Promise.allSettled(starting);
      await Promise.all([writer.now()?.stop({ is: 'close' }), reader.now()?.stop({ is: 'close' })]);
      throw error;
    },
  );

  return {
    epoch,
    append,
    readStream: (stream, { after = -1, limit = Infinity } = {}) => read({ is: 'stream', stream, after, limit }, limit),
    readAll: ({ after = START, limit = Infinity } = {}) => read({ is: 'all', after: Number(after), limit }, limit),
    async head() {
      refuseClosed();
      return positionFrom(head);
    },
    async subscribe(after, handlers) {
      refuseClosed();
      const subscription = followLog({ head: () => positionFrom(head), page: subscribePage, moved }, after, handlers);
      subscriptions.add(subscription);
      return {
        async close() {
          await subscription.close();
          subscriptions.delete(subscription);
        },
      };
    },
    async backup(to) {
      refuseClosed();
      const data: BackupOptions = { file, to: absolute(to) };
      makeFolder(data.to);
      const { ready } = await startThread<never, FromBackup>({
        script: new URL('./backup.ts', import.meta.url),
        data,
        onMessage: () => undefined,
        onLost: () => undefined,
      });
      return { position: positionFrom(ready.head) };
    },
    pragmas: () => ask({ is: 'pragmas' }),
    limitPages: (pages) => ask({ is: 'quota', pages }),
    close: () => (closing ??= close()),
  };
}

function* eventsOf({ positions, streams, revisions, bodies }: Page): Generator<StoredEvent> {
  for (let row = 0; row < positions.length; row += 1) {
    yield decodeEvent(positionFrom(positions[row] ?? 0), streams[row] ?? '', revisions[row] ?? 0, bodies[row] ?? '');
  }
}

function revisionOf(expected: ExpectedRevision): number {
  if (expected === 'any') return ANY_REVISION;
  return expected === 'none' ? -1 : expected;
}

function rejectAll<T extends { readonly reject: (reason: unknown) => void }>(
  waiting: Map<number, T>,
  reason: unknown,
): void {
  for (const { reject } of waiting.values()) reject(reason);
  waiting.clear();
}

function makeFolder(file: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
  } catch (error) {
    const { reason, message } = faultOf(error, file);
    throw new StoreUnavailable(reason, message, { cause: error });
  }
}
