import { createTicker } from '@duty-room/server/clock/ticker';
import { HOUR } from '@duty-room/shared/kernel/instant';
import { derivedNow } from '@duty-room/shared/obligation/derived-now';
import { fold, stored } from './fold.ts';
import { writeNights } from './night.ts';
import { quantile } from './quantile.ts';

export type TickBench = {
  readonly openDuties: number;
  /** ms a tick in which nothing comes due. */
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
};

const INCIDENTS = 2_000;
const ORDERS = 44;
const TICKS = 2_000;
const TICK_MS = 250;

/** What one tick of the clock costs while a hundred thousand duties are open. */
export async function benchTick(): Promise<TickBench> {
  const from = Date.UTC(2026, 10, 20);
  const board = fold(stored(writeNights({ from, incidents: INCIDENTS, orders: ORDERS, closed: false })));
  // Past the relay's line of every incident and before its next one.
  let now = from + 46 * HOUR;
  const failures: unknown[] = [];
  const ticker = createTicker({
    now: () => now,
    incident: (id) => board.incidents[id],
    plans: () => board.plans,
    whenQuiet: async (_incident, work) => work(),
    record: () => undefined,
    onError: (_incident, error) => failures.push(error),
  });
  let openDuties = 0;
  for (const [id, incident] of Object.entries(board.incidents)) {
    ticker.resume(id, incident.revision);
    openDuties += derivedNow(incident, board.plans, now).obligations.filter((entry) =>
      ['open', 'atRisk', 'overdue'].includes(entry.state),
    ).length;
  }
  await ticker.settled();
  if (failures.length > 0) throw failures[0];
  const times: number[] = [];
  for (let tick = 0; tick < TICKS; tick += 1) {
    now += TICK_MS / 1_000;
    const before = performance.now();
    ticker.tick();
    times.push(performance.now() - before);
  }
  return { openDuties, p50: quantile(times, 0.5), p99: quantile(times, 0.99), max: Math.max(...times) };
}
