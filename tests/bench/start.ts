import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { openSqliteStore } from '@duty-room/server/event-store/sqlite/sqlite-store';
import type { NewEvent } from '@duty-room/shared/kernel/event';
import { MINUTE } from '@duty-room/shared/kernel/instant';
import type { Browser } from '../support/office.ts';
import { startServerProcess } from '../support/server-process.ts';
import { writeNights } from './night.ts';
import { setUpOffice } from './office.ts';
import { quantile } from './quantile.ts';

export type StartBench = {
  readonly events: number;
  /** ms from the start of the process on a log of so many events until `/health/ready` says so; no other state is kept. */
  readonly coldMs: number;
  /** The same on that log after kill -9 with appends in flight. */
  readonly restart: { readonly median: number; readonly max: number; readonly times: readonly number[] };
  /** The same on the log of a small office. */
  readonly small: { readonly median: number; readonly max: number };
};

const INCIDENTS = 5_000;
const ORDERS = 16;
const KILLS = 5;
const WRITERS = 8;
const WRITE_FOR_MS = 300;

/** Starts and kills the real program. */
export async function benchStart(folder: string = tmpdir()): Promise<StartBench> {
  const dataDir = await mkdtemp(join(folder, 'duty-room-bench-'));
  const smallDir = await mkdtemp(join(folder, 'duty-room-bench-'));
  try {
    const events = await writeLog(join(dataDir, 'log.sqlite'));
    const { first, again } = await startAndKill(dataDir);
    const small = await startAndKill(smallDir);
    return { events, coldMs: first, restart: { ...spread(again), times: again }, small: spread(small.again) };
  } finally {
    for (const one of [dataDir, smallDir]) await rm(one, { recursive: true, force: true });
  }
}

async function writeLog(file: string): Promise<number> {
  const store = await openSqliteStore({ file });
  let count = 0;
  let stream = '';
  let batch: NewEvent[] = [];
  let pending: Promise<unknown>[] = [];
  const flush = async () => {
    if (batch.length === 0) return;
    pending.push(store.append(stream, 'none', batch));
    count += batch.length;
    batch = [];
    if (pending.length < 64) return;
    await Promise.all(pending);
    pending = [];
  };
  // All of it lies in the past, as a log does.
  const from = Date.now() - (INCIDENTS + 10) * MINUTE;
  for (const written of writeNights({ from, incidents: INCIDENTS, orders: ORDERS, closed: true })) {
    if (written.stream !== stream) await flush();
    stream = written.stream;
    batch.push(written.event);
  }
  await flush();
  await Promise.all(pending);
  await store.close();
  return count;
}

async function startAndKill(dataDir: string): Promise<{ readonly first: number; readonly again: readonly number[] }> {
  let server = await startServerProcess({ dataDir });
  try {
    const first = server.readyAfterMs;
    if (server.setUpToken === undefined) throw new Error('The office is set up already');
    const officer = await setUpOffice(server.address, server.setUpToken);
    const again: number[] = [];
    for (let kill = 0; kill < KILLS; kill += 1) {
      const writing = Array.from({ length: WRITERS }, () => writeUntilGone(officer));
      await after(WRITE_FOR_MS);
      await server.kill();
      await Promise.all(writing);
      server = await startServerProcess({ dataDir });
      officer.server = server.address;
      again.push(server.readyAfterMs);
    }
    return { first, again };
  } finally {
    await server.kill();
  }
}

/** Keeps an append in flight until the server is gone. */
async function writeUntilGone(officer: Browser): Promise<void> {
  const send = (name: string, data: object) => officer.command(name, data).catch(() => undefined);
  const under = [{ plan: 'heating', class: 'accident' }];
  const reported = await send('incident.report', { title: 'Bench', under });
  const incident = String(reported?.json?.stream).replace('incident-', '');
  for (let answer = reported; answer !== undefined;) {
    if (answer.status !== 200) throw new Error(answer.text);
    answer = await send('incident.note', { incident, personal: { text: 'bench' } });
  }
}

const spread = (times: readonly number[]) => ({ median: quantile(times, 0.5), max: Math.max(...times) });
