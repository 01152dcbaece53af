import { project } from '@duty-room/shared/audience/project';
import type { StoredEvent } from '@duty-room/shared/kernel/event';
import type { Instant } from '@duty-room/shared/kernel/instant';
import { UnknownEvent } from '@duty-room/shared/kernel/known-event';
import type { EventsPage } from '@duty-room/shared/protocol/http';
import { Replay } from '@duty-room/shared/timeline/replay';
import type { Answer, Failure } from '../live/api.ts';

/** The log as this screen holds it. It grows; `LogState.version` says when. */
export type AuditLog = {
  readonly replay: Replay;
  /** The same log as a wall may see it. */
  readonly wall: Replay;
  readonly byId: ReadonlyMap<string, StoredEvent>;
  /** Stated instants of everything, sorted. */
  readonly occurred: readonly Instant[];
  /** Running maximum of the instants of record: when something came to be known. */
  readonly recorded: readonly Instant[];
};

export type LogState = {
  /** `unreadable`: the log goes on with an event that this page cannot read; what stands before it is shown. */
  readonly phase: 'loading' | 'ready' | 'failed' | 'unreadable';
  readonly log: AuditLog;
  /** Counts the pages taken in, so that a reader knows when the log has grown. */
  readonly version: number;
  readonly loaded: number;
  /** Instants of record of the first and of the last event loaded. */
  readonly from: Instant | null;
  readonly upTo: Instant | null;
  readonly failure: Failure | null;
  /** The server's time at the last page; what is "today" is judged then. */
  readonly asOf: Instant;
};

export type LogStore = {
  getState(): LogState;
  subscribe(listener: () => void): () => void;
  /** Reads on from where it stands: at first, after a failure, and when the room has gone on. */
  read(): Promise<void>;
};

type Growing = {
  readonly replay: Replay;
  readonly wall: Replay;
  readonly byId: Map<string, StoredEvent>;
  occurred: readonly Instant[];
  readonly recorded: Instant[];
};

function emptyLog(): Growing {
  return { replay: new Replay(), wall: new Replay(), byId: new Map(), occurred: [], recorded: [] };
}

/** Reads the whole log by pages and keeps what it has whatever happens afterwards. A restored log (another epoch) is read anew. */
export function createLogStore(
  page: (after: string) => Promise<Answer<EventsPage>>,
  now: () => Instant | null,
): LogStore {
  let log = emptyLog();
  let epoch: string | null = null;
  let next = '';
  let reading: Promise<void> | undefined;
  let state: LogState = {
    phase: 'loading',
    log,
    version: 0,
    loaded: 0,
    from: null,
    upTo: null,
    failure: null,
    asOf: 0,
  };
  const listeners = new Set<() => void>();

  function set(change: Partial<LogState>): void {
    state = { ...state, ...change };
    for (const listener of listeners) listener();
  }

  /** Takes a page in; false where an event in it cannot be read. */
  function take(events: readonly StoredEvent[]): boolean {
    const seen: StoredEvent[] = [];
    const walls: StoredEvent[] = [];
    let whole = true;
    for (const event of events) {
      try {
        const onWall = project(event, 'wall');
        if (onWall) walls.push(onWall);
      } catch (error) {
        if (!(error instanceof UnknownEvent)) throw error;
        whole = false;
        break;
      }
      seen.push(event);
    }
    log.replay.append(seen);
    log.wall.append(walls);
    let max = log.recorded.at(-1) ?? -Infinity;
    for (const event of seen) {
      log.byId.set(event.id, event);
      max = Math.max(max, event.recordedAt);
      log.recorded.push(max);
    }
    log.occurred = [...log.occurred, ...seen.map((event) => event.occurredAt)].toSorted((a, b) => a - b);
    // Another object with each page: what was worked out from the log is worked out again.
    log = { ...log };
    const last = log.recorded.at(-1) ?? null;
    const first = log.replay.events[0]?.recordedAt ?? null;
    // A whole second, and everything recorded in it.
    const asOf = Math.ceil(Math.max(now() ?? 0, last ?? 0) / 1000) * 1000;
    set({ log, version: state.version + 1, loaded: log.replay.events.length, from: first, upTo: last, asOf });
    return whole;
  }

  async function readOn(): Promise<void> {
    for (;;) {
      const answer = await page(next);
      if (!answer.ok) return set({ phase: 'failed', failure: answer });
      const { events, head } = answer.value;
      if (epoch !== null && answer.value.epoch !== epoch) {
        log = emptyLog();
        next = '';
        epoch = null;
        set({ phase: 'loading', log, version: state.version + 1, loaded: 0, from: null, upTo: null });
        continue;
      }
      epoch = answer.value.epoch;
      if (events.length > 0 && !take(events)) return set({ phase: 'unreadable', failure: null });
      const stuck = answer.value.next <= next;
      next = answer.value.next;
      if (stuck || next >= head) return set({ phase: 'ready', failure: null });
    }
  }

  return {
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    read() {
      if (state.phase === 'unreadable') return Promise.resolve();
      reading ??= readOn().finally(() => {
        reading = undefined;
      });
      return reading;
    },
  };
}
