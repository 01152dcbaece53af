import { DAY, HOUR, MINUTE, SECOND, type Instant, type Millis } from '@duty-room/shared/kernel/instant';
import { instantOf, wallTimeAt, type WallTime } from './zoned-time.ts';

/** What a typed time is read against. */
export type TimeContext = {
  /** Server time. */
  readonly now: Instant;
  /** IANA name of the office's zone. */
  readonly timeZone: string;
  /** Whether a bare time of day is the last one or the next one. */
  readonly lean: 'past' | 'future';
  /** Where a bare length counts from, if not from now: "26 h" without heat counts from the stop. */
  readonly reference?: Instant | undefined;
};

export type TimeReading =
  | { readonly kind: 'empty' }
  | {
      readonly kind: 'instant';
      readonly at: Instant;
      /** How the words were taken: a time of day, a length from now, or a length from the reference. */
      readonly basis: 'clock' | 'now' | 'reference';
      /** The length that was typed, where one was. */
      readonly length?: Millis;
      /** The other plausible reading of a bare time of day, so that one key can choose it. */
      readonly other?: Instant;
    }
  | { readonly kind: 'unreadable' };

const UNREADABLE: TimeReading = { kind: 'unreadable' };
/** A call is typed while it goes on: a minute ahead of the server still means "just now". */
const SKEW: Millis = MINUTE;

const UNITS: readonly (readonly [RegExp, Millis])[] = [
  [/^(?:天|日|days?|d)/, DAY],
  [/^(?:个?半小时|个?半钟头)/, 0],
  [/^(?:个?小时|个?钟头|时|hours?|hrs?|h)/, HOUR],
  [/^(?:分钟|分|minutes?|mins?|m)/, MINUTE],
  [/^(?:秒钟|秒|seconds?|secs?|s)/, SECOND],
];

/** Narrow digits and punctuation, however an input method left them. */
function plain(text: string): string {
  return text
    .normalize('NFKC')
    .replaceAll('：', ':')
    .replaceAll('。', '.')
    .replaceAll('，', ',')
    .replaceAll(/[‐‑–—−]/g, '-')
    .trim()
    .toLowerCase();
}

/** Reads a length such as `26小时`, `26h`, `1.5h`, `1小时30分`, `1h30`, `半小时`; undefined where the text is none. */
export function readLength(text: string): Millis | undefined {
  let rest = plain(text).replaceAll(/\s+/g, '');
  if (rest === '半小时' || rest === '半个小时') return 30 * MINUTE;
  let total = 0;
  let last: Millis = Infinity;
  let found = false;
  while (rest !== '') {
    const number = /^(\d+(?:\.\d+)?)/.exec(rest)?.[1];
    if (number === undefined) return undefined;
    rest = rest.slice(number.length);
    // `1h30`: figures behind hours are minutes.
    if (rest === '' && last === HOUR && /^[0-5]?\d$/.test(number)) return total + Number(number) * MINUTE;
    const unit = UNITS.find(([pattern]) => pattern.test(rest));
    if (!unit) return undefined;
    const [pattern, size] = unit;
    const half = size === 0;
    const worth = half ? HOUR : size;
    if (worth >= last) return undefined;
    total += (Number(number) + (half ? 0.5 : 0)) * worth;
    rest = rest.replace(pattern, '');
    last = worth;
    found = true;
    if (worth === HOUR && !half && rest === '半') {
      total += 30 * MINUTE;
      rest = '';
    }
  }
  return found ? Math.round(total) : undefined;
}

type Clock = { readonly hour: number; readonly minute: number; readonly second: number };

