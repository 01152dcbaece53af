import { describe, expect, it } from 'vitest';
import { call, minute, openRoom, START, type Room } from '../board/test-support/room.ts';
import { MINUTE } from '../kernel/instant.ts';
import { obligations } from '../obligation/obligations.ts';
import { density } from './density.ts';
import { everNotKnown, notKnownAt } from './not-known.ts';
import { Replay } from './replay.ts';
import { roomAt } from './room-at.ts';
import { linesPassed, shiftHappenedAt, shiftsOf } from './stretches.ts';
import { traceDuty } from './trace.ts';

describe('the density of a log', () => {
  it('counts each event once, the first and the last instant included', () => {
    expect(density([0, 1, 9, 10, 19, 20, 20], 0, 20, 2)).toEqual([3, 4]);
    expect(density([5], 10, 20, 2)).toEqual([0, 0]);
    expect(density([], 0, 10, 3)).toEqual([0, 0, 0]);
  });
});

describe('what the room did not know at an instant', () => {
  it('is what was so by then and came on record later', () => {
    const room = openRoom();
    room.pass(10);
    const incident = call(room);
    room.pass(50);
    room.do('incident.record-facts', { incident, facts: { stopped: minute(5) } }, { at: minute(20) });
    const ever = everNotKnown(room.log, room.board);
    const kinds = (at: number) => notKnownAt(ever, minute(at)).map((entry) => entry.kind);
    expect(kinds(4)).toEqual([]);
    // The heat had stopped; nobody had said so yet.
    expect(kinds(5)).toEqual(['fact']);
    expect(kinds(19)).toEqual(['fact']);
    // Somebody knew and said so at 20, but it was typed in at 60: one sentence, not two.
    expect(kinds(20)).toEqual(['late']);
    expect(kinds(59)).toEqual(['late']);
    expect(kinds(60)).toEqual([]);
    expect(notKnownAt(ever, minute(30))[0]).toMatchObject({ incident, until: minute(60), recordedAt: minute(60) });
  });

  it('is also that a value was wrong and that an act was a mis-click', () => {
    const room = openRoom();
    const incident = call(room);
    room.pass(10);
    const stated = room.do('incident.record-facts', { incident, facts: { households: 12 } });
    const told = room.do('incident.relay', { incident, to: 'leader' });
    room.pass(10);
    room.do('incident.correct-fact', { incident, fact: 'households', value: 1200, replaces: stated.id, reason: 'x' });
    room.do('incident.withdraw', { incident, target: told.id, reason: 'x' });
    const ever = everNotKnown(room.log, room.board);
    expect(notKnownAt(ever, minute(15))).toMatchObject([
      { kind: 'corrected', fact: 'households', held: 12, value: 1200 },
      { kind: 'withdrawn', target: told.id },
    ]);
    expect(notKnownAt(ever, minute(20))).toEqual([]);
  });
});

describe('the room at an instant', () => {
  it('lists the duties of a closed incident when it is asked for, and keeps it off the board', () => {
    const room = openRoom();
    const incident = call(room);
    room.pass(5);
    room.do('incident.mark-mistaken', { incident, reason: 'none' });
    room.pass(5);
    const replay = new Replay(room.log);
    const open = roomAt(replay.knownAt(minute(2)), minute(2), 'known');
    expect(open.running.length).toBeGreaterThan(0);
    const later = roomAt(replay.knownAt(minute(8)), minute(8), 'known');
    expect(later.running).toEqual([]);
    const asked = roomAt(replay.knownAt(minute(8)), minute(8), 'known', incident);
    expect(asked.running).toEqual([]);
    expect(asked.over.map((row) => row.obligation.state)).toContain('void');
    // Before its receipt it was not there, whoever asks.
    expect(roomAt(replay.whole(), minute(-1), 'happened', incident).over).toEqual([]);
  });

  it('tells what happened from what was known', () => {
    const room = openRoom();
    const incident = call(room);
    room.do('incident.grade', { incident, plan: 'town', grade: 'mid' });
    room.pass(40);
    room.do('incident.relay', { incident, to: 'leader' }, { at: minute(5) });
    room.do('incident.decide', { incident, hop: 'g-up', choice: 'no', by: 'leader', reason: 'x' }, { at: minute(6) });
    const replay = new Replay(room.log);
    const relayOf = (rows: ReturnType<typeof roomAt>) =>
      [...rows.running, ...rows.over].find((row) => row.obligation.rule === 'relay')?.obligation.state;
    expect(relayOf(roomAt(replay.knownAt(minute(20)), minute(20), 'known'))).toBe('overdue');
    expect(relayOf(roomAt(replay.whole(), minute(20), 'happened'))).toBe('metStatedLate');
  });
});

