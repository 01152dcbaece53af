import { describe, expect, it } from 'vitest';
import { createServerTime } from './server-time.ts';
import { createTicker } from './ticker.ts';

const START = Date.UTC(2026, 11, 13, 18, 14, 36);

describe('server time on a screen', () => {
  it('is unknown before the first beat', () => {
    expect(createServerTime(() => 5).now()).toBeNull();
  });

  it('takes the median of the last five beats, so that one slow beat moves nothing', () => {
    let local = 0;
    const time = createServerTime(() => local);
    for (const delay of [20, 30, 900, 25, 22]) {
      time.sample(START + local - delay);
      local += 3_000;
    }
    expect(time.now()).toBe(START + local - 25);
  });

  it('is never behind an event that has just arrived', () => {
    let local = 0;
    const time = createServerTime(() => local);
    for (const late of [300, 320, 310]) {
      time.sample(START + local - late);
      local += 3_000;
    }
    const stamp = START + local - 40;
    expect(time.now()).toBe(START + local - 310);
    time.reached(stamp);
    expect(time.now()).toBe(stamp);
    local += 1_000;
    expect(time.now()).toBe(stamp + 1_000);
    // An old event moves nothing, nor does the stamp of a clock that has been set back since.
    time.reached(stamp - 60_000);
    time.reached(stamp + 3_600_000);
    expect(time.now()).toBe(stamp + 1_000);
    // A clock that is set back takes it along.
    time.sample(START + local - 7_200_000);
    expect(time.now()).toBe(START + local - 7_200_000);
  });

  it('follows the server at once when its clock is set', () => {
    let local = 0;
    const time = createServerTime(() => local);
    for (let beat = 0; beat < 5; beat += 1) {
      time.sample(START + local);
      local += 3_000;
    }
    for (const step of [10_000, 7_200_000]) {
      expect(time.sample(START + local + step)).toBe(true);
      local += 100;
      expect(time.now()).toBe(START + local + step);
    }
    local += 3_000;
    time.sample(START + local + 7_200_000);
    expect(time.now()).toBe(START + local + 7_200_000);
    expect(time.pace()).toBe(1);
  });

  it('finds the pace of a drill and counts on between its beats', () => {
    let local = 0;
    const time = createServerTime(() => local, true);
    for (let beat = 0; beat < 6; beat += 1) {
      time.sample(START + local * 60 + (beat % 2));
      local += 3_000;
    }
    expect(time.pace()).toBe(60);
    expect(Math.abs((time.now() ?? 0) - (START + local * 60))).toBeLessThan(2_000);
  });
});

describe('the ticker', () => {
  it("ticks just after each of the server's seconds and stops with its last listener", () => {
    let local = 0;
    const time = createServerTime(() => local);
    time.sample(START + 250);
    const waits: number[] = [];
    let run: (() => void) | undefined;
    const ticker = createTicker(time, {
      setTimer: (next, ms) => {
        waits.push(ms);
        run = next;
        return 1;
      },
      clearTimer: () => (run = undefined),
    });
    const heard: number[] = [];
    const stop = ticker.subscribe((now) => heard.push(now));
    expect(heard).toEqual([START + 250]);
    expect(waits).toEqual([758]);
    local = 758;
    run?.();
    expect(heard.at(-1)).toBe(START + 1_008);
    expect(waits.at(-1)).toBe(1_000);
    stop();
    expect(run).toBeUndefined();
  });
});