/** `0150`, `150`, `1:50`, `01:50:30`, `015030`, `1点50`, `1时50分`, `1点半`. */
function readClock(text: string): Clock | undefined {
  const patterns = [
    /^(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?$/,
    /^(\d{1,2})[点时](?:(\d{1,2})分?)?(?:(\d{1,2})秒?)?$/,
    /^(\d{1,2})(\d{2})(\d{2})?$/,
  ];
  const half = /^(\d{1,2})点半$/.exec(text);
  if (half) return inDay({ hour: Number(half[1]), minute: 30, second: 0 });
  for (const pattern of patterns) {
    const match = pattern.exec(text);
    if (match) {
      return inDay({ hour: Number(match[1]), minute: Number(match[2] ?? 0), second: Number(match[3] ?? 0) });
    }
  }
  return undefined;
}

const inDay = (clock: Clock): Clock | undefined =>
  clock.hour <= 24 && clock.minute <= 59 && clock.second <= 59 && (clock.hour < 24 || clock.minute + clock.second === 0)
    ? clock
    : undefined;

const DAY_WORDS: readonly (readonly [RegExp, number])[] = [
  [/^(?:大前天)/, -3],
  [/^(?:前天)/, -2],
  [/^(?:昨天|昨日|昨夜|昨晚|昨|yesterday)/, -1],
  [/^(?:今天|今日|今夜|今晚|今晨|今早|今|today)/, 0],
  [/^(?:明天|明日|明晨|明早|明|tomorrow)/, 1],
  [/^(?:后天)/, 2],
];

const DATE = /^(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?[t,]?\s*(?=\d)/;

/**
 * Reads a time as an officer types it during a call and gives the instant by the server's clock.
 * A bare time of day is the nearest one on the side that the field leans to; the other side is offered as `other`.
 */
export function readTime(text: string, context: TimeContext): TimeReading {
  const typed = plain(text);
  if (typed === '') return { kind: 'empty' };
  const { now, timeZone, lean, reference } = context;
  if (/^(?:现在|刚才|刚刚|now)$/.test(typed)) return { kind: 'instant', at: now, basis: 'now' };

  const signed =
    /^([+-])\s*(.+)$/.exec(typed) ??
    swapped(/^(.+?)\s*(?:以?前|ago)$/.exec(typed), '-') ??
    swapped(/^(.+?)\s*(?:以?后|later)$/.exec(typed), '+');
  if (signed) {
    const words = signed[2] ?? '';
    const length = readLength(/^\d+$/.test(words) ? `${words}m` : words);
    if (length === undefined) return UNREADABLE;
    return { kind: 'instant', at: now + (signed[1] === '-' ? -length : length), basis: 'now', length };
  }

  const length = readLength(typed);
  if (length !== undefined && !/^\d{1,2}时/.test(typed)) {
    if (lean === 'past') return { kind: 'instant', at: now - length, basis: 'now', length };
    return reference === undefined
      ? { kind: 'instant', at: now + length, basis: 'now', length }
      : { kind: 'instant', at: reference + length, basis: 'reference', length };
  }

  const today = wallTimeAt(now, timeZone);
  for (const [pattern, days] of DAY_WORDS) {
    if (!pattern.test(typed)) continue;
    const clock = readClock(typed.replace(pattern, '').replace(/^\s+/, ''));
    return clock ? at({ ...today, ...clock, day: today.day + days }, timeZone) : UNREADABLE;
  }
  const date = DATE.exec(typed);
  if (date) return readDated(date, typed, today, context);

  const clock = readClock(typed);
  if (!clock) return UNREADABLE;
  return nearest(clock, today, context);
}

function swapped(match: RegExpExecArray | null, sign: string): readonly [string, string, string] | undefined {
  return match ? [match[0], sign, match[1] ?? ''] : undefined;
}

const at = (time: WallTime, timeZone: string): TimeReading => ({
  kind: 'instant',
  at: instantOf(time, timeZone),
  basis: 'clock',
});

function readDated(date: RegExpExecArray, typed: string, today: WallTime, context: TimeContext): TimeReading {
  const clock = readClock(typed.slice(date[0].length).trim());
  const [month, day] = [Number(date[2]), Number(date[3])];
  if (!clock || month < 1 || month > 12 || day < 1 || day > new Date(Date.UTC(2024, month, 0)).getUTCDate())
    return UNREADABLE;
  const year = date[1] === undefined ? today.year : Number(date[1]);
  const stated = instantOf({ year, month, day, ...clock }, context.timeZone);
  if (date[1] !== undefined) return { kind: 'instant', at: stated, basis: 'clock' };
  // New year's night: "12-31 23:50" typed on 1 January is last year's, "1-1 03:00" typed on 31 December next year's.
  const far = 183 * DAY;
  const shift = stated - context.now > far ? -1 : context.now - stated > far ? 1 : 0;
  return at({ year: year + shift, month, day, ...clock }, context.timeZone);
}

function nearest(clock: Clock, today: WallTime, { now, timeZone, lean }: TimeContext): TimeReading {
  const on = (days: number): Instant => instantOf({ ...today, ...clock, day: today.day + days }, timeZone);
  const candidates = [on(-1), on(0), on(1)];
  const past = candidates.filter((one) => one <= now + SKEW).at(-1) ?? on(-1);
  const future = candidates.find((one) => one > now) ?? on(1);
  return lean === 'past'
    ? { kind: 'instant', at: past, basis: 'clock', other: future }
    : { kind: 'instant', at: future, basis: 'clock', other: past };
}
