import { BoardFold, emptyBoard } from '../board/reduce.ts';
import type { BoardState } from '../board/state.ts';
import type { StoredEvent } from '../kernel/event.ts';
import type { Instant } from '../kernel/instant.ts';

/**
 * What this office knew at T: the fold of the log up to the position where the running maximum of `recordedAt` passes T.
 * `base` is an earlier state to go on from (its own events are skipped); events come in the order of the log.
 */
export function knownAt(events: Iterable<StoredEvent>, at: Instant, base: BoardState = emptyBoard()): BoardState {
  const fold = new BoardFold(base);
  for (const event of events) {
    if (event.recordedAt > at) break;
    fold.add(event);
  }
  return fold.state();
}
