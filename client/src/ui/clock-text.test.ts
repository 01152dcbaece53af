import { describe, expect, it } from 'vitest';
import { dateLine, dayDistance, hourMinuteSecond, timeOfDay } from './clock-text.ts';
import { themeAt } from './theme.ts';

const ZONE = 'Asia/Shanghai';
const NOW = Date.UTC(2026, 11, 13, 18, 14, 36); // 14 December, 02:14:36 in the office
const HOUR = 3_600_000;
const zh = { yesterday: '昨', tomorrow: '明' };

describe('instants on the screens', () => {
  it("stand in the office's time zone", () => {
    expect(hourMinuteSecond(NOW, ZONE)).toBe('02:14:36');
    expect(dateLine(NOW, ZONE, 'zh')).toBe('12月14日 星期一');
    expect(dateLine(NOW, ZONE, 'en')).toBe('Mon 14 Dec');
  });

  it('say the day where it is not today', () => {
    expect(timeOfDay(NOW - HOUR, NOW, ZONE, 'zh', zh)).toBe('01:14');
    expect(timeOfDay(NOW - 9.5 * HOUR, NOW, ZONE, 'zh', zh)).toBe('昨 16:44');
    expect(timeOfDay(NOW + 23 * HOUR, NOW, ZONE, 'zh', zh)).toBe('明 01:14');
    expect(timeOfDay(NOW + 48 * HOUR, NOW, ZONE, 'zh', zh)).toBe('12月16日 02:14');
    expect(dayDistance(NOW - 3 * HOUR, NOW, ZONE)).toBe(-1);
  });

  it('choose night over midnight', () => {
    expect(themeAt(NOW, ZONE, '18:00', '07:00')).toBe('night');
    expect(themeAt(NOW + 8 * HOUR, ZONE, '18:00', '07:00')).toBe('day');
    expect(themeAt(NOW, ZONE, '01:00', '02:00')).toBe('day');
  });
});
