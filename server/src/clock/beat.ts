import type { Instant, Millis } from '@duty-room/shared/kernel/instant';

/** The room's sign of life, kept beside the log every few seconds: what the clocks showed when it last ran. */
export type Beat = {
  /** Start of the room that wrote it. */
  readonly run: string;
  /** The room's own time. */
  readonly own: Instant;
  readonly trusted: boolean;
  readonly wall: Instant;
  readonly uptime: Millis | null;
  readonly bootId: string | null;
  /** Proof of the last time synchronisation, where the machine gives one. */
  readonly synchronisedBy: string | null;
  /** Names the log that `settled` is a position of. */
  readonly epoch: string;
  /** Up to here in the log the ticker had nothing left to record. */
  readonly settled: string;
};

/** Where beats are kept. Losing one costs certainty about time at the next start, never an event. */
export type BeatKeeper = {
  /** The last beat; null where there is none or it cannot be read. */
  readonly read: () => Promise<Beat | null>;
  /** Replaces the last beat whole. Rejects where that fails. */
  readonly write: (beat: Beat) => Promise<void>;
};

/** A keeper that lives as long as the process: for tests, scenarios and throw-away drills. */
export function createMemoryBeats(): BeatKeeper {
  let last: Beat | null = null;
  return {
    read: async () => last,
    async write(beat) {
      last = beat;
    },
  };
}
