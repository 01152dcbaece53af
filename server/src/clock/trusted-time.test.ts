import { HOUR, MINUTE, SECOND } from '@duty-room/shared/kernel/instant';
import { describe, expect, it } from 'vitest';
import { createManualClock } from './manual-clock.ts';
import type { Synchronisation } from './time-synchronisation.ts';
import { type ClockConfirmation, type ClockStep, createTrustedTime } from './trusted-time.ts';

const NOON = Date.UTC(2026, 0, 15, 12);

function room() {
  const clock = createManualClock({ wall: NOON });
  const steps: ClockStep[] = [];
  const confirmations: ClockConfirmation[] = [];
  let synchronisation: Synchronisation = { state: 'unknown', proof: null };
  const time = createTrustedTime({
    clock,
    start: { own: NOON, trusted: true },
    readSynchronisation: async () => synchronisation,
    onStep: (step) => steps.push(step),
    onConfirmed: (confirmation) => confirmations.push(confirmation),
  });
  const tick = () => {
    time.sample();
    clock.setTimer(250, tick);
  };
  tick();
  const answered = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    clock,
    time,
    steps,
    confirmations,
    answered,
    synchronise: (next: Synchronisation) => {
      synchronisation = next;
    },
  };
}

describe('the room’s time', () => {
  it.each([2 * HOUR, -HOUR])('goes on as before when the wall clock is set by %i ms, and says so', (stepMs) => {
    const { clock, time, steps } = room();
    clock.advanceNow(10 * MINUTE);
    clock.stepWall(stepMs);
    clock.advanceNow(10 * MINUTE);
    expect(time.reading()).toMatchObject({
      now: NOON + 20 * MINUTE,
      wall: NOON + 20 * MINUTE + stepMs,
      trusted: false,
    });
    expect(steps).toEqual([expect.objectContaining({ stepMs, trusted: expect.any(Number), wall: expect.any(Number) })]);
    expect(steps[0]!.wall - steps[0]!.trusted).toBe(stepMs);
    expect(steps[0]!.at - (NOON + 10 * MINUTE)).toBeLessThanOrEqual(250);
  });

  it('follows a small difference gradually and never goes back', () => {
    const { clock, time, steps } = room();
    clock.stepWall(-1_900);
    let last = time.now();
    for (let second = 0; second < 600; second += 1) {
      clock.advanceNow(SECOND);
      const now = time.now();
      expect(now - last).toBeGreaterThanOrEqual(980);
      last = now;
    }
    expect(Math.abs(time.now() - clock.wall())).toBeLessThanOrEqual(20);
    expect(steps).toEqual([]);
    expect(time.reading().trusted).toBe(true);
  });

  it('notices a wall clock that runs away', () => {
    const { clock, time, steps } = room();
    for (let second = 0; second < 300; second += 1) {
      clock.advanceNow(SECOND);
      clock.stepWall(50);
    }
    expect(steps.length).toBeGreaterThan(0);
    expect(time.reading().trusted).toBe(false);
  });

  it('is confirmed by a person', () => {
    const { clock, time, confirmations } = room();
    clock.stepWall(2 * HOUR);
    clock.advanceNow(MINUTE);
    time.confirm('person');
    expect(time.reading()).toMatchObject({ now: NOON + 2 * HOUR + MINUTE, trusted: true, step: null });
    expect(confirmations).toEqual([{ wall: NOON + 2 * HOUR + MINUTE, trusted: NOON + MINUTE, by: 'person' }]);
    expect(time.confirm('person')).toBeNull();
  });

  it('goes back where a person confirms a clock that was set back', () => {
    const { clock, time } = room();
    clock.advanceNow(2 * HOUR);
    clock.stepWall(-HOUR);
    clock.advanceNow(SECOND);
    expect(time.now()).toBe(NOON + 2 * HOUR + SECOND);
    time.confirm('person');
    expect(time.now()).toBe(NOON + HOUR + SECOND);
  });

  it('is confirmed when the wall clock agrees again', () => {
    const { clock, time, confirmations } = room();
    clock.stepWall(-HOUR);
    clock.advanceNow(MINUTE);
    clock.stepWall(HOUR);
    clock.advanceNow(SECOND);
    expect(time.reading()).toMatchObject({ now: NOON + MINUTE + SECOND, trusted: true });
    expect(confirmations).toMatchObject([{ by: 'agreement' }]);
  });

  it('puts a second step on record while the first is unconfirmed', () => {
    const { clock, steps } = room();
    clock.stepWall(2 * HOUR);
    clock.advanceNow(MINUTE);
    clock.stepWall(-3 * HOUR);
    clock.advanceNow(MINUTE);
    expect(steps.map((step) => step.stepMs)).toEqual([2 * HOUR, -HOUR]);
  });

  it('is confirmed by a time source that was asked after the step', async () => {
    const { clock, time, synchronise, answered, confirmations } = room();
    clock.stepWall(2 * HOUR);
    clock.advanceNow(SECOND);
    await answered();
    expect(time.reading().trusted).toBe(false);
    synchronise({ state: 'yes', proof: null });
    clock.advanceNow(6 * SECOND);
    await answered();
    expect(time.reading()).toMatchObject({ trusted: true, synchronised: 'yes' });
    expect(confirmations).toMatchObject([{ by: 'synchronisation' }]);
  });

  it('is not confirmed by a measurement from before the step', async () => {
    const { clock, time, synchronise, answered } = room();
    synchronise({ state: 'yes', proof: 'chrony 1' });
    clock.advanceNow(6 * SECOND);
    await answered();
    clock.stepWall(2 * HOUR);
    clock.advanceNow(6 * SECOND);
    await answered();
    expect(time.reading().trusted).toBe(false);
    synchronise({ state: 'yes', proof: 'chrony 2' });
    clock.advanceNow(6 * SECOND);
    await answered();
    expect(time.reading().trusted).toBe(true);
  });

  it('knows a machine that slept by its uptime', () => {
    const { clock, time, steps, confirmations } = room();
    clock.advanceNow(MINUTE);
    clock.sleep(3 * HOUR);
    clock.advanceNow(SECOND);
    expect(time.reading()).toMatchObject({ now: NOON + 3 * HOUR + MINUTE + SECOND, trusted: true });
    expect(steps).toHaveLength(1);
    expect(confirmations).toMatchObject([{ by: 'agreement' }]);
  });

  it('stays unconfirmed from an unconfirmed start until somebody agrees', () => {
    const clock = createManualClock({ wall: NOON - HOUR });
    const time = createTrustedTime({
      clock,
      start: { own: NOON, trusted: false, stepMs: -HOUR },
      readSynchronisation: async () => ({ state: 'no', proof: null }),
      onStep: () => expect.unreachable('the start itself is on record'),
      onConfirmed: () => undefined,
    });
    clock.advanceNow(MINUTE);
    time.sample();
    expect(time.reading()).toMatchObject({ now: NOON + MINUTE, trusted: false });
  });
});
