import { MissingBeginning } from '@duty-room/shared/kernel/known-event';
import type { BoardState } from '@duty-room/shared/board/state';
import type { StoredEvent } from '@duty-room/shared/kernel/event';
import type { Instant, Millis } from '@duty-room/shared/kernel/instant';
import type { BoardSnapshot } from '@duty-room/shared/protocol/http';
import {
  beat as beatSchema,
  eventsFrame,
  goodbye as goodbyeSchema,
  PROTOCOL_VERSION,
  SILENCE_LIMIT_MS,
  type Audience,
  type Goodbye,
  type Hello,
} from '@duty-room/shared/protocol/live';
import type { Answer } from './api.ts';
import type { ServerTime } from './server-time.ts';

/** Why a screen gets nothing more until something is done about it. */
export type Ending =
  | Extract<Goodbye['reason'], 'client-too-old' | 'server-too-old' | 'signed-out' | 'revoked'>
  | 'not-signed-in';

export type FeedState = {
  /** `loading` before the first picture, `live`, `stale` from 8 s of silence on, `ended` where waiting does not help. */
  readonly phase: 'loading' | 'live' | 'stale' | 'ended';
  readonly board: BoardState | null;
  readonly audience: Audience | null;
  readonly epoch: string | null;
  /** Up to where the picture is folded. */
  readonly position: string;
  /** Whether the server trusts its own clock. */
  readonly trusted: boolean;
  /** Trusted time at which the picture stopped; set while stale. */
  readonly stoppedAt: Instant | null;
  /** Attempts to reach the server since it was last heard. */
  readonly attempt: number;
  readonly ended: Ending | null;
};

export type Connection = {
  hello(message: Hello): void;
  close(): void;
};
export type ConnectionHandlers = {
  onOpen(): void;
  onEvents(frame: unknown): void;
  onBeat(beat: unknown): void;
  onGoodbye(goodbye: unknown): void;
  onClosed(): void;
};

export type FeedPorts = {
  readonly snapshot: () => Promise<Answer<BoardSnapshot>>;
  readonly connect: (handlers: ConnectionHandlers) => Connection;
  readonly reduce: (state: BoardState, event: StoredEvent) => BoardState;
  readonly time: ServerTime;
  readonly monotonic: () => Millis;
  readonly setTimer: (run: () => void, ms: Millis) => unknown;
  readonly clearTimer: (timer: unknown) => void;
  /** 0 … 1, to spread reconnects. */
  readonly random: () => number;
};

export type Feed = {
  getState(): FeedState;
  subscribe(listener: () => void): () => void;
  start(): void;
  stop(): void;
  /** Tries at once instead of waiting out the pause (the machine came back online, the page became visible). */
  nudge(): void;
};

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 5_000;

function isStoredEvent(value: object): value is StoredEvent {
  return 'recordedAt' in value && 'occurredAt' in value && 'schemaVersion' in value && 'data' in value;
}

/**
 * Keeps one screen's picture: snapshot, hello, then frames that must join without a hole, folded with the server's own reducer.
 * It says when it has heard nothing for 8 s, reconnects with jitter and goes on where it stopped.
 */
