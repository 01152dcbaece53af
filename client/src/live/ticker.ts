import type { Instant, Millis } from '@duty-room/shared/kernel/instant';
import type { ServerTime } from './server-time.ts';

export type TickerPorts = {
  readonly setTimer: (run: () => void, ms: Millis) => unknown;
  readonly clearTimer: (timer: unknown) => void;
};

/** The one ticker of a screen. It runs on the server's second and writes what changed; React does not take part in counting. */
export type Ticker = {
  /** Calls `tick` with the server's time at each of its seconds, and at once if it is known. Returns the way to stop. */
  subscribe(tick: (now: Instant) => void): () => void;
  now(): Instant | null;
};

const SECOND = 1_000;
/** Beside the boundary, so that a timer that fires a little early does not show the second before. */
const AFTER_MS = 8;

export function createTicker(time: ServerTime, ports: TickerPorts): Ticker {
  const listeners = new Set<(now: Instant) => void>();
  let timer: unknown;
  let running = false;

  function arm(): void {
    const now = time.now();
    // A drill's seconds may be far shorter than the eye needs; the screen still ticks once a second then.
    const wait = now === null ? SECOND : time.pace() === 1 ? SECOND - (now % SECOND) + AFTER_MS : SECOND;
    timer = ports.setTimer(tick, wait);
  }
  function tick(): void {
    if (!running) return;
    const now = time.now();
    if (now !== null) for (const listener of listeners) listener(now);
    arm();
  }
  return {
    now: () => time.now(),
    subscribe(listener) {
      listeners.add(listener);
      const now = time.now();
      if (now !== null) listener(now);
      if (!running) {
        running = true;
        arm();
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        running = false;
        ports.clearTimer(timer);
      };
    },
  };
}
