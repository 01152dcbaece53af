import { describe, expect, it } from 'vitest';
import { call, minute, openRoom, type Room } from '../board/test-support/room.ts';
import { CLOCK_SKEW_TOLERANCE_MS } from '../kernel/decider.ts';
import type { CommandName } from '../protocol/catalogue.ts';
import { incidentCommands } from './commands.ts';

const reason = 'as the leader said';
const give = (): { room: Room; id: string } => {
  const room = openRoom();
  return { room, id: call(room) };
};

describe('a call comes in', () => {
  it('opens an ungraded incident with its number, its plan edition pinned and the receipt as the stated instant', () => {
    const room = openRoom();
    const id = call(
      room,
      { facts: { households: 1240, cause: 'pipe' }, by: 'unit' },
      { at: minute(-7), medium: 'phone' },
    );
    expect(room.incident(id)).toMatchObject({
      number: '2026-0001',
      status: 'open',
      receivedAt: minute(-7),
      pins: [{ plan: 'town', adoption: room.board.currentPlans['town'], class: 'fault' }],
    });
    expect(room.incident(id).acts).toMatchObject([
      {
        type: 'incident.reported',
        occurredAt: minute(-7),
        recordedAt: minute(0),
        medium: 'phone',
        data: { by: 'unit', facts: { received: minute(-7), households: 1240, cause: 'pipe' } },
      },
    ]);
  });
  it('takes a stated receipt before the instant of the command, and numbers by the year of the office', () => {
    const room = openRoom();
    room.now = Date.UTC(2026, 11, 31, 16, 30);
    const newYear = call(room);
    const before = call(room, { facts: { received: Date.UTC(2026, 11, 31, 15, 59) } });
    const second = call(room);
    expect(room.incident(newYear).number).toBe('2027-0001');
    expect(room.incident(before)).toMatchObject({ number: '2026-0001', receivedAt: Date.UTC(2026, 11, 31, 15, 59) });
    expect(room.incident(before).acts[0]!.occurredAt).toBe(Date.UTC(2026, 11, 31, 15, 59));
    expect(room.incident(second).number).toBe('2027-0002');
  });
  it('goes under several plans at once, each with its own class', () => {
    const room = openRoom();
    const id = call(room, {
      under: [
        { plan: 'town', class: 'fault' },
        { plan: 'wires', class: 'outage' },
      ],
      facts: { circuits: 2 },
    });
    expect(room.incident(id).pins.map((pin) => pin.plan)).toEqual(['town', 'wires']);
  });
  it('seals what is said about the caller under the caller, and nothing where nothing was said', () => {
    const room = openRoom();
    const report = { title: 'Cold', under: [{ plan: 'town', class: 'fault' }] };
    const sealed = room.send('incident.report', { ...report, personal: { name: 'Wang' } });
    expect(sealed).toMatchObject({ ok: true, subjects: [expect.stringMatching(/^caller-/)] });
    expect(JSON.stringify(room.log.at(-1)?.data)).not.toContain('Wang');
    expect(room.send('incident.report', report)).toMatchObject({ ok: true, subjects: [undefined] });
  });
  it('is refused before the office is set up', () => {
    const room = openRoom();
    room.board = { ...room.board, office: { ...room.board.office, setUp: false } };
    room.refuses('set-up-needed', 'incident.report', { title: 'x', under: [{ plan: 'town', class: 'fault' }] });
  });
  it('is refused for plans that are not in force, a plan named twice, and an unknown class, role or fact, all named', () => {
    const room = openRoom();
    const under = [{ plan: 'town', class: 'fault' }];
    expect(
      room.refuses('unknown-plan', 'incident.report', {
        title: 'x',
        under: [...under, { plan: 'flood', class: 'a' }, { plan: 'quake', class: 'a' }],
      }),
    ).toEqual({ plan: ['flood', 'quake'] });
    room.refuses('already-exists', 'incident.report', {
      title: 'x',
      under: [...under, { plan: 'town', class: 'other' }],
    });
    expect(
      room.refuses('unknown-term', 'incident.report', { title: 'x', under: [{ plan: 'town', class: 'fire' }] }),
    ).toEqual({ term: ['fire'] });
    expect(room.refuses('unknown-term', 'incident.report', { title: 'x', under, by: 'mayor' })).toEqual({
      term: ['mayor'],
    });
    expect(
      room.refuses('unknown-term', 'incident.report', {
        title: 'x',
        under,
        facts: { colour: 1, households: 2, mood: 3 },
      }),
    ).toEqual({ term: ['colour', 'mood'] });
  });
});

