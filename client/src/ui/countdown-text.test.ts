import { describe, expect, it } from 'vitest';
import { elapsedText, joined, leftText, spanText, spanWords } from './countdown-text.ts';

const zh = { day: '天', hour: '时', minute: '分', second: '秒' };
const en = { day: 'd', hour: 'h', minute: 'min', second: 's' };
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('a countdown', () => {
  it.each([
    [3 * MINUTE + 12_000, '03:12'],
    [3 * MINUTE + 12_999, '03:12'],
    [999, '00:00'],
    [0, '00:00'],
    [-1, '+00:00'],
    [-999, '+00:00'],
    [-(4 * MINUTE + 12_000), '+04:12'],
    [HOUR - 1, '59:59'],
    [-HOUR + 1, '+59:59'],
  ])('of %i ms reads %s: both sides of the line round down', (ms, text) => {
    expect(joined(leftText(ms, zh))).toBe(text);
  });

  it('writes its units from one hour on, so that it cannot be taken for minutes', () => {
    expect(joined(leftText(2 * HOUR + 17 * MINUTE + 59_999, zh))).toBe('2 时 17 分');
    expect(joined(leftText(2 * HOUR + 17 * MINUTE, en))).toBe('2 h 17 min');
    expect(joined(leftText(-(HOUR + 5 * MINUTE), en))).toBe('+1 h 5 min');
    expect(spanText(HOUR + 5 * MINUTE, zh)).toMatchObject({ first: '1', second: '05' });
  });

  it('counts days from two days on', () => {
    expect(joined(leftText(48 * HOUR - 1, zh))).toBe('47 时 59 分');
    expect(joined(leftText(52 * HOUR, en))).toBe('2 d 4 h');
  });

  it('shows elapsed time without a line in whole minutes', () => {
    expect(elapsedText(17 * MINUTE + 59_000, zh)).toMatchObject({ first: '17', firstUnit: '分', second: '' });
    expect(elapsedText(-5, zh)).toMatchObject({ first: '0' });
    expect(elapsedText(2 * HOUR + 5 * MINUTE, en)).toMatchObject({ first: '2', second: '05' });
  });

  it('speaks spans in sentences with their unit', () => {
    expect(spanWords(38_900, zh)).toBe('38 秒');
    expect(spanWords(17 * MINUTE + 30_000, en)).toBe('17 min');
    expect(spanWords(2 * HOUR, zh)).toBe('2 时');
    expect(spanWords(2 * HOUR + 5 * MINUTE, en)).toBe('2 h 5 min');
  });
});
