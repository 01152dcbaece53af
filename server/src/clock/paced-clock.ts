import type { Instant, Millis } from '@duty-room/shared/kernel/instant';
import type { Clock } from './clock.ts';
import { createManualClock } from './manual-clock.ts';

/** How often a paced clock moves, in real time. */
const STEP_MS: Millis = 50;

/** A drill's clock: it begins at any instant and runs at any speed, 0 being a pause. */
export type PacedClock = Clock & {
  readonly speed: () => number;
  readonly setSpeed: (speed: number) => void;
  /** Moves ahead at once, as a scenario does to reach its next step. */
  readonly skip: (by: Millis) => void;
  /** Makes a step of the drill's wall clock. */
  readonly stepWall: (by: Millis) => void;
  readonly close: () => void;
};

/** A clock that follows `base` at `speed` (1 = real time), its timers firing in order. */
export function createPacedClock(
  base: Clock,
  options: { readonly start: Instant; readonly speed: number },
): PacedClock {
  const clock = createManualClock({ wall: options.start, bootId: 'drill' });
  let speed = options.speed;
  let last = base.monotonic();
  let closed = false;
  let timer = base.setTimer(STEP_MS, tick);

  function follow(): void {
    const now = base.monotonic();
    const passed = (now - last) * speed;
    last = now;
    clock.advanceNow(passed);
  }
  function tick(): void {
    follow();
    if (!closed) timer = base.setTimer(STEP_MS, tick);
  }

  return {
    wall: clock.wall,
    monotonic: clock.monotonic,
    uptime: clock.uptime,
    bootId: clock.bootId,
    setTimer: clock.setTimer,
    speed: () => speed,
    setSpeed(next) {
      follow();
      speed = Math.max(0, next);
    },
    skip: clock.advanceNow,
    stepWall: clock.stepWall,
    close() {
      closed = true;
      timer.cancel();
    },
  };
}