describe('the stated instant', () => {
  it('may lie in the past, counts as now within the tolerance for clock skew, and is refused beyond it', () => {
    const { room, id } = give();
    room.pass(30);
    expect(room.do('incident.confirm', { incident: id }, { at: minute(2) })).toMatchObject({
      occurredAt: minute(2),
      recordedAt: minute(30),
    });
    const relay = { incident: id, to: 'leader' };
    const ahead = room.do('incident.relay', relay, { at: room.now + CLOCK_SKEW_TOLERANCE_MS });
    expect(ahead.occurredAt).toBe(room.now);
    room.refuses('future', 'incident.relay', relay, { at: room.now + CLOCK_SKEW_TOLERANCE_MS + 1 });
  });
  it('is refused in the future for a time of the incident too, but not for a forecast', () => {
    const { room, id } = give();
    room.refuses('future', 'incident.record-facts', { incident: id, facts: { handled: minute(5) } });
    room.do('incident.record-facts', { incident: id, facts: { expected: minute(600) } });
    const act = room.do('incident.record-facts', { incident: id, facts: { occurred: minute(0) + 1000 } });
    expect(act.data).toEqual({ facts: { occurred: minute(0) } });
  });
});

describe('what was looked at', () => {
  it('is a conflict once somebody else has written to the incident', () => {
    const { room, id } = give();
    room.do('incident.relay', { incident: id, to: 'leader' }, { expectedRevision: 0 });
    expect(room.refuses('conflict', 'incident.confirm', { incident: id }, { expectedRevision: 0 })).toEqual({
      revision: 1,
    });
  });
});

describe('a further call', () => {
  it('is attached with its own id, caller and instant, and its receipt is no statement about the incident', () => {
    const { room, id } = give();
    room.pass(10);
    const answer = room.send('incident.attach-call', {
      incident: id,
      by: 'unit',
      facts: { received: minute(8), households: 300 },
      personal: { number: '138' },
    });
    expect(answer).toMatchObject({
      ok: true,
      events: [{ occurredAt: minute(8), data: { by: 'unit', facts: { households: 300 } } }],
      subjects: [expect.stringMatching(/^caller-call-/)],
    });
    expect(room.incident(id).receivedAt).toBe(minute(0));
  });
  it('is refused for unknown roles and facts', () => {
    const { room, id } = give();
    room.refuses('unknown-term', 'incident.attach-call', { incident: id, by: 'mayor' });
    room.refuses('unknown-term', 'incident.attach-call', { incident: id, facts: { colour: 1 } });
    room.refuses('future', 'incident.attach-call', { incident: id, facts: { received: minute(5) } });
  });
});

