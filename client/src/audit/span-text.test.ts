import { describe, expect, it } from 'vitest';
import { exactSpan } from './span-text.ts';

const zh = { day: '天', hour: '时', minute: '分', second: '秒' };

describe("a span in the auditor's table", () => {
  it.each([
    [9_900, '9 秒'],
    [60_000, '1 分'],
    [228_000, '3 分 48 秒'],
    [-228_000, '3 分 48 秒'],
    [3_599_999, '59 分 59 秒'],
    [3_600_000, '1 时'],
    [8_280_000, '2 时 18 分'],
    [50 * 3_600_000, '2 天 2 时'],
  ])('of %i ms reads %s', (ms, text) => {
    expect(exactSpan(ms, zh)).toBe(text);
  });
});
