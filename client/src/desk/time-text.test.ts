import { HOUR, MINUTE } from '@duty-room/shared/kernel/instant';
import { describe, expect, it } from 'vitest';
import { readLength, readTime, type TimeContext } from './time-text.ts';
import { instantOf, wallTimeAt } from './zoned-time.ts';

const zone = 'Asia/Shanghai';
/** 14 December 2026, 02:14:09 in the office. */
const now = Date.UTC(2026, 11, 13, 18, 14, 9);
const past: TimeContext = { now, timeZone: zone, lean: 'past' };
const future: TimeContext = { now, timeZone: zone, lean: 'future' };

const local = (text: string, context: TimeContext): string => {
  const reading = readTime(text, context);
  if (reading.kind !== 'instant') return reading.kind;
  const time = wallTimeAt(reading.at, zone);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(time.month)}-${two(time.day)} ${two(time.hour)}:${two(time.minute)}:${two(time.second)}`;
};

describe('a time typed during a call', () => {
  it.each([
    ['0150', '12-14 01:50:00'],
    ['150', '12-14 01:50:00'],
    ['01:50', '12-14 01:50:00'],
    ['1：50', '12-14 01:50:00'],
    ['０１５０', '12-14 01:50:00'],
    ['015030', '12-14 01:50:30'],
    ['01:50:30', '12-14 01:50:30'],
    ['1点50', '12-14 01:50:00'],
    ['1时50分', '12-14 01:50:00'],
    ['1点半', '12-14 01:30:00'],
    ['22:30', '12-13 22:30:00'],
    ['昨天2230', '12-13 22:30:00'],
    ['昨 22:30', '12-13 22:30:00'],
    ['12-13 22:30', '12-13 22:30:00'],
    ['12月13日 2230', '12-13 22:30:00'],
    ['2026-12-12 08:00', '12-12 08:00:00'],
    ['24分前', '12-14 01:50:09'],
    ['-24', '12-14 01:50:09'],
    ['24分钟', '12-14 01:50:09'],
    ['1小时30分', '12-14 00:44:09'],
    ['2h ago', '12-14 00:14:09'],
    ['现在', '12-14 02:14:09'],
    ['02:15', '12-14 02:15:00'],
  ])('%s is %s where the field asks for something that has happened', (text, expected) => {
    expect(local(text, past)).toBe(expected);
  });

  it.each([
    ['03:50', '12-14 03:50:00'],
    ['0150', '12-15 01:50:00'],
    ['明天 0350', '12-15 03:50:00'],
    ['26小时', '12-15 04:14:09'],
    ['26h', '12-15 04:14:09'],
    ['+90', '12-14 03:44:09'],
    ['3天后', '12-17 02:14:09'],
    ['24:00', '12-15 00:00:00'],
  ])('%s is %s where the field asks for something that is to come', (text, expected) => {
    expect(local(text, future)).toBe(expected);
  });

  it('counts a bare length from the stop and a signed one from now', () => {
    const stopped = Date.UTC(2026, 11, 13, 17, 50);
    const context = { ...future, reference: stopped };
    expect(readTime('26小时', context)).toEqual({
      kind: 'instant',
      at: stopped + 26 * HOUR,
      basis: 'reference',
      length: 26 * HOUR,
    });
    expect(local('+26h', context)).toBe('12-15 04:14:09');
  });

  it('offers the other day of a bare time of day', () => {
    const reading = readTime('0150', future);
    expect(reading).toMatchObject({ other: Date.UTC(2026, 11, 13, 17, 50) });
  });

  it('takes the year from the nearest new year', () => {
    const january = Date.UTC(2026, 11, 31, 17, 0); // 1 January 2027, 01:00
    expect(readTime('12-31 23:50', { ...past, now: january })).toMatchObject({ at: Date.UTC(2026, 11, 31, 15, 50) });
    const december = Date.UTC(2026, 11, 31, 15, 0);
    expect(readTime('1-1 03:00', { ...future, now: december })).toMatchObject({ at: Date.UTC(2026, 11, 31, 19, 0) });
  });

  it.each(['abc', '25:00', '0160', '12-32 01:00', '13-01 01:00', '小时', '1h2h', '24:01', '昨天', '5'])(
    'says that it cannot read %s',
    (text) => {
      expect(readTime(text, past).kind).toBe('unreadable');
    },
  );

  it('takes an empty field as nothing said', () => {
    expect(readTime('  ', past)).toEqual({ kind: 'empty' });
  });
});

describe('a length in words', () => {
  it.each([
    ['26小时', 26 * HOUR],
    ['1.5h', 90 * MINUTE],
    ['1h30', 90 * MINUTE],
    ['1小时30分', 90 * MINUTE],
    ['1个半小时', 90 * MINUTE],
    ['2小时半', 150 * MINUTE],
    ['半小时', 30 * MINUTE],
    ['90 min', 90 * MINUTE],
    ['1天2小时', 26 * HOUR],
  ])('%s', (text, expected) => {
    expect(readLength(text)).toBe(expected);
  });
});

describe('the office time zone', () => {
  it('finds the instant again, in a zone with daylight saving too', () => {
    for (const timeZone of [zone, 'Europe/Berlin', 'UTC']) {
      for (let at = Date.UTC(2026, 2, 28); at < Date.UTC(2026, 2, 31); at += 37 * MINUTE) {
        expect(instantOf(wallTimeAt(at, timeZone), timeZone)).toBe(at);
      }
    }
  });

  it('moves a time that daylight saving skips behind the gap, and takes the first of a repeated one', () => {
    const gap = { year: 2026, month: 3, day: 29, hour: 2, minute: 30, second: 0 };
    expect(instantOf(gap, 'Europe/Berlin')).toBe(Date.UTC(2026, 2, 29, 1, 30));
    const twice = { year: 2026, month: 10, day: 25, hour: 2, minute: 30, second: 0 };
    expect(instantOf(twice, 'Europe/Berlin')).toBe(Date.UTC(2026, 9, 25, 0, 30));
  });
});