describe('facts', () => {
  it('are refused all at once where the plan asks for another kind of value', () => {
    const { room, id } = give();
    const details = room.refuses('bad-input', 'incident.record-facts', {
      incident: id,
      facts: { households: -1, safety: 'yes', cause: 'gas', station: ' ', outage: 3, stopped: 'never', occurred: 1.5 },
    });
    expect(details?.['problems']).toHaveLength(7);
    expect(details?.['problems']).toContainEqual({
      zh: '“cause的”应为：pipe的、pump的',
      en: '“cause” should be one of: pipe, pump',
    });
    room.refuses('bad-input', 'incident.record-facts', { incident: id, facts: { station: 'x'.repeat(21) } });
    room.refuses('bad-input', 'incident.record-facts', { incident: id, facts: { received: null } });
    room.refuses('nothing-to-do', 'incident.record-facts', { incident: id, facts: {} });
  });
  it('are recorded with every kind of value, a word in place of an instant, and null for no longer known', () => {
    const { room, id } = give();
    const facts = {
      households: 0,
      safety: false,
      cause: 'pump',
      station: 'No 3',
      expected: 'never',
      stopped: null,
      occurred: null,
    };
    expect(room.do('incident.record-facts', { incident: id, facts }).data).toEqual({ facts });
  });
  it('may be known to the second plan of the incident only', () => {
    const { room, id } = give();
    room.refuses('unknown-term', 'incident.record-facts', { incident: id, facts: { circuits: 1 } });
    room.do('incident.place-under', { incident: id, under: { plan: 'wires', class: 'outage' } });
    room.do('incident.record-facts', { incident: id, facts: { circuits: 1 } });
  });
  it('are corrected once, by naming the act that stated them, also a correction itself', () => {
    const { room, id } = give();
    const stated = room.do('incident.record-facts', { incident: id, facts: { households: 12 } });
    const correction = { incident: id, fact: 'households', value: 1200, replaces: stated.id, reason };
    const corrected = room.do('incident.correct-fact', correction);
    room.refuses('already-done', 'incident.correct-fact', correction);
    room.do('incident.correct-fact', { ...correction, replaces: corrected.id, value: 1240 });
    const reported = room.incident(id).acts[0]!;
    room.do('incident.correct-fact', { ...correction, fact: 'received', replaces: reported.id, value: minute(-3) });
    expect(room.incident(id).receivedAt).toBe(minute(-3));
  });
  it('cannot be corrected by an act that did not state them, by the same value, or by one that the fact does not take', () => {
    const { room, id } = give();
    const stated = room.do('incident.record-facts', { incident: id, facts: { households: 12 } });
    const correction = { incident: id, fact: 'households', value: 13, replaces: stated.id, reason };
    room.refuses('not-found', 'incident.correct-fact', { ...correction, fact: 'safety', value: true });
    room.refuses('not-found', 'incident.correct-fact', { ...correction, replaces: 'nothing' });
    room.refuses('nothing-to-do', 'incident.correct-fact', { ...correction, value: 12 });
    room.refuses('bad-input', 'incident.correct-fact', { ...correction, value: 'many' });
    const attached = room.do('incident.attach-call', { incident: id, facts: { households: 99 } });
    room.do('incident.withdraw', { incident: id, target: attached.id, reason });
    room.refuses('already-done', 'incident.correct-fact', { ...correction, replaces: attached.id });
  });
  it('let the confirmed instant of an incident be corrected as well', () => {
    const { room, id } = give();
    room.pass(5);
    const confirmed = room.do('incident.confirm', { incident: id });
    room.do('incident.correct-fact', {
      incident: id,
      fact: 'confirmed',
      value: minute(3),
      replaces: confirmed.id,
      reason,
    });
  });
});

describe('confirming and grading', () => {
  it('confirms an incident once, and again after a withdrawal', () => {
    const { room, id } = give();
    const confirmed = room.do('incident.confirm', { incident: id });
    room.refuses('already-done', 'incident.confirm', { incident: id });
    room.do('incident.withdraw', { incident: id, target: confirmed.id, reason });
    room.do('incident.confirm', { incident: id });
  });
  it('confirms a grade of the scale of the class, and regrades', () => {
    const { room, id } = give();
    room.do('incident.grade', { incident: id, plan: 'town', grade: 'low', basis: '0' });
    room.refuses('nothing-to-do', 'incident.grade', { incident: id, plan: 'town', grade: 'low' });
    room.do('incident.grade', { incident: id, plan: 'town', grade: 'mid', reason });
    expect(room.refuses('unknown-term', 'incident.grade', { incident: id, plan: 'town', grade: 'iv' })).toEqual({
      term: 'iv',
    });
    room.refuses('unknown-plan', 'incident.grade', { incident: id, plan: 'wires', grade: 'iv' });
  });
  it('gives no grade to a class without a scale', () => {
    const room = openRoom();
    const id = call(room, { under: [{ plan: 'town', class: 'other' }] });
    room.refuses('unknown-term', 'incident.grade', { incident: id, plan: 'town', grade: 'low' });
  });
  it('judges by the grade stated latest, not by the one typed in last', () => {
    const { room, id } = give();
    room.pass(30);
    room.do('incident.grade', { incident: id, plan: 'town', grade: 'mid' }, { at: minute(20) });
    room.do('incident.grade', { incident: id, plan: 'town', grade: 'low' }, { at: minute(10) });
    room.refuses('nothing-to-do', 'incident.grade', { incident: id, plan: 'town', grade: 'mid' });
  });
  it('keeps a grade against another with a reason, once there is one to keep', () => {
    const { room, id } = give();
    const keep = { incident: id, plan: 'town', proposed: 'mid', reason };
    room.refuses('not-due', 'incident.keep-grade', keep);
    room.do('incident.grade', { incident: id, plan: 'town', grade: 'low' });
    room.do('incident.keep-grade', keep);
    room.refuses('nothing-to-do', 'incident.keep-grade', { ...keep, proposed: 'low' });
    room.refuses('unknown-term', 'incident.keep-grade', { ...keep, proposed: 'huge' });
    room.refuses('unknown-plan', 'incident.keep-grade', { ...keep, plan: 'wires' });
  });
});

