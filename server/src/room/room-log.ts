import { BoardFold, emptyBoard, foldBoard, reduceBoard } from '@duty-room/shared/board/reduce';
import type { BoardState } from '@duty-room/shared/board/state';
import type { StoredEvent } from '@duty-room/shared/kernel/event';
import type { Instant, Millis } from '@duty-room/shared/kernel/instant';
import type { Clock } from '../clock/clock.ts';
import { type EventStore, START, StoreUnavailable, type Subscription } from '../event-store/port.ts';
import type { RoomLogger } from './room-logger.ts';

/** Every so many events a state is kept from which an earlier instant is a short fold away. */
const KEEP_EVERY = 1_000;
const KEPT_AT_MOST = 500;
const FOLLOW_AGAIN_MS: Millis = 1_000;

/** A command that the log has handled. */
export type HandledCommand = {
  /** Digest of its fingerprint. */
  readonly digest: string;
  readonly actor: string;
  readonly stream: string;
  readonly event: string;
  readonly revision: number;
  readonly position: string;
};

/** The log as the room has folded it, followed for ever. */
export type RoomLog = {
  readonly board: () => BoardState;
  /** Revision of a stream's last event; -1 where it has none. */
  readonly revision: (stream: string) => number;
  readonly handled: (key: string) => HandledCommand | undefined;
  readonly whenProcessed: (position: string) => Promise<void>;
  /** Folds everything that the store has now. */
  readonly catchUp: () => Promise<void>;
  /** Calls with batches of events after they are folded. */
  readonly subscribe: (listener: (events: readonly StoredEvent[]) => void) => () => void;
  /** The room as it was known at an instant. */
  readonly knownAt: (at: Instant) => Promise<BoardState>;
  /** Throws where these events could not be folded: what nobody can read must not be written. */
  readonly rehearse: (events: readonly StoredEvent[]) => void;
  /** Why folding has ended for good, if it has. */
  readonly failure: () => Error | null;
  readonly settled: () => Promise<void> | undefined;
  readonly close: () => Promise<void>;
};

export type RoomLogOptions = {
  readonly store: EventStore;
  readonly clock: Clock;
  readonly log: RoomLogger;
  /** Calls with each event, those of the log as it was before this start included, as soon as it is folded. */
  readonly onEvent: (event: StoredEvent) => void;
};

/** Folds the whole log and follows it. Rejects where it cannot be read or holds an event that this version does not know. */
export async function openRoomLog({ store, clock, log, onEvent }: RoomLogOptions): Promise<RoomLog> {
  const revisions = new Map<string, number>();
  const commands = new Map<string, HandledCommand>();
  const kept: { readonly recordedMax: Instant; readonly board: BoardState }[] = [];
  const subscribers = new Set<(events: readonly StoredEvent[]) => void>();
  let waiting: { readonly position: string; readonly resolve: () => void; readonly reject: (error: Error) => void }[] =
    [];
  let keepEvery = KEEP_EVERY;
  let sinceKept = 0;
  let failure: Error | null = null;
  let closed = false;
  let batch: StoredEvent[] = [];
  let handingOver: Promise<void> | undefined;

  const note = (event: StoredEvent) => {
    revisions.set(event.stream, event.revision);
    // Access gives each event a key of its own that nobody repeats.
    if (event.commandKey === '' || /^(?:account|device)-/.test(event.stream)) return;
    const first = commands.get(event.commandKey);
    const { stream, revision, position, actor } = event;
    commands.set(event.commandKey, {
      digest: event.causationId,
      actor,
      stream,
      event: first?.stream === stream ? first.event : event.id,
      revision,
      position,
    });
  };
  const keep = (state: BoardState) => {
    sinceKept = 0;
    kept.push({ recordedMax: state.recordedMax, board: state });
    if (kept.length <= KEPT_AT_MOST) return;
    kept.splice(0, kept.length, ...kept.filter((_, index) => index % 2 === 1));
    keepEvery *= 2;
  };

  const history = new BoardFold(emptyBoard());
  for await (const event of store.readAll()) {
    history.add(event);
    note(event);
    onEvent(event);
    sinceKept += 1;
    if (sinceKept >= keepEvery) keep(history.state());
  }
  let board = history.state();

  const fail = (error: Error) => {
    failure ??= error;
    for (const { reject } of waiting) reject(error);
    waiting = [];
  };
  const take = (event: StoredEvent) => {
    if (event.position <= board.position) return;
    try {
      board = reduceBoard(board, event);
    } catch (error) {
      log.error({ err: error, event: event.id, type: event.type }, 'the log holds an event that cannot be folded');
      fail(error instanceof Error ? error : new Error(String(error)));
      throw error;
    }
    note(event);
    sinceKept += 1;
    if (sinceKept >= keepEvery) keep(board);
    onEvent(event);
    batch.push(event);
    handingOver ??= new Promise((resolve) => setImmediate(() => resolve(handOver())));
    const reached = waiting.filter(({ position }) => position <= event.position);
    if (reached.length === 0) return;
    waiting = waiting.filter(({ position }) => position > event.position);
    for (const { resolve } of reached) resolve();
  };
  const handOver = () => {
    const events = batch;
    batch = [];
    handingOver = undefined;
    for (const subscriber of subscribers) {
      try {
        subscriber(events);
      } catch (error) {
        log.error({ err: error }, 'a listener of the room failed');
      }
    }
  };

  const follow = (): Promise<Subscription> =>
    store.subscribe(board.position || START, {
      onEvent: take,
      onEnd(reason) {
        if (closed || failure !== null) return;
        log.error({ err: reason }, 'the log cannot be followed, trying again');
        followAgain();
      },
    });
  const followAgain = () => {
    clock.setTimer(FOLLOW_AGAIN_MS, () => {
      if (closed || failure !== null) return;
      follow().then((next) => {
        subscription = next;
        if (closed) void next.close();
      }, followAgain);
    });
  };
  let subscription = await follow();

  const whenProcessed = (position: string): Promise<void> => {
    if (position === START || position <= board.position) return Promise.resolve();
    if (failure !== null) return Promise.reject(failure);
    if (closed) return Promise.reject(new StoreUnavailable('closed', 'The room is closed'));
    return new Promise((resolve, reject) => waiting.push({ position, resolve, reject }));
  };

  return {
    board: () => board,
    revision: (stream) => revisions.get(stream) ?? -1,
    handled: (key) => commands.get(key),
    whenProcessed,
    catchUp: async () => whenProcessed(await store.head()),
    subscribe(listener) {
      subscribers.add(listener);
      return () => subscribers.delete(listener);
    },
    async knownAt(at) {
      const base = kept.findLast(({ recordedMax }) => recordedMax <= at)?.board ?? emptyBoard();
      const fold = new BoardFold(base);
      for await (const event of store.readAll({ after: base.position || START })) {
        if (event.recordedAt > at) break;
        fold.add(event);
      }
      return fold.state();
    },
    rehearse(events) {
      foldBoard(board, events);
    },
    failure: () => failure,
    settled: () => handingOver,
    async close() {
      closed = true;
      await subscription.close();
      if (handingOver !== undefined) await handingOver;
      fail(new StoreUnavailable('closed', 'The room is closed'));
    },
  };
}