export function createFeed(ports: FeedPorts): Feed {
  let state: FeedState = {
    phase: 'loading',
    board: null,
    audience: null,
    epoch: null,
    position: '',
    trusted: true,
    stoppedAt: null,
    attempt: 0,
    ended: null,
  };
  const listeners = new Set<() => void>();
  let connection: Connection | null = null;
  let running = false;
  let fetching = false;
  /** Counts connections, so that a late word of an old one is not heard. */
  let generation = 0;
  let retryTimer: unknown;
  let silenceTimer: unknown;
  let heardLocal: Millis | null = null;
  let heardAt: Instant | null = null;
  /** Consecutive beats that were ahead of the picture. */
  let behind = 0;

  function set(change: Partial<FeedState>): void {
    state = { ...state, ...change };
    for (const listener of listeners) listener();
  }

  function dropConnection(): void {
    generation += 1;
    connection?.close();
    connection = null;
  }

  function watchSilence(): void {
    ports.clearTimer(silenceTimer);
    silenceTimer = ports.setTimer(onSilence, SILENCE_LIMIT_MS);
  }

  function onSilence(): void {
    if (!running || state.phase === 'ended') return;
    // Timers of a page in the background come late; what counts is how long nothing was heard.
    if (heardLocal !== null && ports.monotonic() - heardLocal < SILENCE_LIMIT_MS - 50) {
      watchSilence();
      return;
    }
    if (state.board !== null) set({ phase: 'stale', stoppedAt: heardAt });
    dropConnection();
    retry();
  }

  function heard(): void {
    heardLocal = ports.monotonic();
    heardAt = ports.time.now();
    watchSilence();
  }

  /** The picture is known to be whole up to now. */
  function current(): void {
    if (state.phase !== 'live' || state.attempt !== 0) set({ phase: 'live', stoppedAt: null, attempt: 0 });
  }

  function retry(): void {
    if (!running || state.phase === 'ended') return;
    ports.clearTimer(retryTimer);
    const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(state.attempt, 6));
    set({ attempt: state.attempt + 1 });
    retryTimer = ports.setTimer(() => void open(), pause * (0.5 + ports.random()));
  }

  function end(reason: Ending): void {
    dropConnection();
    ports.clearTimer(retryTimer);
    ports.clearTimer(silenceTimer);
    set({ phase: 'ended', ended: reason, stoppedAt: heardAt });
  }

  /** A restored server, or one that no longer knows our position: the picture is taken anew. */
  function startAfresh(): void {
    dropConnection();
    set({ epoch: null, position: '' });
    void open();
  }

  async function takeSnapshot(): Promise<boolean> {
    const answer = await ports.snapshot();
    if (!running) return false;
    if (!answer.ok) {
      if (answer.status === 401 || answer.code === 'not-signed-in') end('not-signed-in');
      else retry();
      return false;
    }
    const { epoch, position, protocol, serverTime, trusted, audience, state: board } = answer.value;
    if (protocol !== PROTOCOL_VERSION) {
      end(protocol > PROTOCOL_VERSION ? 'client-too-old' : 'server-too-old');
      return false;
    }
    ports.time.sample(serverTime);
    heard();
    set({ epoch, position, audience, trusted, board });
    return true;
  }

  async function open(): Promise<void> {
    if (!running || fetching) return;
    ports.clearTimer(retryTimer);
    dropConnection();
    if (state.epoch === null) {
      fetching = true;
      const taken = await takeSnapshot().finally(() => {
        fetching = false;
      });
      if (!taken) return;
    }
    const own = generation;
    const mine = (): boolean => running && own === generation;
    connection = ports.connect({
      onOpen: () => mine() && greet(),
      onEvents: (frame) => mine() && onEvents(frame),
      onBeat: (message) => mine() && onBeat(message),
      onGoodbye: (message) => mine() && onGoodbye(message),
      onClosed: () => {
        if (!mine()) return;
        dropConnection();
        retry();
      },
    });
  }

  function greet(): void {
    behind = 0;
    if (state.epoch === null) return;
    connection?.hello({ protocol: PROTOCOL_VERSION, epoch: state.epoch, position: state.position });
  }

  function onEvents(message: unknown): void {
    const frame = eventsFrame.safeParse(message);
    if (!frame.success || state.board === null) {
      end('client-too-old');
      return;
    }
    heard();
    const { from, to, events } = frame.data;
    if (from !== state.position) {
      // What lies wholly behind us was sent twice; anything else is a hole, and the server is asked again from where we are.
      if (to > state.position) greet();
      return;
    }
    behind = 0;
    let board = state.board;
    try {
      for (const event of events) {
        if (!isStoredEvent(event)) throw new Error(`Not an event: ${String(event.id)}`);
        board = ports.reduce(board, event);
        ports.time.reached(event.recordedAt);
      }
    } catch (error) {
      // Something happened to an incident that had ended before this picture was taken.
      if (error instanceof MissingBeginning) {
        startAfresh();
        return;
      }
      // An event that this page does not know: only a newer page can fold it.
      end('client-too-old');
      return;
    }
    set({ board, position: to });
    current();
  }

  function onBeat(message: unknown): void {
    const parsed = beatSchema.safeParse(message);
    if (!parsed.success) {
      end('client-too-old');
      return;
    }
    const { position, serverTime, trusted } = parsed.data;
    ports.time.sample(serverTime);
    heard();
    if (trusted !== state.trusted) set({ trusted });
    if (position <= state.position) {
      behind = 0;
      current();
      return;
    }
    // The frame may be on its way; two beats ahead of it and nothing in between means that it was lost.
    behind += 1;
    if (behind >= 2) greet();
  }

  function onGoodbye(message: unknown): void {
    const parsed = goodbyeSchema.safeParse(message);
    if (!parsed.success) {
      end('client-too-old');
      return;
    }
    const { reason } = parsed.data;
    switch (reason) {
      case 'epoch-changed':
      case 'position-unknown':
        startAfresh();
        return;
      case 'slow':
        dropConnection();
        retry();
        return;
      case 'client-too-old':
      case 'server-too-old':
      case 'signed-out':
      case 'revoked':
        end(reason);
        return;
    }
  }

  return {
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start() {
      if (running) return;
      running = true;
      if (state.phase === 'ended')
        set({ phase: state.board === null ? 'loading' : 'stale', ended: null, epoch: null, position: '' });
      watchSilence();
      void open();
    },
    stop() {
      running = false;
      dropConnection();
      ports.clearTimer(retryTimer);
      ports.clearTimer(silenceTimer);
    },
    nudge() {
      if (!running || connection !== null || state.phase === 'ended') return;
      void open();
    },
  };
}
