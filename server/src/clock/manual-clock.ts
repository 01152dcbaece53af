import type { Instant, Millis } from '@duty-room/shared/kernel/instant';
import type { Clock } from './clock.ts';
import { createMinHeap } from './min-heap.ts';

/** A clock that only moves when told to. */
export type ManualClock = Clock & {
  /**
   * Lets time pass: every timer on the way fires in order, with the clock standing at its instant.
   * Where `settle` gives a promise, the next timer waits for it, so that what a timer began is done at that timer's own time.
   */
  readonly advance: (by: Millis, settle?: () => Promise<void> | undefined) => Promise<void>;
  /** The same without waiting for anything. */
  readonly advanceNow: (by: Millis) => void;
  /** Time passes while the process is held up: what was to fire meanwhile fires late, with the next advance. */
  readonly stall: (by: Millis) => void;
  /** Sets the wall clock off by so much, forward or back; nothing else moves. */
  readonly stepWall: (by: Millis) => void;
  /** The machine sleeps: wall clock and uptime go on, monotonic time stands still, no timer fires. */
  readonly sleep: (by: Millis) => void;
  /** The process is gone for a while and comes back on the same boot: pending timers are lost. */
  readonly stopProcess: (forHowLong: Millis) => void;
  /** Another boot after a while: uptime begins anew and the boot has another id. */
  readonly reboot: (downFor: Millis, options?: { readonly wall?: Instant }) => void;
  /** When the next timer fires, in wall time; null without one. */
  readonly nextTimerAt: () => Instant | null;
};

/** A manual clock that stands at `wall`. */
export function createManualClock(start: {
  readonly wall: Instant;
  readonly uptime?: Millis | null;
  readonly bootId?: string | null;
}): ManualClock {
  type Waiting = { readonly at: Millis; readonly order: number; readonly call: () => void; cancelled: boolean };
  let wall = start.wall;
  let monotonic = 0;
  let uptime = start.uptime === undefined ? 3_600_000 : start.uptime;
  let boot = 1;
  let bootId = start.bootId === undefined ? 'boot-1' : start.bootId;
  const noTimers = () => createMinHeap<Waiting>((a, b) => a.at < b.at || (a.at === b.at && a.order < b.order));
  let timers = noTimers();
  let ordered = 0;

  const passUntil = (end: Millis) => {
    const by = Math.max(0, end - monotonic);
    wall += by;
    if (uptime !== null) uptime += by;
    monotonic = Math.max(monotonic, end);
  };
  const nextTimer = (): Waiting | undefined => {
    while (timers.peek()?.cancelled === true) timers.pop();
    return timers.peek();
  };
  /** Moves to the next timer up to `end` and fires it; false where there is none. */
  const fireNext = (end: Millis): boolean => {
    const next = nextTimer();
    if (next === undefined || next.at > end) return false;
    timers.pop();
    passUntil(next.at);
    next.call();
    return true;
  };

  return {
    wall: () => Math.floor(wall),
    monotonic: () => monotonic,
    uptime: () => uptime,
    bootId: () => bootId,
    setTimer(delay, call) {
      ordered += 1;
      const timer: Waiting = {
        at: monotonic + Math.max(0, delay),
        order: ordered,
        call,
        cancelled: false,
      };
      timers.push(timer);
      return {
        cancel() {
          timer.cancelled = true;
        },
      };
    },
    async advance(by, settle) {
      const end = monotonic + by;
      await settle?.();
      while (fireNext(end)) {
        const settled = settle?.();
        if (settled !== undefined) await settled;
      }
      passUntil(end);
    },
    advanceNow(by) {
      const end = monotonic + by;
      while (fireNext(end));
      passUntil(end);
    },
    stall(by) {
      passUntil(monotonic + by);
    },
    stepWall(by) {
      wall += by;
    },
    sleep(by) {
      wall += by;
      if (uptime !== null) uptime += by;
    },
    stopProcess(forHowLong) {
      timers = noTimers();
      passUntil(monotonic + forHowLong);
    },
    reboot(downFor, options = {}) {
      timers = noTimers();
      boot += 1;
      if (bootId !== null) bootId = `boot-${boot}`;
      wall = options.wall ?? wall + downFor;
      monotonic = 0;
      if (uptime !== null) uptime = 30_000;
    },
    nextTimerAt() {
      const next = nextTimer();
      return next === undefined ? null : Math.floor(wall + next.at - monotonic);
    },
  };
}
