import { BoardFold, emptyBoard } from '@duty-room/shared/board/reduce';
import type { BoardState } from '@duty-room/shared/board/state';
import type { StoredEvent } from '@duty-room/shared/kernel/event';
import { type Written, writeNights } from './night.ts';

export type FoldBench = { readonly events: number; readonly perSecond: number };

/** How fast the room's reducer goes through a log that is already in memory. */
export function benchFold(): FoldBench {
  const events = stored(writeNights({ from: Date.UTC(2026, 10, 20), incidents: 5_000, orders: 16, closed: true }));
  const runs = Array.from({ length: 3 }, () => {
    const before = performance.now();
    fold(events);
    return performance.now() - before;
  });
  return { events: events.length, perSecond: (events.length / Math.min(...runs)) * 1_000 };
}

export function fold(events: readonly StoredEvent[]): BoardState {
  const folding = new BoardFold(emptyBoard());
  for (const event of events) folding.add(event);
  return folding.state();
}

/** As a store would hand them out. */
export function stored(written: Iterable<Written>): readonly StoredEvent[] {
  const revisions = new Map<string, number>();
  return Array.from(written, ({ stream, event }, index) => {
    const revision = (revisions.get(stream) ?? -1) + 1;
    revisions.set(stream, revision);
    return { ...event, stream, revision, position: String(index + 1).padStart(20, '0') };
  });
}
