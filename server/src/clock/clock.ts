import type { Instant, Millis } from '@duty-room/shared/kernel/instant';

/** A pending call. Cancelling one that has fired does nothing. */
export type Timer = { readonly cancel: () => void };

/** The only door to time. The machine's clock, a clock moved by hand in tests, or the paced clock of a drill. */
export type Clock = {
  /** The wall clock as the machine shows it, whole UTC ms. It may be wrong and may jump. */
  readonly wall: () => Instant;
  /** Milliseconds from an unknown beginning that nobody can set; never goes back. It may stand still while the machine sleeps. */
  readonly monotonic: () => Millis;
  /** How long the machine has been up, sleep included; null where it does not say. */
  readonly uptime: () => Millis | null;
  /** Another text after each boot; null where the machine does not say. */
  readonly bootId: () => string | null;
  /** Calls once, `delay` ms of monotonic time from now (at once for zero or less). */
  readonly setTimer: (delay: Millis, call: () => void) => Timer;
};
