import { describe, expect, it } from 'vitest';
import { createManualClock } from './manual-clock.ts';
import { createPacedClock } from './paced-clock.ts';

describe('a clock moved by hand', () => {
  it('fires its timers in order, each at its own instant', () => {
    const clock = createManualClock({ wall: 1_000 });
    const fired: [string, number][] = [];
    clock.setTimer(300, () => fired.push(['late', clock.wall()]));
    clock.setTimer(100, () => {
      fired.push(['early', clock.wall()]);
      clock.setTimer(50, () => fired.push(['set on the way', clock.wall()]));
    });
    clock.setTimer(100, () => fired.push(['second of two', clock.wall()]));
    clock.setTimer(200, () => fired.push(['cancelled', clock.wall()])).cancel();
    clock.advanceNow(300);
    expect(fired).toEqual([
      ['early', 1_100],
      ['second of two', 1_100],
      ['set on the way', 1_150],
      ['late', 1_300],
    ]);
  });

  it('waits for what a timer began before it goes on', async () => {
    const clock = createManualClock({ wall: 0 });
    let began: Promise<void> | undefined;
    let doneAt = -1;
    clock.setTimer(100, () => {
      began = new Promise((resolve) =>
        setImmediate(() => {
          doneAt = clock.wall();
          began = undefined;
          resolve();
        }),
      );
    });
    clock.setTimer(500, () => undefined);
    await clock.advance(1_000, () => began);
    expect(doneAt).toBe(100);
    expect(clock.wall()).toBe(1_000);
  });

  it('fires late what came due while the process was held up', () => {
    const clock = createManualClock({ wall: 0 });
    const fired: number[] = [];
    clock.setTimer(100, () => fired.push(clock.wall()));
    clock.stall(500);
    expect([clock.wall(), clock.monotonic(), fired]).toEqual([500, 500, []]);
    clock.advanceNow(0);
    expect(fired).toEqual([500]);
  });

  it('moves the wall clock alone in a step', () => {
    const clock = createManualClock({ wall: 10_000, uptime: 5_000 });
    clock.stepWall(-3_000);
    expect([clock.wall(), clock.monotonic(), clock.uptime()]).toEqual([7_000, 0, 5_000]);
  });
});

describe('a drill’s clock', () => {
  it('runs at its speed, stands at none, and changes it on the way', () => {
    const base = createManualClock({ wall: 0 });
    const drill = createPacedClock(base, { start: 1_000_000, speed: 60 });
    const fired: number[] = [];
    drill.setTimer(60_000, () => fired.push(drill.wall()));
    base.advanceNow(2_000);
    expect(drill.wall()).toBe(1_120_000);
    expect(fired).toEqual([1_060_000]);
    drill.setSpeed(0);
    base.advanceNow(5_000);
    expect(drill.wall()).toBe(1_120_000);
    drill.setSpeed(1);
    base.advanceNow(1_000);
    expect(drill.wall()).toBe(1_121_000);
    drill.close();
  });
});
