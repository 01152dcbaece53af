import type { NewEvent, StoredEvent } from '@duty-room/shared/kernel/event';

/** What the writer believes of the stream: that it does not exist (`none`, or -1), a revision, or (for streams with a single author) anything. */
export type ExpectedRevision = 'none' | 'any' | number;

export type AppendResult = {
  /** Revision of the last event of the batch (for an empty batch: the stream's head, -1 where there is none). */
  readonly revision: number;
  /** Position of the last event of the batch; for an empty batch the store's head. */
  readonly position: string;
};

/** Another writer was faster. `actual` is the stream's revision now, -1 where it has no events. */
export class RevisionConflict extends Error {
  override readonly name = 'RevisionConflict';
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly actual: number;
  constructor(stream: string, expected: ExpectedRevision, actual: number) {
    super(`${stream} is at revision ${actual}, expected ${expected}`);
    this.stream = stream;
    this.expected = expected;
    this.actual = actual;
  }
}

/** The store cannot take or give events now; `reason` says whether waiting helps. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
  readonly reason: 'full' | 'read-only' | 'locked' | 'closed' | 'unreachable' | 'corrupt' | 'failed';
  constructor(reason: StoreUnavailable['reason'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

export type SubscriptionHandlers = {
  /** Called in order, one at a time; the next event waits for the returned promise. Throwing ends the subscription at that event. */
  readonly onEvent: (event: StoredEvent) => void | Promise<void>;
  /** Once, when what was stored at subscription time has been handed over. */
  readonly onCaughtUp?: () => void;
  /** The subscription has ended by itself: the handler threw, or the store failed for good. Connection losses are repaired inside the adapter. */
  readonly onEnd?: (reason: unknown) => void;
};

export type Subscription = {
  /** Resolves when no handler is running and none will be called again; so a handler must not await it. */
  close(): Promise<void>;
};

/**
 * The log. Adapters: memory, sqlite, kurrentdb; all pass one contract suite (tests/contract/event-store.ts).
 * An append that resolved is durable. Appending the same ids again under the same expected revision gives the same result and no duplicate.
 */
export type EventStore = {
  /** Names the store's database; a restore into another database changes it, and every screen then starts afresh. */
  readonly epoch: string;
  /**
   * All of the batch or nothing. Rejects with `RevisionConflict` (also where only a part of the batch is on record),
   * `StoreUnavailable`, or a TypeError for what no store could keep.
   */
  append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult>;
  /** Events of one stream in order. An unknown stream gives none. */
  readStream(
    stream: string,
    options?: { readonly after?: number; readonly limit?: number },
  ): AsyncIterable<StoredEvent>;
  /** All events in global order. */
  readAll(options?: { readonly after?: string; readonly limit?: number }): AsyncIterable<StoredEvent>;
  /** Position of the newest event, or `START` where there is none. */
  head(): Promise<string>;
  subscribe(after: string, handlers: SubscriptionHandlers): Promise<Subscription>;
  /** Ends the subscriptions, finishes the appends under way and lets go of the database. Afterwards everything rejects with `closed`. */
  close(): Promise<void>;
};

/** Before the first event: smaller than every position. */
export const START = '00000000000000000000';
