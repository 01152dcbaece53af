import { SECOND, type Instant, type Millis } from '@duty-room/shared/kernel/instant';
import type { Clock } from './clock.ts';
import { STEP_LIMIT_MS, type StartTime } from './start-time.ts';
import { SYNCHRONISATION_UNKNOWN, type ReadSynchronisation, type Synchronisation } from './time-synchronisation.ts';

/** A small difference is followed by at most this share of the time that passes: faster than any honest drift, too slow to see. */
const SLEW = 0.01;
const ASK_AGAIN_MS: Millis = 60 * SECOND;
const ASK_AGAIN_WHEN_STEPPED_MS: Millis = 5 * SECOND;

/** The wall clock parted from the room's own time. */
export type ClockStep = {
  readonly wall: Instant;
  readonly trusted: Instant;
  readonly stepMs: Millis;
  /** The room's own time at which it was seen. */
  readonly at: Instant;
};
export type ConfirmedBy = 'synchronisation' | 'person' | 'agreement';
/** Both readings at the moment at which the wall clock came to count again. */
export type ClockConfirmation = { readonly wall: Instant; readonly trusted: Instant; readonly by: ConfirmedBy };

export type TimeReading = {
  /** The room's time: what duties are judged by. */
  readonly now: Instant;
  readonly trusted: boolean;
  readonly wall: Instant;
  readonly synchronised: Synchronisation['state'];
  readonly step: ClockStep | null;
};

/**
 * The room's time. It runs on the monotonic clock from its last agreed anchor. Where the wall clock parts from it by more
 * than two seconds it keeps its own time and says so, until time synchronisation, a person, or the wall clock itself agrees.
 */
export type TrustedTime = {
  /** Whole UTC ms. Goes back only where a confirmation moves the room's time back. */
  readonly now: () => Instant;
  readonly reading: () => TimeReading;
  readonly synchronisation: () => Synchronisation;
  /** Compares the clocks; called by each tick. */
  readonly sample: () => void;
  /** From here on the wall clock counts. Null where nothing was in doubt. */
  readonly confirm: (by: ConfirmedBy) => ClockConfirmation | null;
  readonly close: () => void;
};

export type TrustedTimeOptions = {
  readonly clock: Clock;
  readonly start: StartTime;
  readonly readSynchronisation: ReadSynchronisation;
  readonly synchronisation?: Synchronisation;
  readonly onStep: (step: ClockStep) => void;
  readonly onConfirmed: (confirmation: ClockConfirmation) => void;
};

/** Starts the room's time from what `judgeStart` made of the clocks. */
export function createTrustedTime(options: TrustedTimeOptions): TrustedTime {
  const { clock, start, onStep, onConfirmed } = options;
  let own: number = start.own;
  let sampledAt = clock.monotonic();
  let sampledUptime = clock.uptime();
  let spoken = start.own;
  let step: ClockStep | null = start.trusted
    ? null
    : { wall: clock.wall(), trusted: start.own, stepMs: start.stepMs ?? 0, at: start.own };
  let synchronisation = options.synchronisation ?? SYNCHRONISATION_UNKNOWN;
  /** The proof that was known when the clocks parted; an unchanged one says nothing about the new time. */
  let proofBefore = synchronisation.proof;
  let closed = false;
  let asking = clock.setTimer(ASK_AGAIN_WHEN_STEPPED_MS, ask);

  function running(): number {
    return own + Math.max(0, clock.monotonic() - sampledAt);
  }
  function now(): Instant {
    spoken = Math.max(spoken, Math.floor(running()));
    return spoken;
  }

  function sample(): void {
    const monotonic = clock.monotonic();
    const passed = Math.max(0, monotonic - sampledAt);
    const uptime = clock.uptime();
    const asleep = uptime === null || sampledUptime === null ? 0 : uptime - sampledUptime - passed;
    const wall = clock.wall();
    own = running();
    sampledAt = monotonic;
    sampledUptime = uptime;

    const gap = wall - own;
    if (Math.abs(gap) <= STEP_LIMIT_MS) {
      if (step === null) own += Math.min(Math.max(gap, -SLEW * passed), SLEW * passed);
      else if (Math.abs(wall - now()) <= STEP_LIMIT_MS) confirm('agreement');
      return;
    }
    if (step === null || Math.abs(gap - step.stepMs) > STEP_LIMIT_MS) {
      if (step === null) proofBefore = synchronisation.proof;
      step = { wall, trusted: now(), stepMs: Math.round(gap), at: now() };
      onStep(step);
      askSoon();
    }
    // The machine slept: its uptime went on by as much as the wall clock did, the monotonic clock did not.
    if (asleep > STEP_LIMIT_MS && Math.abs(gap - asleep) <= STEP_LIMIT_MS) confirm('agreement');
  }

  function confirm(by: ConfirmedBy): ClockConfirmation | null {
    if (step === null) return null;
    const confirmation = { wall: clock.wall(), trusted: now(), by };
    own = confirmation.wall;
    sampledAt = clock.monotonic();
    sampledUptime = clock.uptime();
    // A small disagreement is no reason for time to go back.
    spoken = Math.abs(confirmation.wall - spoken) <= STEP_LIMIT_MS ? spoken : confirmation.wall;
    step = null;
    onConfirmed(confirmation);
    return confirmation;
  }

  function askSoon(): void {
    asking.cancel();
    asking = clock.setTimer(0, ask);
  }
  function ask(): void {
    const about = step;
    void options.readSynchronisation().then((reading) => {
      if (closed) return;
      synchronisation = reading;
      const proven = reading.state === 'yes' && (reading.proof === null || reading.proof !== proofBefore);
      // An answer to a question asked before the last step is no answer to that step.
      if (step !== null && step === about && proven) confirm('synchronisation');
      asking.cancel();
      asking = clock.setTimer(step === null ? ASK_AGAIN_MS : ASK_AGAIN_WHEN_STEPPED_MS, ask);
    });
  }

  return {
    now,
    reading: () => ({
      now: now(),
      trusted: step === null,
      wall: clock.wall(),
      synchronised: synchronisation.state,
      step,
    }),
    synchronisation: () => synchronisation,
    sample,
    confirm,
    close() {
      closed = true;
      asking.cancel();
    },
  };
}
