import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE } from '@duty-room/shared/kernel/instant';
import { keyStep, neighbour, spanOf, ticks, within } from './moment.ts';

describe('moving on the time line', () => {
  it('goes to the event before and after, never to where one stands', () => {
    const events = [10, 20, 20, 30];
    expect(neighbour(events, 20, 1)).toBe(30);
    expect(neighbour(events, 20, -1)).toBe(10);
    expect(neighbour(events, 25, -1)).toBe(20);
    expect(neighbour(events, 5, 1)).toBe(10);
    expect(neighbour(events, 10, -1)).toBeNull();
    expect(neighbour(events, 30, 1)).toBeNull();
    expect(neighbour([], 30, 1)).toBeNull();
  });

  it('stays inside its span, and a span always has some length', () => {
    const span = spanOf(100_000, 400_000);
    expect(within(span, 1)).toBe(100_000);
    expect(within(span, 1e9)).toBe(400_000);
    expect(spanOf(5, 5)).toEqual({ from: 5 - MINUTE, to: 5 });
  });

  it('takes seconds, minutes and ten minutes from the keyboard', () => {
    expect(keyStep('ArrowRight', false)).toBe(1000);
    expect(keyStep('ArrowLeft', true)).toBe(-MINUTE);
    expect(keyStep('PageUp', false)).toBe(10 * MINUTE);
    expect(keyStep('x', false)).toBeNull();
  });
});

describe('the marks of the time line', () => {
  const night = Date.UTC(2026, 11, 13, 15, 7); // 23:07 in Shanghai
  const offset = 8 * HOUR;
  it("stand at round times of the office's day", () => {
    const { step, at } = ticks({ from: night, to: night + 6 * HOUR }, 8, offset);
    expect(step).toBe(HOUR);
    expect(at[0]).toBe(Date.UTC(2026, 11, 13, 16)); // midnight there
    expect(at).toHaveLength(6);
  });
  it('are days where days are shown, at midnight of the office', () => {
    const { at } = ticks({ from: night, to: night + 7 * 24 * HOUR }, 8, offset);
    expect(at.map((one) => (one + offset) % (24 * HOUR))).toEqual(Array(7).fill(0));
  });
  it('are never more than there is room for', () => {
    for (const hours of [0.02, 0.5, 3, 40, 900, 20_000])
      expect(ticks({ from: night, to: night + hours * HOUR }, 8, offset).at.length).toBeLessThanOrEqual(9);
  });
});
