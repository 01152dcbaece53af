import { BoardFold, emptyBoard } from '../board/reduce.ts';
import type { BoardState } from '../board/state.ts';
import type { StoredEvent } from '../kernel/event.ts';
import type { Instant } from '../kernel/instant.ts';

/** How many events lie between two states that the replay keeps, so that any instant is a short fold away. */
const STRIDE = 500;

/**
 * A log that can be asked for any instant quickly, in any order: what a slider needs.
 * Keeps a state every `STRIDE` events; the events must be whole and in the order of the log.
 */
export class Replay {
  readonly #events: readonly StoredEvent[];
  /** Running maximum of `recordedAt` after each event: non-decreasing, so it can be searched. */
  readonly #recorded: readonly Instant[];
  readonly #kept = new Map<number, BoardState>();

  constructor(events: readonly StoredEvent[]) {
    this.#events = events;
    let max = -Infinity;
    this.#recorded = events.map((event) => (max = Math.max(max, event.recordedAt)));
  }

  get events(): readonly StoredEvent[] {
    return this.#events;
  }

  /** How many events the office had on record at `at`. */
  countAt(at: Instant): number {
    let low = 0;
    let high = this.#recorded.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#recorded[middle] ?? Infinity) <= at) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The room as it was known at `at`. */
  knownAt(at: Instant): BoardState {
    return this.afterCount(this.countAt(at));
  }

  /** Everything that is known today: the happened view evaluates these histories at an earlier instant. */
  whole(): BoardState {
    return this.afterCount(this.#events.length);
  }

  afterCount(count: number): BoardState {
    const base = Math.floor(count / STRIDE) * STRIDE;
    const fold = new BoardFold(this.#stateAt(base));
    for (let index = base; index < count; index += 1) {
      const event = this.#events[index];
      if (event) fold.add(event);
    }
    return fold.state();
  }

  #stateAt(base: number): BoardState {
    const kept = this.#kept.get(base);
    if (kept) return kept;
    if (base === 0) return emptyBoard();
    const fold = new BoardFold(this.#stateAt(base - STRIDE));
    for (let index = base - STRIDE; index < base; index += 1) {
      const event = this.#events[index];
      if (event) fold.add(event);
    }
    const state = fold.state();
    this.#kept.set(base, state);
    return state;
  }
}
