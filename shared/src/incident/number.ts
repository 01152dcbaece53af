import type { Instant } from '../kernel/instant.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

/** The calendar year of an instant in a time zone (IANA name), four digits. */
export function yearOf(instant: Instant, timeZone: string): string {
  const format =
    formats.get(timeZone) ?? new Intl.DateTimeFormat('en-US', { timeZone, calendar: 'gregory', year: 'numeric' });
  formats.set(timeZone, format);
  return format.format(instant).padStart(4, '0');
}

/** `2026-0147`: the year and the running number in it, counted from 1. */
export function incidentNumber(year: string, running: number): string {
  return `${year}-${String(running).padStart(4, '0')}`;
}

/** The highest running number among these in that year; 0 where there is none. */
export function lastNumberIn(year: string, numbers: Iterable<string>): number {
  let last = 0;
  for (const number of numbers) {
    if (number.startsWith(`${year}-`)) last = Math.max(last, Number(number.slice(year.length + 1)) || 0);
  }
  return last;
}
