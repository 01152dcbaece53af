import type { Instant, Millis } from '@duty-room/shared/kernel/instant';
import { START } from '../event-store/port.ts';
import type { Beat, BeatKeeper } from '../clock/beat.ts';
import type { Clock, Timer } from '../clock/clock.ts';
import { judgeStart, type StartTime } from '../clock/start-time.ts';
import {
  type ReadSynchronisation,
  SYNCHRONISATION_UNKNOWN,
  type Synchronisation,
} from '../clock/time-synchronisation.ts';
import type { TrustedTime } from '../clock/trusted-time.ts';
import type { RoomLogger } from './room-logger.ts';

const BEAT_MS: Millis = 2_000;

/** Judges with what time the room starts. The time source is asked only where the clocks leave a doubt: asking takes a moment. */
export async function startTimeOf(options: {
  readonly clock: Clock;
  readonly beat: Beat | null;
  readonly lastRecord: Instant | null;
  readonly readSynchronisation: ReadSynchronisation;
}): Promise<{ readonly start: StartTime; readonly synchronisation: Synchronisation }> {
  const { clock, beat, lastRecord } = options;
  const judge = (synchronisation: Synchronisation) =>
    judgeStart({
      wall: clock.wall(),
      uptime: clock.uptime(),
      bootId: clock.bootId(),
      synchronisation,
      beat,
      lastRecord,
    });
  const start = judge(SYNCHRONISATION_UNKNOWN);
  if (start.trusted) return { start, synchronisation: SYNCHRONISATION_UNKNOWN };
  const synchronisation = await options.readSynchronisation();
  return { start: judge(synchronisation), synchronisation };
}

/** Writes the sign of life every two seconds. One that fails is a warning: the next comes soon. */
export function keepBeating(options: {
  readonly clock: Clock;
  readonly beats: BeatKeeper;
  readonly time: TrustedTime;
  readonly run: string;
  readonly epoch: string;
  readonly log: RoomLogger;
  /** The position up to which the ticker has nothing left to record; null while it has. */
  readonly settled: () => string | null;
  readonly settledBefore: string;
}): { readonly settled: () => Promise<void> | undefined; readonly stop: () => Promise<void> } {
  const { clock, beats, time, run, epoch, log } = options;
  let settled = options.settledBefore;
  let timer: Timer;
  let unwritten: Beat | null = null;
  let writing: Promise<void> | undefined;
  let failing = false;
  let stopped = false;

  const beat = (): void => {
    settled = options.settled() ?? settled;
    const { now, trusted, wall } = time.reading();
    const last: Beat = {
      run,
      own: now,
      trusted,
      wall,
      uptime: clock.uptime(),
      bootId: clock.bootId(),
      synchronisedBy: time.synchronisation().proof,
      epoch,
      settled: settled || START,
    };
    unwritten = last;
    writing ??= write().finally(() => {
      writing = undefined;
    });
  };
  /** One at a time, and only the latest: a slow disk gets no queue of old beats. */
  const write = async (): Promise<void> => {
    while (unwritten !== null) {
      const next = unwritten;
      unwritten = null;
      try {
        await beats.write(next);
        failing = false;
      } catch (error) {
        if (!failing) log.warn({ err: error }, 'the beat beside the log cannot be written');
        failing = true;
      }
    }
  };
  const again = (): void => {
    beat();
    if (!stopped) timer = clock.setTimer(BEAT_MS, again);
  };
  again();

  return {
    settled: () => writing,
    async stop() {
      stopped = true;
      timer.cancel();
      beat();
      await writing;
    },
  };
}
