import type { Instant } from '@duty-room/shared/kernel/instant';
import type { Language } from '../i18n/language.ts';

/** Instants as people read them, in the office's time zone. Formatters are kept, because making one is slow. */
const kept = new Map<string, Intl.DateTimeFormat>();

function formatter(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const name = `${locale}|${JSON.stringify(options)}`;
  const found = kept.get(name);
  if (found) return found;
  const made = new Intl.DateTimeFormat(locale, options);
  kept.set(name, made);
  return made;
}

type Parts = {
  readonly year: string;
  readonly month: string;
  readonly day: string;
  readonly hour: string;
  readonly minute: string;
  readonly second: string;
};

function parts(at: Instant, timeZone: string): Parts {
  const found: Record<string, string> = {};
  const format = formatter('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  for (const part of format.formatToParts(at)) found[part.type] = part.value;
  const { year = '', month = '', day = '', hour = '', minute = '', second = '' } = found;
  return { year, month, day, hour, minute, second };
}

/** `02:14`. */
export function hourMinute(at: Instant, timeZone: string): string {
  const { hour, minute } = parts(at, timeZone);
  return `${hour}:${minute}`;
}

/** `02:14:36`. */
export function hourMinuteSecond(at: Instant, timeZone: string): string {
  const { hour, minute, second } = parts(at, timeZone);
  return `${hour}:${minute}:${second}`;
}

/** `2026-12-14`, for comparing days and for file names. */
export function dayKey(at: Instant, timeZone: string): string {
  const { year, month, day } = parts(at, timeZone);
  return `${year}-${month}-${day}`;
}

/** `12月14日 星期一` / `Mon 14 Dec`. */
export function dateLine(at: Instant, timeZone: string, language: Language): string {
  return language === 'zh'
    ? `${monthDay(at, timeZone, language)} ${formatter('zh-CN', { timeZone, weekday: 'long' }).format(at)}`
    : formatter('en-GB', { timeZone, weekday: 'short', day: 'numeric', month: 'short' }).format(at).replace(',', '');
}

/** `12月14日` / `14 Dec`. */
export function monthDay(at: Instant, timeZone: string, language: Language): string {
  return formatter(language === 'zh' ? 'zh-CN' : 'en-GB', {
    timeZone,
    month: language === 'zh' ? 'long' : 'short',
    day: 'numeric',
  }).format(at);
}

export type DayWords = { readonly yesterday: string; readonly tomorrow: string };

/** A time of day with its day where that is not today: `02:14`, `昨 16:40`, `明 06:00`, `12月15日 01:43`. */
export function timeOfDay(
  at: Instant,
  now: Instant,
  timeZone: string,
  language: Language,
  words: DayWords,
  seconds = false,
): string {
  const time = seconds ? hourMinuteSecond(at, timeZone) : hourMinute(at, timeZone);
  const days = dayDistance(at, now, timeZone);
  if (days === 0) return time;
  if (days === -1) return `${words.yesterday} ${time}`;
  if (days === 1) return `${words.tomorrow} ${time}`;
  return `${monthDay(at, timeZone, language)} ${time}`;
}

/** Whole calendar days from the day of `now` to the day of `at`. */
export function dayDistance(at: Instant, now: Instant, timeZone: string): number {
  const day = (instant: Instant): number => Date.parse(`${dayKey(instant, timeZone)}T00:00:00Z`) / 86_400_000;
  return Math.round(day(at) - day(now));
}
