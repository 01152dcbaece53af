import { describe, expect, it } from 'vitest';
import { HOUR } from '@duty-room/shared/kernel/instant';
import { instantIn } from './go-to.tsx';

const ZONE = 'Asia/Shanghai';
/** 02:14 on 14 December in the office. */
const AT = Date.UTC(2026, 11, 13, 18, 14);
const NIGHT = { from: AT - 6 * HOUR, to: AT + 6 * HOUR };
const go = (text: string, span = NIGHT) => instantIn(text, AT, span, ZONE);

describe('typing an instant', () => {
  it('means the night that is looked at, before and after', () => {
    expect(go('23:30')).toBe(Date.UTC(2026, 11, 13, 15, 30));
    expect(go('04:32:10')).toBe(Date.UTC(2026, 11, 13, 20, 32, 10));
    expect(go('0214')).toBe(AT);
  });
  it('takes a day, and lengths from the instant looked at', () => {
    expect(go('12-10 08:00')).toBe(Date.UTC(2026, 11, 10, 0));
    expect(go('+90')).toBe(AT + 1.5 * HOUR);
    expect(go('-1h')).toBe(AT - HOUR);
  });
  it('is nothing where it cannot be read', () => {
    expect(go('soon')).toBeNull();
    expect(go('25:00')).toBeNull();
  });
});