describe('the relay', () => {
  it('records who was told, by which hop, and an attempt that reached nobody', () => {
    const { room, id } = give();
    const person = room.do('directory.enter-person', { name: 'Zhao' }).data['person'] as string;
    expect(
      room.do(
        'incident.relay',
        { incident: id, to: 'leader', hop: 'g-leader', person, receipt: 'read back' },
        { medium: 'phone' },
      ).data,
    ).toEqual({ to: 'leader', hop: 'g-leader', person, reached: true, receipt: 'read back' });
    expect(room.do('incident.relay', { incident: id, to: 'leader', reached: false }).data).toEqual({
      to: 'leader',
      reached: false,
    });
  });
  it('is refused for a role that no plan of the incident knows, a hop that does not lead there, an unknown person', () => {
    const { room, id } = give();
    room.refuses('unknown-term', 'incident.relay', { incident: id, to: 'committee' });
    room.refuses('unknown-term', 'incident.relay', { incident: id, to: 'city', hop: 'g-leader' });
    room.refuses('unknown-term', 'incident.relay', { incident: id, to: 'leader', hop: 'z' });
    room.refuses('not-found', 'incident.relay', { incident: id, to: 'leader', person: 'nobody' });
  });
  it('takes a yes, and a no with its reason, from the role that the plan names for the decision', () => {
    const { room, id } = give();
    const decision = { incident: id, hop: 'g-up', by: 'leader' };
    room.refuses('missing-reason', 'incident.decide', { ...decision, choice: 'no' });
    room.do('incident.decide', { ...decision, choice: 'no', reason }, { onBehalfOf: 'liu' });
    room.do('incident.decide', { ...decision, choice: 'yes' });
    room.refuses('unknown-term', 'incident.decide', { ...decision, hop: 'g-leader', choice: 'yes' });
    room.refuses('unknown-term', 'incident.decide', { ...decision, by: 'deputy', choice: 'yes' });
  });
});

describe('reports', () => {
  const sent = (id: string) => ({
    incident: id,
    kind: 'first-report',
    to: ['leader', 'deputy'],
    fields: { where: 'East' },
  });
  it('are numbered by kind, and a withdrawn one keeps its number', () => {
    const { room, id } = give();
    const first = room.do('incident.send-report', sent(id), { medium: 'written' });
    expect(first.data).toMatchObject({ sequence: 1, to: ['leader', 'deputy'], fields: ['where'] });
    room.do('incident.withdraw', { incident: id, target: first.id, reason });
    expect(room.do('incident.send-report', sent(id)).data).toMatchObject({ sequence: 2 });
    expect(room.do('incident.send-report', { ...sent(id), kind: 'final', fields: {} }).data).toMatchObject({
      sequence: 1,
    });
  });
  it('need the kinds, fields and recipients of the plan, and what the receiver requires', () => {
    const { room, id } = give();
    room.refuses('unknown-term', 'incident.send-report', { ...sent(id), kind: 'poem' });
    room.refuses('unknown-term', 'incident.send-report', { ...sent(id), to: ['leader', 'mayor'] });
    expect(
      room.refuses('unknown-term', 'incident.send-report', { ...sent(id), fields: { where: 'East', mood: 'bad' } }),
    ).toEqual({
      term: ['mood'],
    });
    expect(room.refuses('bad-input', 'incident.send-report', { ...sent(id), fields: { where: ' ' } })).toEqual({
      problems: [{ zh: '请填写“where的”', en: 'Fill in “where”' }],
    });
    room.do('incident.record-facts', { incident: id, facts: { station: 'No 3' } });
    room.do('incident.send-report', { ...sent(id), fields: {} });
  });
  it('are received by those they went to, once each', () => {
    const { room, id } = give();
    const report = room.do('incident.send-report', sent(id)).data['report'] as string;
    const receipt = { incident: id, report, by: 'leader', receipt: 'signed' };
    room.do('incident.receive-report', receipt);
    room.refuses('already-done', 'incident.receive-report', receipt);
    room.do('incident.receive-report', { ...receipt, by: 'deputy' });
    room.refuses('unknown-term', 'incident.receive-report', { ...receipt, by: 'city' });
    room.refuses('not-found', 'incident.receive-report', { ...receipt, report: 'other' });
  });
});

