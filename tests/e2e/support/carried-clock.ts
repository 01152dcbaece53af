import { createManualClock, type ManualClock } from '@duty-room/server/clock/manual-clock';
import type { Instant, Millis } from '@duty-room/shared/kernel/instant';

/** A clock that goes with the real time and that a test can carry forward or set off. */
export type CarriedClock = ManualClock & {
  /** Lets so much time pass at once; every timer on the way fires at its own instant. */
  readonly pass: (by: Millis) => Promise<void>;
  readonly stop: () => void;
};

const STEP_MS = 50;

export function createCarriedClock(wall: Instant): CarriedClock {
  const clock = createManualClock({ wall });
  let last = performance.now();
  let busy = false;
  const goOn = (): void => {
    const now = performance.now();
    if (busy) return;
    clock.advanceNow(now - last);
    last = now;
  };
  const timer = setInterval(goOn, STEP_MS);
  return {
    ...clock,
    async pass(by) {
      goOn();
      busy = true;
      // What a timer begins is given a turn before the next one fires.
      await clock.advance(by, () => new Promise((resolve) => setImmediate(resolve)));
      last = performance.now();
      busy = false;
    },
    stop: () => clearInterval(timer),
  };
}
