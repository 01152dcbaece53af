import type { PassedLine } from '@duty-room/shared/board/state';
import type { IncidentState } from '@duty-room/shared/incident/state';
import type { Instant } from '@duty-room/shared/kernel/instant';
import type { AdoptedPlan } from '@duty-room/shared/plan/adopted-plan';
import { createMinHeap } from './min-heap.ts';
import { type Passing, UNWATCHED, type Watch, watchFrom, watchOn } from './passing.ts';

/** A passing with the instant at which this room saw it. */
export type DetectedPassing = Passing & { readonly incident: string; readonly detectedAt: Instant };

export type TickerOptions = {
  readonly now: () => Instant;
  readonly incident: (id: string) => IncidentState | undefined;
  readonly plans: () => Readonly<Record<string, AdoptedPlan>>;
  /** Runs when no command on this incident is under way: what is being recorded may be the evidence. */
  readonly whenQuiet: (incident: string, work: () => void) => Promise<void>;
  /** Puts passings on record, once each, however long that takes. */
  readonly record: (incident: string, passings: readonly DetectedPassing[]) => void;
  /** An incident that cannot be watched; the others go on. */
  readonly onError: (incident: string, error: unknown) => void;
};

export type Ticker = {
  /** At start: watches an incident from an act on, whose own passings and all earlier ones are on record, up to now. */
  readonly resume: (incident: string, afterRevision: number) => void;
  /** The incident has a new event. */
  readonly touch: (incident: string, revision: number) => void;
  /** Looks at what has come due. Costs nothing but a look at the heap's top where nothing has. */
  readonly tick: () => void;
  /** Resolves when everything that came due has been looked at; undefined where nothing waits to be. */
  readonly settled: () => Promise<void> | undefined;
};

/**
 * Turns the passing of time into events: when a duty comes to be at risk or overdue, it is put on record once, with when it was seen.
 * Which passings there are follows from the log alone (`watchOn`); the heap only says which incident to look at next.
 */
export function createTicker(options: TickerOptions): Ticker {
  const watches = new Map<string, Watch>();
  const due = createMinHeap<{ readonly at: Instant; readonly incident: string }>((a, b) => a.at < b.at);
  const busy = new Map<string, Promise<void>>();
  const touchedWhileBusy = new Set<string>();
  /** Each incident's entry in the heap that counts; others are left over and dropped when they come up. */
  const queued = new Map<string, Instant>();

  const look = (incident: string): void => {
    if (busy.has(incident)) {
      touchedWhileBusy.add(incident);
      return;
    }
    const work = options
      .whenQuiet(incident, () => {
        touchedWhileBusy.delete(incident);
        const found = follow(incident);
        if (found.length > 0) options.record(incident, found);
      })
      .catch((error: unknown) => options.onError(incident, error))
      .finally(() => {
        busy.delete(incident);
        if (touchedWhileBusy.delete(incident)) look(incident);
      });
    busy.set(incident, work);
  };

  const follow = (id: string): readonly DetectedPassing[] => {
    const incident = options.incident(id);
    if (incident === undefined) return [];
    const now = options.now();
    const before = watches.get(id) ?? UNWATCHED;
    const { watch, passings } = watchOn(before, incident, options.plans(), now);
    keep(id, watch);
    return passings.map((passing) => ({ ...passing, incident: id, detectedAt: now }));
  };

  const keep = (incident: string, watch: Watch): void => {
    watches.set(incident, watch);
    if (watch.next === null || queued.get(incident) === watch.next) return;
    queued.set(incident, watch.next);
    due.push({ at: watch.next, incident });
  };

  const watchAfter = (incident: string, revision: number): void => {
    const state = options.incident(incident);
    if (state !== undefined) keep(incident, watchFrom(state, options.plans(), revision));
  };

  return {
    resume(incident, afterRevision) {
      watchAfter(incident, afterRevision);
      look(incident);
    },
    touch(incident, revision) {
      if (!watches.has(incident)) watchAfter(incident, revision - 1);
      look(incident);
    },
    tick() {
      const now = options.now();
      for (let top = due.peek(); top !== undefined && top.at <= now; top = due.peek()) {
        due.pop();
        if (queued.get(top.incident) !== top.at) continue;
        queued.delete(top.incident);
        look(top.incident);
      }
    },
    settled: () => (busy.size === 0 ? undefined : Promise.all(busy.values()).then(() => undefined)),
  };
}

/** Whether a passing is on record: by its own id, or as the same one under another cause. */
export function isOnRecord(passing: Passing, id: string, lines: readonly PassedLine[]): boolean {
  return lines.some(
    (line) =>
      line.event === id ||
      (line.key === passing.key &&
        line.kind === passing.kind &&
        line.dueAt === passing.dueAt &&
        line.passedAt === passing.passedAt),
  );
}