describe('mechanisms', () => {
  it('start at a level, change it, and end', () => {
    const { room, id } = give();
    const linkage = { incident: id, plan: 'town', mechanism: 'linkage' };
    room.refuses('nothing-to-do', 'incident.end-mechanism', linkage);
    room.do('incident.start-mechanism', { ...linkage, level: 'district' });
    room.refuses('already-done', 'incident.start-mechanism', { ...linkage, level: 'district' });
    room.do('incident.start-mechanism', { ...linkage, level: 'city' });
    room.pass(1);
    room.do('incident.end-mechanism', linkage);
    room.refuses('nothing-to-do', 'incident.end-mechanism', linkage);
    room.pass(1);
    room.do('incident.start-mechanism', { ...linkage, level: 'city' });
  });
  it('need a reason where the text does not provide for the start', () => {
    const { room, id } = give();
    const funds = { incident: id, plan: 'town', mechanism: 'funds' };
    room.refuses('missing-reason', 'incident.start-mechanism', funds);
    const start = room.do('incident.start-mechanism', { ...funds, reason });
    room.do('incident.withdraw', { incident: id, target: start.id, reason });
    room.do('incident.record-facts', { incident: id, facts: { cause: 'pump' } });
    room.do('incident.start-mechanism', funds);
  });
  it('are refused where the plan has no such mechanism or level', () => {
    const { room, id } = give();
    room.refuses('unknown-term', 'incident.start-mechanism', { incident: id, plan: 'town', mechanism: 'magic' });
    room.refuses('unknown-term', 'incident.start-mechanism', {
      incident: id,
      plan: 'town',
      mechanism: 'linkage',
      level: 'moon',
    });
    room.refuses('unknown-plan', 'incident.start-mechanism', { incident: id, plan: 'wires', mechanism: 'linkage' });
    room.refuses('unknown-term', 'incident.end-mechanism', { incident: id, plan: 'town', mechanism: 'magic' });
    room.refuses('unknown-plan', 'incident.end-mechanism', { incident: id, plan: 'wires', mechanism: 'linkage' });
  });
});

describe('crews on the way', () => {
  it('are ordered, with the limit that the person asked for, and report each stage once, in any order', () => {
    const { room, id } = give();
    const order = room.do('incident.order-crew', {
      incident: id,
      crew: 'crew-1',
      task: 'close the valve',
      limit: 'PT20M',
    });
    expect(order.data).toMatchObject({ crew: 'crew-1', limit: 20 * 60_000 });
    const stage = { incident: id, order: order.data['order'] as string };
    room.do('incident.report-crew', { ...stage, stage: 'arrived' });
    room.do('incident.report-crew', { ...stage, stage: 'departed' });
    room.refuses('already-done', 'incident.report-crew', { ...stage, stage: 'arrived' });
    room.refuses('not-found', 'incident.report-crew', { ...stage, order: 'other', stage: 'done' });
    room.do('incident.withdraw', { incident: id, target: order.id, reason });
    room.refuses('not-found', 'incident.report-crew', { ...stage, stage: 'done' });
  });
  it('and leaders arrive on the scene, each once', () => {
    const { room, id } = give();
    const person = room.do('directory.enter-person', { name: 'Zhao' }).data['person'] as string;
    room.do('incident.arrive', { incident: id, role: 'leader' });
    room.refuses('already-done', 'incident.arrive', { incident: id, role: 'leader' });
    room.do('incident.arrive', { incident: id, role: 'leader', person });
    room.refuses('unknown-term', 'incident.arrive', { incident: id, role: 'mayor' });
    room.refuses('not-found', 'incident.arrive', { incident: id, role: 'city', person: 'nobody' });
  });
});