describe('the shifts of a log', () => {
  it('follow each other, and know who stood in them at any stated instant', () => {
    const room = openRoom();
    room.pass(60);
    room.do('shift.prepare-hand-over', { to: 'sun' });
    room.pass(5);
    room.do('shift.accept-hand-over', { accepted: [] }, { by: 'sun' });
    const shifts = shiftsOf(room.log);
    expect(shifts).toMatchObject([
      { from: START, to: minute(65) },
      { from: minute(65), to: null },
    ]);
    const officersAt = (minutes: number) =>
      (shiftHappenedAt(room.log, minute(minutes))?.onDuty ?? [])
        .filter((entry) => entry.post === 'officer')
        .map((entry) => entry.account);
    expect(officersAt(-1)).toEqual([]);
    expect(officersAt(10)).toEqual(['chen']);
    expect(officersAt(70)).toEqual(['sun']);
  });
});

describe('the trace of a duty', () => {
  /** An accident whose relay is warned, missed, met by a mis-click, and met at last. */
  function night() {
    const room = openRoom();
    const incident = call(room);
    room.pass(2);
    const graded = room.do('incident.grade', { incident, plan: 'town', grade: 'mid' });
    const key = relayKeys(room, incident)[0]!;
    const line = { key, incident, rule: 'relay', dueAt: minute(15), lagMs: 0, cause: 'time' };
    room.pass(13);
    const passed = { ...line, passedAt: minute(15), detectedAt: minute(15) };
    const overdue = room.record(`clock-incident-${incident}`, 'clock.overdue', passed);
    room.pass(1);
    const wrong = room.do('incident.relay', { incident, to: 'leader', hop: 'g-leader' });
    room.pass(1);
    const withdrawal = room.do('incident.withdraw', { incident, target: wrong.id, reason: 'wrong incident' });
    room.pass(3);
    const told = room.do('incident.relay', { incident, to: 'leader', hop: 'g-leader' });
    const decided = room.do('incident.decide', {
      incident,
      hop: 'g-up',
      choice: 'no',
      by: 'leader',
      reason: 'x',
    });
    return { room, incident, key, graded, overdue, wrong, withdrawal, told, decided };
  }
  function relayKeys(room: Room, incident: string): readonly string[] {
    return obligations(room.incident(incident), room.board.plans, room.now, 'known')
      .filter((duty) => duty.rule === 'relay')
      .map((duty) => duty.key);
  }

  it('holds what started, missed and met it, and what counted once and was withdrawn', () => {
    const { room, incident, key, graded, overdue, wrong, withdrawal, told, decided } = night();
    const trace = traceDuty(room.board, incident, key, room.now);
    expect(trace?.obligation.state).toBe('metLate');
    const items = trace!.items.map((item) => [item.kind, item.event, item.counts, item.gone]);
    expect(items).toEqual([
      ['started', room.board.incidents[incident]!.acts[0]!.id, false, false],
      ['graded', graded.id, false, false],
      ['overdue', overdue.id, false, false],
      ['evidence', wrong.id, false, true],
      ['withdrawn', withdrawal.id, false, false],
      ['evidence', told.id, true, false],
      ['evidence', decided.id, true, false],
    ]);
    expect(linesPassed(room.log)).toMatchObject([{ key, event: overdue.id, passedAt: minute(15) }]);
  });

  it('names the correction that gave the duty another start, and the duty as it was before', () => {
    const room = openRoom();
    const incident = call(room);
    const reported = room.board.incidents[incident]!.acts[0]!.id;
    room.pass(5);
    const value = minute(-3);
    const corrected = room.do('incident.correct-fact', {
      incident,
      fact: 'received',
      value,
      replaces: reported,
      reason: 'the phone log says so',
    });
    const [first, second] = relayKeys(room, incident);
    const before = traceDuty(room.board, incident, first!, room.now)!;
    expect(before.obligation).toMatchObject({ state: 'superseded', supersededBy: 'correction' });
    expect(before.items.map((item) => [item.kind, item.event])).toEqual([
      ['started', reported],
      ['corrected', corrected.id],
    ]);
    const after = traceDuty(room.board, incident, second!, room.now)!;
    expect(after.obligation.dueAt).toBe(value + 15 * MINUTE);
    expect(after.items).toMatchObject([
      { kind: 'started', event: reported },
      { kind: 'started', event: corrected.id },
    ]);
    expect(after.related.map((entry) => entry.key)).toEqual([first]);
  });

  it('is nothing for a duty that never was', () => {
    const { room, incident } = night();
    expect(traceDuty(room.board, incident, 'nothing', room.now)).toBeUndefined();
    expect(traceDuty(room.board, 'nowhere', 'x', room.now)).toBeUndefined();
  });
});
