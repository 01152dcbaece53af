import { HOUR, MINUTE, SECOND } from '@duty-room/shared/kernel/instant';
import { describe, expect, it } from 'vitest';
import { createNight, mustPass, NOON, OFFICER } from './test-support/night.ts';

describe('the clock stepped under a running room', () => {
  it.each([2 * HOUR, -HOUR])('by %i ms moves no duty, is seen, and is on record with both readings', async (stepMs) => {
    const night = createNight();
    const room = await night.start();
    await night.report(room);
    await night.advance(5 * MINUTE);
    night.clock.stepWall(stepMs);
    await night.advance(5 * MINUTE);
    expect(room.time()).toMatchObject({ trusted: false, now: NOON + 10 * MINUTE, wall: NOON + 10 * MINUTE + stepMs });
    expect(room.board().office.clock).toMatchObject({ trusted: false, step: { stepMs } });
    expect(await night.passings()).toEqual([]);
    await night.advance(6 * MINUTE);
    expect(
      (await night.passings()).map(({ line, dueAt, passedAt, detectedAt }) => [
        line,
        dueAt,
        passedAt,
        detectedAt - passedAt <= 250,
      ]),
    ).toEqual([
      ['at-risk', NOON + 15 * MINUTE, NOON + 11.25 * MINUTE, true],
      ['overdue', NOON + 15 * MINUTE, NOON + 15 * MINUTE, true],
    ]);
    const steps = await night.eventsOf('room.clock-stepped');
    expect(steps).toHaveLength(1);
    expect(steps[0]!.data).toMatchObject({ stepMs });
    const recorded = (await night.events()).map(({ recordedAt }) => recordedAt);
    expect(recorded).toEqual(recorded.toSorted((a, b) => a - b));
    expect(Math.max(...recorded)).toBeLessThanOrEqual(NOON + 16 * MINUTE);
  });

  it('counts when a person confirms it; what is then due is recorded with its right instant', async () => {
    const night = createNight();
    const room = await night.start();
    await night.report(room);
    await night.advance(MINUTE);
    night.clock.stepWall(2 * HOUR);
    await night.advance(MINUTE);
    mustPass(await night.command(room, 'room.confirm-clock', {}));
    await night.advance(SECOND);
    expect(room.time()).toMatchObject({ trusted: true, now: NOON + 2 * HOUR + 2 * MINUTE + SECOND });
    expect(room.board().office.clock).toEqual({ trusted: true });
    const [confirmed] = await night.eventsOf('room.clock-confirmed');
    expect(confirmed).toMatchObject({
      actor: OFFICER.account,
      data: { by: 'person', wall: NOON + 2 * HOUR + 2 * MINUTE, trusted: NOON + 2 * MINUTE },
    });
    expect((await night.passings()).map(({ line, passedAt }) => [line, passedAt])).toEqual([
      ['at-risk', NOON + 11.25 * MINUTE],
      ['overdue', NOON + 15 * MINUTE],
    ]);
  });

  it('back and confirmed: what is on record stays known and nothing passes before its time', async () => {
    const night = createNight();
    const room = await night.start();
    await night.report(room);
    await night.advance(2 * MINUTE);
    night.clock.stepWall(-HOUR);
    await night.advance(MINUTE);
    mustPass(await night.command(room, 'room.confirm-clock', {}));
    const second = await night.report(room);
    const at = room.time().now;
    expect(at).toBe(NOON - HOUR + 3 * MINUTE);
    mustPass(await night.command(room, 'incident.relay', { incident: second, to: 'leader' }));
    await night.advance(20 * MINUTE);
    expect((await night.passings()).filter(({ incident }) => incident === second)).toEqual([]);
    const stamps = (await night.events()).map(({ recordedAt }) => recordedAt);
    expect(stamps).toEqual(stamps.toSorted((a, b) => a - b));
  });

  it('is confirmed by the time source or by agreeing again, on record as such', async () => {
    const night = createNight();
    const room = await night.start();
    night.clock.stepWall(-HOUR);
    await night.advance(10 * SECOND);
    night.clock.stepWall(HOUR);
    await night.advance(SECOND);
    night.clock.stepWall(2 * HOUR);
    await night.advance(10 * SECOND);
    night.synchronise({ state: 'yes', proof: null });
    await night.advance(10 * SECOND);
    const confirmed = await night.eventsOf('room.clock-confirmed');
    expect(confirmed.map(({ data }) => data['by'])).toEqual(['agreement', 'synchronisation']);
    expect(room.board().office.clock.trusted).toBe(true);
    expect(room.time().synchronised).toBe('yes');
  });
});