describe('duties', () => {
  it('are discharged by a person only where the rule counts that', () => {
    const { room, id } = give();
    room.do('incident.discharge-duty', { incident: id, plan: 'town', rule: 'track', scope: 'incident' });
    room.refuses('not-due', 'incident.discharge-duty', { incident: id, plan: 'town', rule: 'relay' });
    room.refuses('unknown-term', 'incident.discharge-duty', { incident: id, plan: 'town', rule: 'nap' });
    room.refuses('unknown-plan', 'incident.discharge-duty', { incident: id, plan: 'wires', rule: 'track' });
  });
  it('that are due if needed are answered with yes or no', () => {
    const { room, id } = give();
    room.do('incident.answer-duty', { incident: id, plan: 'town', rule: 'help', choice: 'no' });
    room.do('incident.answer-duty', { incident: id, plan: 'town', rule: 'help', choice: 'yes', reason });
    room.refuses('not-due', 'incident.answer-duty', { incident: id, plan: 'town', rule: 'relay', choice: 'yes' });
    room.refuses('unknown-term', 'incident.answer-duty', { incident: id, plan: 'town', rule: 'nap', choice: 'yes' });
  });
  const dutyOf = (room: Room, id: string, rule: string): string => {
    const probe = room.send('shift.prepare-hand-over', { to: 'sun' });
    if (!probe.ok) throw new Error(probe.code);
    room.do('shift.cancel-hand-over', {});
    const duties = probe.events[0]!.data['duties'] as { key: string; incident: string }[];
    return duties.find((duty) => duty.incident === id && duty.key.includes(`/${rule}|`))!.key;
  };
  it('are waived by a leader, or on behalf of the leader on duty, before a hard line, never after it', () => {
    const { room, id } = give();
    const waive = { incident: id, duty: dutyOf(room, id, 'relay'), reason };
    room.refuses('not-allowed', 'incident.waive-duty', waive);
    room.refuses('not-allowed', 'incident.waive-duty', waive, { onBehalfOf: 'sun' });
    room.pass(15);
    const waived = room.do('incident.waive-duty', waive, { onBehalfOf: 'liu' });
    room.refuses('already-done', 'incident.waive-duty', waive, { by: 'liu', roles: ['leader'] });
    room.do('incident.withdraw', { incident: id, target: waived.id, reason });
    room.now += 1;
    expect(
      room.refuses('hard-line-passed', 'incident.waive-duty', waive, { by: 'liu', roles: ['leader'], at: minute(1) }),
    ).toEqual({ dueAt: minute(15) });
  });
  it('without a hard line can be waived at any time, and an unknown one never', () => {
    const { room, id } = give();
    const leader = { by: 'liu', roles: ['leader'] } as const;
    const duty = dutyOf(room, id, 'track');
    room.pass(600);
    room.do('incident.waive-duty', { incident: id, duty, reason }, leader);
    room.refuses('not-due', 'incident.waive-duty', { incident: id, duty: 'town/nap', reason }, leader);
  });
  it('that are met or no longer demanded cannot be waived', () => {
    const { room, id } = give();
    const leader = { by: 'liu', roles: ['leader'] } as const;
    const track = dutyOf(room, id, 'track');
    room.do('incident.discharge-duty', { incident: id, plan: 'town', rule: 'track' });
    room.refuses('already-done', 'incident.waive-duty', { incident: id, duty: track, reason }, leader);
    room.do('incident.grade', { incident: id, plan: 'town', grade: 'mid' });
    const outcome = dutyOf(room, id, 'outcome');
    room.pass(1);
    room.do('incident.grade', { incident: id, plan: 'town', grade: 'low' });
    room.refuses('not-due', 'incident.waive-duty', { incident: id, duty: outcome, reason }, leader);
  });
});

