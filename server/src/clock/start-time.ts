import { SECOND, type Instant, type Millis } from '@duty-room/shared/kernel/instant';
import type { Beat } from './beat.ts';
import type { Synchronisation } from './time-synchronisation.ts';

/** Readings further apart than this are a step, not a drift. */
export const STEP_LIMIT_MS: Millis = 2 * SECOND;
/** What an honest machine's counters may drift apart while nobody looks: 200 parts per million. */
const DRIFT = 0.0002;

export type StartReadings = {
  readonly wall: Instant;
  readonly uptime: Millis | null;
  readonly bootId: string | null;
  readonly synchronisation: Synchronisation;
  /** The last sign of life, if it is still there. */
  readonly beat: Beat | null;
  /** `recordedAt` of the newest event; null in an empty log. */
  readonly lastRecord: Instant | null;
};

/** With what time a room starts. */
export type StartTime = {
  readonly own: Instant;
  readonly trusted: boolean;
  /** The wall clock differs from where the room's own time would be, by so much. */
  readonly stepMs?: Millis;
  /** What made the wall clock count. */
  readonly by?: 'agreement' | 'synchronisation';
};

/**
 * Judges the wall clock at start. On the same boot it has to agree with the machine's uptime since the last beat.
 * On a new boot it counts if it is synchronised or not behind the last record. Otherwise the room keeps its own time,
 * which is never ahead of the true one, and says so.
 */
export function judgeStart(readings: StartReadings): StartTime {
  const { wall, uptime, bootId, beat, lastRecord } = readings;
  if (beat !== null && uptime !== null && beat.uptime !== null && isSameBoot(beat, uptime, bootId)) {
    const passed = uptime - beat.uptime;
    const own = Math.floor(beat.own + passed);
    if (Math.abs(wall - own) <= STEP_LIMIT_MS + passed * DRIFT) return { own: wall, trusted: true, by: 'agreement' };
    return wallOrOwn(readings, own);
  }
  const lastKnown = Math.max(lastRecord ?? 0, beat?.own ?? 0);
  if (wall >= lastKnown - STEP_LIMIT_MS) return { own: Math.max(wall, lastKnown), trusted: true };
  return wallOrOwn(readings, lastKnown);
}

/** They part: only a time source that was asked since the last beat settles it without a person. */
function wallOrOwn({ wall, synchronisation, beat }: StartReadings, own: Instant): StartTime {
  const stepMs = wall - own;
  const proven =
    synchronisation.state === 'yes' &&
    (synchronisation.proof === null || synchronisation.proof !== (beat?.synchronisedBy ?? null));
  return proven ? { own: wall, trusted: true, stepMs, by: 'synchronisation' } : { own, trusted: false, stepMs };
}

/** Without a boot id an uptime that went on counts as the same boot: at worst a time shows as unconfirmed that was right. */
function isSameBoot(beat: Beat, uptime: Millis, bootId: string | null): boolean {
  if (uptime < (beat.uptime ?? 0)) return false;
  return beat.bootId === null || bootId === null || beat.bootId === bootId;
}
