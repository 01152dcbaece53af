import { mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore } from '@duty-room/server/event-store/sqlite/sqlite-store';
import type { NewEvent } from '@duty-room/shared/kernel/event';
import Database from 'better-sqlite3';
import { quantile } from './quantile.ts';

/** Appends in one run: how many a second, and how long one took (ms). */
export type Run = { readonly perSecond: number; readonly p50: number; readonly p99: number };

export type StoreBench = {
  /** The file system that the figures were measured on: on a RAM disk syncing is free and they say nothing. */
  readonly fileSystem: string;
  readonly writers: readonly {
    readonly writers: number;
    readonly store: Run;
    /** The driver alone on the main thread, same rows, same durability, committing all that its writers have queued as one group. */
    readonly bare: Run;
    /** Appends/s of the store over those of the bare driver. */
    readonly throughputRatio: number;
    readonly p99Ratio: number;
  }[];
  /** Events a second through `readAll`, parsed. */
  readonly readPerSecond: number;
};

/** Appends of one turn, by number of writers. Short turns, so that what else the machine does falls on both alike. */
const TURN = new Map([
  [1, 500],
  [64, 1_600],
]);
const TURNS = 16;
const WARM_UP_TURNS = 4;

/** Measures the SQLite log beside the bare driver, turn about, in one folder. */
export async function benchStore(folder: string = tmpdir()): Promise<StoreBench> {
  const directory = await mkdtemp(join(folder, 'duty-room-bench-'));
  const store = await openSqliteStore({ file: join(directory, 'store.sqlite') });
  const bare = openBare(join(directory, 'bare.sqlite'));
  try {
    const writers = [];
    for (const [count, appends] of TURN) {
      const turns = { store: new Array<Turn>(), bare: new Array<Turn>() };
      for (let turn = 0; turn < WARM_UP_TURNS + TURNS; turn += 1) {
        const prefix = `${count}-${turn}`;
        const ofStore = () =>
          measure(count, appends, prefix, (stream, revision, event) => store.append(stream, revision - 1, [event]));
        const ofBare = () => measure(count, appends, prefix, bare.append);
        // Who comes first finds the disk busy with what the last one left behind: first the one, then the other.
        const first = turn % 2 === 0 ? await ofStore() : undefined;
        const bareTurn = await ofBare();
        const storeTurn = first ?? (await ofStore());
        if (turn < WARM_UP_TURNS) continue;
        turns.store.push(storeTurn);
        turns.bare.push(bareTurn);
      }
      const [storeRun, bareRun] = [runOf(turns.store), runOf(turns.bare)];
      writers.push({
        writers: count,
        store: storeRun,
        bare: bareRun,
        throughputRatio: storeRun.perSecond / bareRun.perSecond,
        p99Ratio: storeRun.p99 / bareRun.p99,
      });
    }
    const readFrom = performance.now();
    let read = 0;
    for await (const _event of store.readAll()) read += 1;
    const readPerSecond = (read / (performance.now() - readFrom)) * 1_000;
    return { fileSystem: `type 0x${(await statfs(directory)).type.toString(16)}`, writers, readPerSecond };
  } finally {
    bare.close();
    await store.close();
    await rm(directory, { recursive: true, force: true });
  }
}

/** The figures as lines for a person. */
export function storeBenchLines({ fileSystem, writers, readPerSecond }: StoreBench): string[] {
  const run = ({ perSecond, p50, p99 }: Run) =>
    `${perSecond.toFixed(0)}/s p50 ${p50.toFixed(2)} ms p99 ${p99.toFixed(2)} ms`;
  return [
    `event store on SQLite, synchronous=FULL, file system ${fileSystem}`,
    ...writers.map(
      ({ writers: count, store, bare, throughputRatio, p99Ratio }) =>
        `${count} writer(s): ${run(store)} | bare driver ${run(bare)} | appends/s ${throughputRatio.toFixed(2)}x, p99 ${p99Ratio.toFixed(2)}x`,
    ),
    `read all: ${readPerSecond.toFixed(0)} events/s`,
  ];
}

/** How long the turn and each append in it took (ms). */
type Turn = { readonly took: number; readonly times: readonly number[] };

type Append = (stream: string, revision: number, event: NewEvent) => Promise<unknown>;

async function measure(writers: number, appends: number, prefix: string, append: Append): Promise<Turn> {
  const times: number[] = [];
  const start = performance.now();
  await Promise.all(
    Array.from({ length: writers }, async (_, writer) => {
      for (let revision = 0; revision < appends / writers; revision += 1) {
        const stream = `bench-${prefix}-${writer}`;
        const event = benchEvent(`${stream}-${revision}`, revision);
        const before = performance.now();
        await append(stream, revision, event);
        times.push(performance.now() - before);
      }
    }),
  );
  return { took: performance.now() - start, times };
}

function runOf(turns: readonly Turn[]): Run {
  const times = turns.flatMap((turn) => turn.times);
  const took = turns.reduce((sum, turn) => sum + turn.took, 0);
  return { perSecond: (times.length / took) * 1_000, p50: quantile(times, 0.5), p99: quantile(times, 0.99) };
}

function benchEvent(id: string, n: number): NewEvent {
  return {
    id,
    type: 'log-entry-made',
    schemaVersion: 1,
    occurredAt: 1_767_225_600_000 + n,
    recordedAt: 1_767_225_600_000 + n,
    actor: 'account-1',
    correlationId: id,
    causationId: id,
    commandKey: id,
    data: {
      entry: n,
      text: 'Pump 3 of the north heat exchange station runs again; pressure 0.42 MPa, return 48 degrees.',
    },
  };
}

/** What the driver can do at best: no checks, no second thread, one commit for all that is queued in a turn. */
function openBare(file: string): { append: Append; close: () => void } {
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec(`CREATE TABLE events (
    position INTEGER PRIMARY KEY, stream TEXT NOT NULL, revision INTEGER NOT NULL, id TEXT NOT NULL UNIQUE, body TEXT NOT NULL,
    UNIQUE (stream, revision)) STRICT`);
  const insert = db.prepare('INSERT INTO events (stream, revision, id, body) VALUES (?, ?, ?, ?)');
  let queue: { stream: string; revision: number; event: NewEvent; done: () => void }[] = [];
  const writeAll = db.transaction((group: typeof queue) => {
    for (const { stream, revision, event } of group) insert.run(stream, revision, event.id, JSON.stringify(event));
  });
  const flush = () => {
    const group = queue;
    queue = [];
    writeAll.immediate(group);
    for (const { done } of group) done();
  };
  return {
    append: (stream, revision, event) =>
      new Promise((done) => {
        if (queue.push({ stream, revision, event, done: () => done(undefined) }) === 1) setImmediate(flush);
      }),
    close: () => db.close(),
  };
}