describe('notes and withdrawals', () => {
  it('keep a note entirely sealed', () => {
    const { room, id } = give();
    const answer = room.send('incident.note', { incident: id, personal: { text: 'caller rang again' } });
    expect(answer).toMatchObject({ ok: true, events: [{ data: {} }], subjects: [`incident-${id}`] });
  });
  it('take back a mis-click once, with a reason, and nothing that is no claim of something done', () => {
    const { room, id } = give();
    const told = room.do('incident.relay', { incident: id, to: 'leader' });
    const taken = room.do('incident.withdraw', { incident: id, target: told.id, reason });
    expect(room.incident(id).withdrawn).toEqual({ [told.id]: taken.id });
    room.refuses('already-done', 'incident.withdraw', { incident: id, target: told.id, reason });
    room.refuses('not-found', 'incident.withdraw', { incident: id, target: 'nothing', reason });
    room.refuses('not-due', 'incident.withdraw', { incident: id, target: room.incident(id).acts[0]!.id, reason });
    room.refuses('not-due', 'incident.withdraw', { incident: id, target: taken.id, reason });
  });
});

describe('the end of an incident', () => {
  it('waits for what must exist before closing, and names it', () => {
    const { room, id } = give();
    room.do('incident.grade', { incident: id, plan: 'town', grade: 'mid' });
    expect(room.refuses('not-settled', 'incident.close', { incident: id })).toMatchObject({
      missing: [{ zh: 'outcome的', en: 'outcome' }],
    });
    room.do('incident.record-facts', { incident: id, facts: { handled: minute(0) } });
    room.refuses('not-settled', 'incident.close', { incident: id });
    room.do('incident.send-report', { incident: id, kind: 'final', to: ['leader'] }, { medium: 'written' });
    room.do('incident.close', { incident: id });
  });
  it('writes how every duty stood and names the orders that are not done', () => {
    const { room, id } = give();
    const order = room.do('incident.order-crew', { incident: id, crew: 'crew-1', task: 'look' });
    const done = room.do('incident.order-crew', { incident: id, crew: 'crew-2', task: 'dig' });
    room.do('incident.report-crew', { incident: id, order: done.data['order'] as string, stage: 'done' });
    room.do('incident.discharge-duty', { incident: id, plan: 'town', rule: 'track' });
    room.pass(20);
    const closed = room.do('incident.close', { incident: id, summary: 'valve replaced' });
    expect(closed.data).toMatchObject({ openOrders: [order.data['order']], summary: 'valve replaced' });
    const outcome = Object.fromEntries(room.incident(id).settlement!.map((entry) => [entry.rule, entry.state]));
    expect(outcome).toMatchObject({ relay: 'overdue', track: 'met', help: 'open' });
    expect(room.incident(id)).toMatchObject({ status: 'closed', endedAt: minute(20) });
  });
  it('lets nothing more be done but a note, until it is reopened with a reason', () => {
    const { room, id } = give();
    room.refuses('nothing-to-do', 'incident.reopen', { incident: id, reason });
    room.do('incident.close', { incident: id });
    expect(room.refuses('closed', 'incident.relay', { incident: id, to: 'leader' })).toEqual({ status: 'closed' });
    room.refuses('closed', 'incident.close', { incident: id });
    room.do('incident.note', { incident: id, personal: { text: 'thanks' } });
    room.do('incident.reopen', { incident: id, reason });
    expect(room.incident(id)).toMatchObject({ status: 'open' });
    expect(room.incident(id)).not.toHaveProperty('settlement');
    expect(room.incident(id)).not.toHaveProperty('endedAt');
    room.do('incident.relay', { incident: id, to: 'leader' });
  });
  it('is a mistake, with its reason', () => {
    const { room, id } = give();
    room.do('incident.mark-mistaken', { incident: id, reason });
    expect(room.incident(id).status).toBe('mistaken');
    room.refuses('closed', 'incident.mark-mistaken', { incident: id, reason });
  });
  it('is a transfer once the other office has confirmed the receipt; until then the clocks run here', () => {
    const { room, id } = give();
    room.refuses('not-due', 'incident.receive-transfer', { incident: id, by: 'City office' });
    room.do('incident.transfer', { incident: id, to: 'City office', reason });
    expect(room.incident(id)).toMatchObject({ status: 'transferring', transferTo: 'City office' });
    room.refuses('already-done', 'incident.transfer', { incident: id, to: 'City office', reason });
    room.do('incident.relay', { incident: id, to: 'leader' });
    room.do('incident.receive-transfer', { incident: id, by: 'Mr Ma' });
    expect(room.incident(id).status).toBe('transferred');
    room.refuses('closed', 'incident.relay', { incident: id, to: 'leader' });
  });
  it('is called back from a transfer that nobody has received', () => {
    const { room, id } = give();
    room.do('incident.transfer', { incident: id, to: 'City office', reason });
    room.do('incident.reopen', { incident: id, reason });
    expect(room.incident(id).status).toBe('open');
    expect(room.incident(id)).not.toHaveProperty('transferTo');
  });
  it('is a merger into an incident that goes on, never into itself, an unknown or an ended one', () => {
    const { room, id } = give();
    const other = call(room);
    room.refuses('nothing-to-do', 'incident.merge', { incident: id, into: id, reason });
    room.refuses('not-found', 'incident.merge', { incident: id, into: 'nowhere', reason });
    room.do('incident.merge', { incident: id, into: other, reason });
    expect(room.incident(id)).toMatchObject({ status: 'merged', mergedInto: other });
    expect(room.refuses('closed', 'incident.merge', { incident: other, into: id, reason })).toEqual({
      incident: id,
      status: 'merged',
    });
  });
});

