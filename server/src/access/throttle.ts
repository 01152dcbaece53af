import type { Instant, Millis } from '@duty-room/shared/kernel/instant';
import { HOUR, MINUTE } from '@duty-room/shared/kernel/instant';

const FREE_ATTEMPTS = 5;
const FIRST_LOCK: Millis = MINUTE;
const LONGEST_LOCK: Millis = 15 * MINUTE;
const FORGOTTEN_AFTER: Millis = HOUR;
/** Begins the keys of names that no account has. */
export const STRANGER = '?';
/**
 * Guessed names must not fill the memory; the oldest of them are forgotten first. Those of accounts are as many as there are, and a lock
 * on one must not end because somebody invents names.
 */
const CAPACITY = 10_000;

type Entry = { failures: number; last: Instant; until: Instant; told: boolean };

export type Throttle = ReturnType<typeof createThrottle>;

/**
 * Counts failed attempts by key: after five a lock of a minute, doubled by each further failure up to fifteen minutes.
 * An attempt counts before it is judged, so that many at once gain nothing.
 */
export function createThrottle() {
  const entries = new Map<string, Entry>();
  const current = (key: string, now: Instant): Entry | undefined => {
    const entry = entries.get(key);
    if (entry === undefined || now - entry.last < FORGOTTEN_AFTER) return entry;
    entries.delete(key);
    return undefined;
  };
  return {
    /** Until when the key is locked; null when it is not. `first` is true once per lock. */
    locked(key: string, now: Instant): { readonly until: Instant; readonly first: boolean } | null {
      const entry = current(key, now);
      if (entry === undefined || entry.until <= now) return null;
      const first = !entry.told;
      entry.told = true;
      return { until: entry.until, first };
    },
    /** Counts an attempt; returns until when the key is locked from now on, or null. */
    attempt(key: string, now: Instant): Instant | null {
      const entry = current(key, now) ?? { failures: 0, last: now, until: 0, told: false };
      entry.failures += 1;
      entry.last = now;
      entries.delete(key);
      entries.set(key, entry);
      if (entries.size > CAPACITY) {
        const oldest = entries.keys().find((one) => one.startsWith(STRANGER));
        if (oldest !== undefined) entries.delete(oldest);
      }
      if (entry.failures < FREE_ATTEMPTS) return null;
      entry.until = now + Math.min(LONGEST_LOCK, FIRST_LOCK * 2 ** (entry.failures - FREE_ATTEMPTS));
      entry.told = false;
      return entry.until;
    },
    /** The attempt was right, or an administrator helped: nothing is held against the key. */
    clear(key: string): void {
      entries.delete(key);
    },
    /** Forgets every key that begins so. */
    clearAll(prefix: string): void {
      for (const key of entries.keys()) if (key.startsWith(prefix)) entries.delete(key);
    },
    /** A lock that the log remembers from before this start. */
    restore(key: string, until: Instant, now: Instant): void {
      entries.set(key, { failures: FREE_ATTEMPTS, last: now, until, told: true });
    },
  };
}
