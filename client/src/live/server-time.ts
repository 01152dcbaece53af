import type { Instant, Millis } from '@duty-room/shared/kernel/instant';

/**
 * The server's trusted time on this screen. The screen's own wall clock is never read: a monotonic reading plus the median offset of the
 * last beats. A drill may run faster than the day, so the pace is measured as well.
 */
export type ServerTime = {
  /** Trusted time now, UTC ms; null before the first sample. */
  now(): Instant | null;
  /** Server ms per real ms: 1, or the pace of a drill. */
  pace(): number;
  /** Takes what the server said and when it was heard. Answers `true` where time jumped or changed its pace. */
  sample(serverTime: Instant): boolean;
  /** The server stamped something with this instant: it is at least as late there. Keeps a fresh event from lying ahead of this screen. */
  reached(stamp: Instant): void;
};

type Sample = { readonly local: Millis; readonly server: Instant };

const KEPT = 5;
/** A sample further off than this begins the reckoning anew: the server's clock was set, or a drill changed its pace. */
const JUMP_MS = 2_000;
/** A beat is not later than this on any line that a screen can be used on. */
const LATE_MS = 1_000;

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

/** A drill's pace is a whole number; anything near the day's own pace is the day's own. */
function paceOf(samples: readonly Sample[], before: number): number {
  const first = samples[0];
  const last = samples.at(-1);
  if (!first || !last || last.local - first.local < 1_000) return before;
  const measured = (last.server - first.server) / (last.local - first.local);
  return measured < 1.5 ? 1 : Math.round(measured);
}

/**
 * `monotonic` gives ms that only ever grow (`performance.now`). Only a drill is `paced`: in the live room a second is a second, and what
 * does not fit is a clock that was set.
 */
export function createServerTime(monotonic: () => Millis, paced = false): ServerTime {
  let samples: readonly Sample[] = [];
  let pace = 1;
  /** The latest stamp that was ahead of the beats; it holds until the next beat has its own word. */
  let stamped: Sample | null = null;
  const byBeats = (local: Millis): Instant | null =>
    samples.length === 0 ? null : local * pace + median(samples.map((sample) => sample.server - sample.local * pace));
  const at = (local: Millis): Instant | null => {
    const now = byBeats(local);
    return now === null || stamped === null ? now : Math.max(now, stamped.server + (local - stamped.local) * pace);
  };
  return {
    // Instants are whole milliseconds; the monotonic reading is finer.
    now: () => {
      const now = at(monotonic());
      return now === null ? null : Math.round(now);
    },
    pace: () => pace,
    reached(stamp) {
      const local = monotonic();
      const now = at(local);
      // Beats come a little late; what lies further ahead is the stamp of a clock that was set back since.
      if (now !== null && stamp > now && stamp - now <= JUMP_MS * Math.max(1, pace)) stamped = { local, server: stamp };
    },
    sample(server) {
      const local = monotonic();
      const expected = byBeats(local);
      const held = stamped && stamped.server + (local - stamped.local) * pace;
      // It came with a faster packet than the beats do; once it no longer fits to them it counts no more.
      if (held !== null && Math.abs(held - server) > LATE_MS * Math.max(1, pace)) stamped = null;
      const last = samples.at(-1);
      const jumped = expected !== null && Math.abs(server - expected) > JUMP_MS * Math.max(1, pace);
      const sample = { local, server };
      if (jumped && last) {
        // The last two samples tell a changed pace from a clock that was set.
        const next = paceOf([last, sample], pace);
        const steady = paced && next !== pace && next <= 60 && server > last.server;
        pace = steady ? next : 1;
        samples = [sample];
        return true;
      }
      samples = [...samples, sample].slice(-KEPT);
      const measured = paced && samples.length >= 3 ? paceOf(samples, pace) : pace;
      const changed = measured !== pace;
      pace = measured;
      return changed;
    },
  };
}