describe('another plan', () => {
  it('is put over a running incident once, in the edition in force', () => {
    const { room, id } = give();
    room.do('plan.adopt', { pack: 'town-2', seasons: { winter: { from: '2026-11-15', to: '2027-03-15' } } });
    expect(room.incident(id).pins[0]!.adoption).not.toBe(room.board.currentPlans['town']);
    room.refuses('already-exists', 'incident.place-under', { incident: id, under: { plan: 'town', class: 'fault' } });
    room.refuses('unknown-plan', 'incident.place-under', { incident: id, under: { plan: 'flood', class: 'fault' } });
    room.refuses('unknown-term', 'incident.place-under', { incident: id, under: { plan: 'wires', class: 'fault' } });
    room.do('incident.place-under', { incident: id, under: { plan: 'wires', class: 'outage' } });
    expect(room.incident(id).pins).toHaveLength(2);
  });
});

it('every command on an incident that does not exist is refused', () => {
  const room = openRoom();
  const data: Record<string, object> = {
    'incident.attach-call': {},
    'incident.merge': { into: 'a', reason },
    'incident.mark-mistaken': { reason },
    'incident.transfer': { to: 'a', reason },
    'incident.receive-transfer': { by: 'a' },
    'incident.place-under': { under: { plan: 'town', class: 'fault' } },
    'incident.record-facts': { facts: {} },
    'incident.correct-fact': { fact: 'a', value: 1, replaces: 'a', reason },
    'incident.confirm': {},
    'incident.grade': { plan: 'town', grade: 'low' },
    'incident.keep-grade': { plan: 'town', proposed: 'low', reason },
    'incident.relay': { to: 'leader' },
    'incident.decide': { hop: 'a', choice: 'yes', by: 'leader' },
    'incident.send-report': { kind: 'a', to: ['a'] },
    'incident.receive-report': { report: 'a', by: 'a', receipt: 'a' },
    'incident.start-mechanism': { plan: 'town', mechanism: 'a' },
    'incident.end-mechanism': { plan: 'town', mechanism: 'a' },
    'incident.order-crew': { crew: 'a', task: 'a' },
    'incident.report-crew': { order: 'a', stage: 'done' },
    'incident.arrive': { role: 'a' },
    'incident.discharge-duty': { plan: 'town', rule: 'a' },
    'incident.answer-duty': { plan: 'town', rule: 'a', choice: 'yes' },
    'incident.waive-duty': { duty: 'a', reason },
    'incident.note': { personal: {} },
    'incident.withdraw': { target: 'a', reason },
    'incident.close': {},
    'incident.reopen': { reason },
  };
  const names = Object.keys(incidentCommands).filter((name) => name !== 'incident.report');
  expect(Object.keys(data).toSorted()).toEqual(names.toSorted());
  for (const name of names) {
    room.refuses('not-found', name as CommandName, { incident: 'constructor', ...data[name] } as never);
  }
});
