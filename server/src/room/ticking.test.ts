import { HOUR, MINUTE, SECOND } from '@duty-room/shared/kernel/instant';
import { describe, expect, it } from 'vitest';
import { createMemoryBeats } from '../clock/beat.ts';
import { createNight, mustPass, NOON, OFFICER, type Passed } from './test-support/night.ts';

const lines = (passings: readonly Passed[], rule: string) =>
  passings
    .filter((one) => one.rule === rule)
    .map(({ line, cause }) => (cause === 'time' ? line : `${line} by an event`));

describe('the ticker', () => {
  it('records at risk and overdue once, within a second of the line, and nothing of a duty that is met', async () => {
    const night = createNight();
    const room = await night.start();
    const late = await night.report(room);
    const met = await night.report(room);
    await night.advance(5 * MINUTE);
    mustPass(await night.command(room, 'incident.relay', { incident: met, to: 'leader' }));
    await night.advance(HOUR);
    const passings = await night.passings();
    expect(passings.map(({ incident, line }) => [incident, line])).toEqual([
      [late, 'at-risk'],
      [late, 'overdue'],
    ]);
    expect(passings[1]).toMatchObject({ dueAt: NOON + 15 * MINUTE, passedAt: NOON + 15 * MINUTE, cause: 'time' });
    for (const { lagMs } of passings) expect(lagMs).toBeLessThanOrEqual(SECOND);
    expect(room.board().passed[late]).toHaveLength(2);
  });

  it('records nothing at the line itself, where evidence is still in time', async () => {
    const night = createNight();
    const room = await night.start();
    const incident = await night.report(room);
    await night.advance(15 * MINUTE);
    mustPass(await night.command(room, 'incident.relay', { incident, to: 'leader' }));
    await night.advance(MINUTE);
    expect(lines(await night.passings(), 'relay')).toEqual(['at-risk']);
  });

  it('waits for a statement that was made before the line and is still on its way to the disk', async () => {
    const night = createNight();
    const room = await night.start();
    const incident = await night.report(room);
    await night.advance(15 * MINUTE);
    const release = night.holdAppends(room);
    const told = room.execute(night.parse('incident.relay', { incident, to: 'leader' }), OFFICER);
    while (night.waitingAppends(room) === 0) await Promise.resolve();
    night.clock.advanceNow(2 * SECOND);
    release();
    expect((await told).ok).toBe(true);
    await night.advance(MINUTE);
    expect(lines(await night.passings(), 'relay')).toEqual(['at-risk']);
  });

  it.each([false, true])(
    'records what passed while the server was down once at the next start (beat lost: %s)',
    async (beatLost) => {
      const night = createNight();
      let room = await night.start();
      await night.report(room);
      await night.advance(5 * MINUTE);
      const downUntil = NOON + 35 * MINUTE;
      night.kill(room, 30 * MINUTE);
      for (let start = 0; start < 4; start += 1) {
        room = await night.start(beatLost ? { beats: createMemoryBeats() } : {});
        await night.advance(start === 1 ? 0 : SECOND);
        night.kill(room, SECOND);
      }
      expect(await night.passings()).toMatchObject([
        { line: 'at-risk', passedAt: NOON + 11.25 * MINUTE, detectedAt: downUntil },
        { line: 'overdue', passedAt: NOON + 15 * MINUTE, detectedAt: downUntil, lagMs: 20 * MINUTE },
      ]);
    },
  );

  it('doubles nothing where two servers watch one log', async () => {
    const night = createNight();
    const rooms = await Promise.all([night.start(), night.start({ beats: createMemoryBeats() })]);
    const incident = await night.report(rooms[0]);
    await night.advance(30 * MINUTE);
    expect(lines(await night.passings(), 'relay')).toEqual(['at-risk', 'overdue']);
    for (const room of rooms) expect(room.board().passed[incident]).toHaveLength(2);
  });

  it('records a forecast each time it passes the line, and the line itself by time', async () => {
    const night = createNight();
    const room = await night.start();
    const incident = await night.report(room, { stopped: NOON });
    const expected = (hours: number) =>
      night.command(room, 'incident.record-facts', { incident, facts: { expected: NOON + hours * HOUR } });
    for (const hours of [13, 11, 14, 10]) {
      mustPass(await expected(hours));
      await night.advance(MINUTE);
    }
    expect(lines(await night.passings(), 'line-12h')).toEqual(['at-risk by an event', 'at-risk by an event']);
    await night.advance(12 * HOUR);
    expect(lines(await night.passings(), 'line-12h')).toEqual([
      'at-risk by an event',
      'at-risk by an event',
      'at-risk',
      'overdue',
    ]);
  });

  it('records at once a correction that makes a line lie in the past, as caused by it', async () => {
    const night = createNight();
    const room = await night.start();
    const incident = await night.report(room, { stopped: NOON });
    await night.advance(MINUTE);
    const stated = room.board().incidents[incident]!.acts[0]!.id;
    const correction = mustPass(
      await night.command(room, 'incident.correct-fact', {
        incident,
        fact: 'stopped',
        value: NOON - 13 * HOUR,
        replaces: stated,
        reason: '听错了',
      }),
    );
    const passings = (await night.passings()).filter(({ rule }) => rule === 'line-12h');
    expect(passings).toMatchObject([
      {
        line: 'overdue',
        dueAt: NOON - HOUR,
        passedAt: NOON + MINUTE,
        detectedAt: NOON + MINUTE,
        cause: correction.event,
      },
    ]);
    await night.advance(HOUR);
    expect((await night.passings()).filter(({ rule }) => rule === 'line-12h')).toHaveLength(1);
  });

  it('records nothing of such a correction where evidence on record meets the line', async () => {
    const night = createNight();
    const room = await night.start();
    const incident = await night.report(room, { stopped: NOON - HOUR, restored: NOON - 30 * MINUTE });
    const stated = room.board().incidents[incident]!.acts[0]!.id;
    mustPass(
      await night.command(room, 'incident.correct-fact', {
        incident,
        fact: 'stopped',
        value: NOON - 12 * HOUR - 30 * MINUTE,
        replaces: stated,
        reason: '听错了',
      }),
    );
    await night.advance(MINUTE);
    expect(lines(await night.passings(), 'line-12h')).toEqual([]);
  });

  it('records a clock that a withdrawal opens again past its line, as caused by the withdrawal', async () => {
    const night = createNight();
    const room = await night.start();
    const incident = await night.report(room);
    const relay = mustPass(await night.command(room, 'incident.relay', { incident, to: 'leader' }));
    await night.advance(20 * MINUTE);
    const withdrawal = mustPass(
      await night.command(room, 'incident.withdraw', { incident, target: relay.event, reason: '点错了' }),
    );
    expect(await night.passings()).toMatchObject([
      { rule: 'relay', line: 'overdue', cause: withdrawal.event, passedAt: NOON + 20 * MINUTE },
    ]);
  });

  it('records what an event made overdue also where the server died before it could', async () => {
    const night = createNight();
    const room = await night.start();
    const incident = await night.report(room, { stopped: NOON });
    await night.advance(MINUTE);
    const stated = room.board().incidents[incident]!.acts[0]!.id;
    night.dieOf(room, 'incident.fact-corrected');
    const answer = await night.command(room, 'incident.correct-fact', {
      incident,
      fact: 'stopped',
      value: NOON - 13 * HOUR,
      replaces: stated,
      reason: '听错了',
    });
    expect(answer).toMatchObject({ code: 'unavailable' });
    night.kill(room, MINUTE);
    expect(await night.passings()).toEqual([]);
    await night.start();
    expect(await night.passings()).toMatchObject([
      { rule: 'line-12h', line: 'overdue', passedAt: NOON + MINUTE, detectedAt: NOON + 2 * MINUTE },
    ]);
  });

  it('follows a regrade: the new duty’s line, none of a duty no longer demanded', async () => {
    const night = createNight();
    const room = await night.start();
    const incident = await night.report(room);
    mustPass(await night.command(room, 'incident.relay', { incident, to: 'leader' }));
    await night.advance(HOUR);
    const grade = (name: string) =>
      night.command(room, 'incident.grade', { incident, plan: 'ward', grade: name, reason: '判断' });
    mustPass(await grade('high'));
    await night.advance(HOUR);
    mustPass(await grade('low'));
    await night.advance(6 * HOUR);
    expect(lines(await night.passings(), 'report')).toEqual([]);
    mustPass(await grade('high'));
    await night.advance(5 * HOUR);
    const report = (await night.passings()).filter(({ rule }) => rule === 'report');
    expect(report.map(({ line, passedAt }) => [line, passedAt])).toEqual([
      ['at-risk', NOON + 11 * HOUR],
      ['overdue', NOON + 12 * HOUR],
    ]);
  });

  it('is silent about a closed incident and wakes with it when it is reopened', async () => {
    const night = createNight();
    const room = await night.start();
    const incident = await night.report(room, { stopped: NOON - 11 * HOUR });
    mustPass(await night.command(room, 'incident.relay', { incident, to: 'leader' }));
    mustPass(await night.command(room, 'incident.close', { incident }));
    await night.advance(3 * HOUR);
    expect(lines(await night.passings(), 'line-12h')).toEqual(['at-risk by an event']);
    mustPass(await night.command(room, 'incident.reopen', { incident, reason: '又停了' }));
    expect(lines(await night.passings(), 'line-12h')).toEqual(['at-risk by an event', 'overdue by an event']);
  });
});
