import { HOUR, MINUTE, SECOND } from '@duty-room/shared/kernel/instant';
import { describe, expect, it } from 'vitest';
import type { Beat } from './beat.ts';
import { judgeStart, type StartReadings } from './start-time.ts';

const NOON = Date.UTC(2026, 0, 15, 12);
const lastBeat: Beat = {
  run: 'run-1',
  own: NOON,
  trusted: true,
  wall: NOON,
  uptime: 5 * HOUR,
  bootId: 'boot-1',
  synchronisedBy: null,
  epoch: 'log-1',
  settled: '',
};
const afterTenMinutes: StartReadings = {
  wall: NOON + 10 * MINUTE,
  uptime: 5 * HOUR + 10 * MINUTE,
  bootId: 'boot-1',
  synchronisation: { state: 'unknown', proof: null },
  beat: lastBeat,
  lastRecord: NOON - MINUTE,
};
const newBoot = { ...afterTenMinutes, bootId: 'boot-2', uptime: MINUTE };

describe('the time with which a room starts', () => {
  it('is the wall clock in an empty room', () => {
    const start = judgeStart({ ...afterTenMinutes, beat: null, lastRecord: null });
    expect(start).toEqual({ own: NOON + 10 * MINUTE, trusted: true });
  });

  it('is the wall clock where it agrees with the uptime since the last beat', () => {
    expect(judgeStart(afterTenMinutes)).toEqual({ own: NOON + 10 * MINUTE, trusted: true, by: 'agreement' });
  });

  it('needs no confirmation for what honest counters drift apart in three days', () => {
    const passed = 72 * HOUR;
    const start = judgeStart({
      ...afterTenMinutes,
      uptime: 5 * HOUR + passed,
      wall: NOON + passed + 12 * SECOND,
    });
    expect(start.trusted).toBe(true);
  });

  it.each([2 * HOUR, -HOUR])('is its own where the wall clock was set by %i ms while it was down', (stepMs) => {
    const start = judgeStart({ ...afterTenMinutes, wall: NOON + 10 * MINUTE + stepMs });
    expect(start).toEqual({ own: NOON + 10 * MINUTE, trusted: false, stepMs });
  });

  it('believes a set clock that the time source vouches for, and keeps the step for the record', () => {
    const start = judgeStart({
      ...afterTenMinutes,
      wall: NOON + 3 * HOUR,
      synchronisation: { state: 'yes', proof: null },
    });
    expect(start).toEqual({
      own: NOON + 3 * HOUR,
      trusted: true,
      stepMs: 3 * HOUR - 10 * MINUTE,
      by: 'synchronisation',
    });
  });

  it('does not take an old proof of synchronisation for a new one', () => {
    const start = judgeStart({
      ...afterTenMinutes,
      wall: NOON + 3 * HOUR,
      beat: { ...lastBeat, synchronisedBy: 'chrony 17' },
      synchronisation: { state: 'yes', proof: 'chrony 17' },
    });
    expect(start.trusted).toBe(false);
  });

  it('stays unconfirmed over a restart while the wall clock is still wrong', () => {
    const start = judgeStart({
      ...afterTenMinutes,
      beat: { ...lastBeat, trusted: false, wall: NOON + 2 * HOUR },
      wall: NOON + 2 * HOUR + 10 * MINUTE,
    });
    expect(start).toEqual({ own: NOON + 10 * MINUTE, trusted: false, stepMs: 2 * HOUR });
  });

  it('is the wall clock on a new boot where it is not behind the last record', () => {
    expect(judgeStart({ ...newBoot, wall: NOON + 5 * HOUR })).toEqual({ own: NOON + 5 * HOUR, trusted: true });
  });

  it('goes on from the last record on a new boot with a clock behind it', () => {
    expect(judgeStart({ ...newBoot, wall: NOON - HOUR })).toEqual({ own: NOON, trusted: false, stepMs: -HOUR });
  });

  it('is the wall clock on a new boot behind the last record where it is synchronised', () => {
    const start = judgeStart({
      ...newBoot,
      wall: NOON - HOUR,
      synchronisation: { state: 'yes', proof: 'chrony 1' },
    });
    expect(start).toEqual({ own: NOON - HOUR, trusted: true, stepMs: -HOUR, by: 'synchronisation' });
  });

  it('takes an uptime that began anew for another boot even where boots have no name', () => {
    const unnamed = { ...lastBeat, bootId: null };
    const start = judgeStart({ ...newBoot, bootId: null, beat: unnamed, wall: NOON + HOUR });
    expect(start).toEqual({ own: NOON + HOUR, trusted: true });
  });

  it('takes an uptime that went on for the same boot where boots have no name', () => {
    const unnamed = { ...lastBeat, bootId: null };
    const start = judgeStart({
      ...afterTenMinutes,
      bootId: null,
      beat: unnamed,
      wall: NOON + 2 * HOUR,
    });
    expect(start.trusted).toBe(false);
  });

  it('judges by the last record alone where the beat is lost', () => {
    const lost = { ...afterTenMinutes, beat: null };
    expect(judgeStart({ ...lost, wall: NOON }).trusted).toBe(true);
    expect(judgeStart({ ...lost, wall: NOON - HOUR })).toEqual({
      own: NOON - MINUTE,
      trusted: false,
      stepMs: MINUTE - HOUR,
    });
  });
});
