import type { Instant } from '@duty-room/shared/kernel/instant';

/** A day and time of day as a wall clock in some zone shows them. Months from 1. */
export type WallTime = {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
};

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  formats.set(timeZone, made);
  return made;
}

/** What a clock in `timeZone` (IANA name) shows at `at` (UTC ms). Throws RangeError for an unknown zone. */
export function wallTimeAt(at: Instant, timeZone: string): WallTime {
  const parts: Record<string, number> = {};
  for (const part of formatOf(timeZone).formatToParts(at)) {
    if (part.type !== 'literal') parts[part.type] = Number(part.value);
  }
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return { year, month, day, hour, minute, second };
}

const asUtc = (time: WallTime): number =>
  Date.UTC(time.year, time.month - 1, time.day, time.hour, time.minute, time.second);

/**
 * The instant (UTC ms) at which a clock in `timeZone` shows `time`. Days beyond the month roll over, as in `Date.UTC`.
 * A time that daylight saving skips gives the instant as far after the gap; one that it repeats gives the first.
 */
export function instantOf(time: WallTime, timeZone: string): Instant {
  const wanted = asUtc(time);
  const offsetAt = (at: Instant): number => asUtc(wallTimeAt(at, timeZone)) - at;
  const candidates = [wanted - offsetAt(wanted - 86_400_000), wanted - offsetAt(wanted + 86_400_000)];
  const shown = candidates.filter((at) => asUtc(wallTimeAt(at, timeZone)) === wanted);
  return shown.length > 0 ? Math.min(...shown) : Math.max(...candidates);
}

/** The calendar day in `timeZone` as a comparable number of days. */
export function dayNumber(at: Instant, timeZone: string): number {
  const { year, month, day } = wallTimeAt(at, timeZone);
  return Math.round(Date.UTC(year, month - 1, day) / 86_400_000);
}
