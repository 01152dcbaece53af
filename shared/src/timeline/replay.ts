import { BoardFold, emptyBoard } from '../board/reduce.ts';
import type { BoardState } from '../board/state.ts';
import type { StoredEvent } from '../kernel/event.ts';
import type { Instant } from '../kernel/instant.ts';

/** How many events lie between two states that the replay keeps, so that any instant is a short fold away. */
const STRIDE = 500;
/** More states than this are not kept: a long log has longer strides, because a state of a long log is dear to make. */
const KEPT_AT_MOST = 40;

/**
 * A log that can be asked for any instant quickly, in any order: what a slider needs.
 * Keeps a state every so many events; the events come in the order of the log, in pages of any size.
 * The same count of events gives the same state object, so that what was derived from it is found again.
 */
export class Replay {
  readonly #events: StoredEvent[] = [];
  /** Running maximum of `recordedAt` after each event: non-decreasing, so it can be searched. */
  readonly #recorded: Instant[] = [];
  readonly #kept = new Map<number, BoardState>();
  #stride: number;
  #last: { readonly count: number; readonly state: BoardState } = { count: 0, state: emptyBoard() };
  #whole: { readonly count: number; readonly state: BoardState } = this.#last;

  /** `stride` is the first one; a log that outgrows it gets longer ones. */
  constructor(events: Iterable<StoredEvent> = [], stride = STRIDE) {
    this.#stride = stride;
    this.append(events);
  }

  get events(): readonly StoredEvent[] {
    return this.#events;
  }

  /** Takes what comes next in the log. */
  append(events: Iterable<StoredEvent>): void {
    let max = this.#recorded.at(-1) ?? -Infinity;
    for (const event of events) {
      max = Math.max(max, event.recordedAt);
      this.#events.push(event);
      this.#recorded.push(max);
    }
    while (this.#events.length > this.#stride * KEPT_AT_MOST) this.#stride *= 2;
    for (const count of this.#kept.keys()) if (count % this.#stride !== 0) this.#kept.delete(count);
  }

  /** How many events the office had on record at `at` (UTC ms). */
  countAt(at: Instant): number {
    return upperBound(this.#recorded, at);
  }

  /** How many events stand at or before a position of the log. */
  countTo(position: string): number {
    let low = 0;
    let high = this.#events.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#events[middle]?.position ?? '') <= position) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The room as it was known at `at`. */
  knownAt(at: Instant): BoardState {
    return this.afterCount(this.countAt(at));
  }

  /** The room as folded up to a position: what a screen that stood there had. */
  afterPosition(position: string): BoardState {
    return this.afterCount(this.countTo(position));
  }

  /** Everything that is known today: the happened view evaluates these histories at an earlier instant. */
  whole(): BoardState {
    const count = this.#events.length;
    // From where it stood before: the states in between are made when an instant is asked for.
    if (this.#whole.count !== count)
      this.#whole = { count, state: this.#fold(this.#whole.state, this.#whole.count, count) };
    return this.#whole.state;
  }

  afterCount(count: number): BoardState {
    if (count === this.#events.length) return this.whole();
    if (count === this.#last.count) return this.#last.state;
    const base = Math.floor(count / this.#stride) * this.#stride;
    const near = this.#last.count >= base && this.#last.count <= count;
    const from = near ? this.#last : { count: base, state: this.#stateAt(base) };
    this.#last = { count, state: this.#fold(from.state, from.count, count) };
    return this.#last.state;
  }

  #fold(base: BoardState, from: number, to: number): BoardState {
    if (from === to) return base;
    const fold = new BoardFold(base);
    for (let index = from; index < to; index += 1) {
      const event = this.#events[index];
      if (event) fold.add(event);
    }
    return fold.state();
  }

  #stateAt(base: number): BoardState {
    let from = base;
    while (from > 0 && !this.#kept.has(from)) from -= this.#stride;
    let state = this.#kept.get(from) ?? emptyBoard();
    for (; from < base; from += this.#stride) {
      state = this.#fold(state, from, from + this.#stride);
      this.#kept.set(from + this.#stride, state);
    }
    return state;
  }
}

/** How many of the sorted values are at most `limit`. */
export function upperBound(sorted: readonly number[], limit: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? Infinity) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