describe('the clock stepped while the room was down', () => {
  it.each([2 * HOUR, -HOUR])(
    'on the same boot by %i ms: the room keeps its own time, and the truth is recorded once',
    async (stepMs) => {
      const night = createNight();
      const first = await night.start();
      await night.report(first);
      await night.advance(5 * MINUTE);
      night.kill(first, 5 * MINUTE);
      night.clock.stepWall(stepMs);
      const room = await night.start();
      await night.advance(0);
      expect(room.time()).toMatchObject({ trusted: false, now: NOON + 10 * MINUTE });
      expect(room.board().office.clock).toMatchObject({ trusted: false, step: { stepMs } });
      expect(await night.passings()).toEqual([]);
      await night.advance(6 * MINUTE);
      expect((await night.passings()).map(({ line, passedAt }) => [line, passedAt])).toEqual([
        ['at-risk', NOON + 11.25 * MINUTE],
        ['overdue', NOON + 15 * MINUTE],
      ]);
      night.kill(room, MINUTE);
      const again = await night.start();
      await night.advance(MINUTE);
      expect(again.time()).toMatchObject({ trusted: false, now: NOON + 18 * MINUTE });
      expect(await night.passings()).toHaveLength(2);
    },
  );

  it('and set right again before the start needs no confirmation', async () => {
    const night = createNight();
    const first = await night.start();
    night.clock.stepWall(2 * HOUR);
    await night.advance(MINUTE);
    night.kill(first, MINUTE);
    night.clock.stepWall(-2 * HOUR);
    const room = await night.start();
    expect(room.time()).toMatchObject({ trusted: true, now: NOON + 2 * MINUTE });
    expect(room.board().office.clock).toEqual({ trusted: true });
  });

  it('on a new boot behind the last record: unconfirmed, and time goes on from the record', async () => {
    const night = createNight();
    const first = await night.start();
    await night.report(first);
    await night.advance(5 * MINUTE);
    night.kill(first);
    night.clock.reboot(3 * MINUTE, { wall: NOON - HOUR });
    const room = await night.start();
    expect(room.time().trusted).toBe(false);
    expect(room.time().now - (NOON + 5 * MINUTE)).toBeLessThanOrEqual(0);
    expect(room.time().now).toBeGreaterThanOrEqual(NOON + 5 * MINUTE - 2 * SECOND);
    await night.advance(MINUTE);
    expect(await night.passings()).toEqual([]);
  });

  it('on a new boot not behind the last record: it counts', async () => {
    const night = createNight();
    const first = await night.start();
    await night.report(first);
    await night.advance(5 * MINUTE);
    night.kill(first);
    night.clock.reboot(20 * MINUTE);
    const room = await night.start();
    expect(room.time()).toMatchObject({ trusted: true, now: NOON + 25 * MINUTE });
    expect(await night.passings()).toMatchObject([
      { line: 'at-risk', passedAt: NOON + 11.25 * MINUTE, detectedAt: NOON + 25 * MINUTE },
      { line: 'overdue', passedAt: NOON + 15 * MINUTE, detectedAt: NOON + 25 * MINUTE, lagMs: 10 * MINUTE },
    ]);
  });

  it('on a new boot behind the last record but synchronised: it counts, with the step on record', async () => {
    const night = createNight();
    const first = await night.start();
    await night.advance(5 * MINUTE);
    night.kill(first);
    night.synchronise({ state: 'yes', proof: null });
    night.clock.reboot(0, { wall: NOON - HOUR });
    const room = await night.start();
    expect(room.time()).toMatchObject({ trusted: true, now: NOON - HOUR });
    expect(await night.eventsOf('room.clock-confirmed')).toMatchObject([{ data: { by: 'synchronisation' } }]);
    expect(room.board().office.clock.trusted).toBe(true);
  });
});
