import { describe, expect, it } from 'vitest';
import type { IncidentState } from '../incident/state.ts';
import { MINUTE } from '../kernel/instant.ts';
import { derive } from './derive.ts';
import { previewGrade } from './preview.ts';
import { at, facts, find, graded, incident, plans, states, type Step, told } from './test-support/ward.ts';

describe('the relay clock', () => {
  it('runs from receipt before any grade is given, warns at a quarter and is overdue only after the line', () => {
    const call = incident();
    expect(find(call, 'relay', 0)[0]).toMatchObject({
      state: 'open',
      startedAt: at(0),
      dueAt: at(15),
      warnAt: at(11.25),
    });
    expect(states(find(call, 'relay', 11.25))).toEqual(['atRisk']);
    expect(states(find(call, 'relay', 15))).toEqual(['atRisk']);
    expect(find(call, 'relay', 15 + 1 / 60_000)[0]?.state).toBe('overdue');
  });
  it('is met at the latest stated hop once the grade has filled in the chain, with the decision counted', () => {
    const call = incident(graded(3, 'mid'), told(6, 'leader'), {
      type: 'incident.decided',
      at: 9,
      data: { hop: 'm-up', choice: 'no', by: 'leader', reason: 'small' },
    });
    expect(find(call, 'relay', 20)).toHaveLength(1);
    expect(find(call, 'relay', 20)[0]).toMatchObject({ state: 'met', metAt: at(9) });
    expect(find(call, 'relay', 20)[0]?.chain?.map((step) => step.state)).toEqual(['done', 'done', 'declined']);
  });
  it('needs the recipient told as well where the decision is yes', () => {
    const yes: Step = { type: 'incident.decided', at: 9, data: { hop: 'm-up', choice: 'yes', by: 'leader' } };
    expect(states(find(incident(graded(3, 'mid'), told(6, 'leader'), yes), 'relay', 16))).toEqual(['overdue']);
    expect(find(incident(graded(3, 'mid'), told(6, 'leader'), yes, told(14, 'deputy')), 'relay', 16)[0]).toMatchObject({
      state: 'met',
      metAt: at(14),
    });
  });
  it('counts a hop typed in after the line as stated late, in both views', () => {
    const no: Step = {
      type: 'incident.decided',
      at: 9,
      data: { hop: 'm-up', choice: 'no', by: 'leader', reason: 'x' },
    };
    const call = incident(graded(3, 'mid'), no, told(6, 'leader', 22));
    expect(states(find(call, 'relay', 30))).toEqual(['metStatedLate']);
    expect(states(find(call, 'relay', 30, 'happened'))).toEqual(['metStatedLate']);
    expect(states(find(call, 'relay', 20))).toEqual(['overdue']);
  });
  it('prefers the hop that was on record in time over an earlier one typed in late', () => {
    const no: Step = {
      type: 'incident.decided',
      at: 9,
      data: { hop: 'm-up', choice: 'no', by: 'leader', reason: 'x' },
    };
    expect(states(find(incident(graded(3, 'mid'), no, told(8, 'leader'), told(6, 'leader', 40)), 'relay', 50))).toEqual(
      ['met'],
    );
  });
  it('starts at the discovery of the unit for a low grade, superseding the provisional clock, and says so while that is unknown', () => {
    const call = incident(graded(3, 'low'));
    expect(states(find(call, 'relay', 4))).toEqual(['superseded(open)', 'startUnknown']);
    const known = incident(graded(3, 'low'), facts(5, { discovered: at(-10) }));
    expect(find(known, 'relay', 6).at(-1)).toMatchObject({
      state: 'met',
      startedAt: at(-10),
      dueAt: at(5),
      metAt: at(0),
    });
    const late = incident(graded(3, 'low'), facts(5, { discovered: at(-20) }));
    expect(find(late, 'relay', 6).at(-1)).toMatchObject({ state: 'metLate', dueAt: at(-5) });
  });
  it('starts anew at a regrade, counts hops already made, and keeps the old clock with its outcome', () => {
    const call = incident(graded(3, 'mid'), told(6, 'leader'), graded(30, 'high'));
    expect(states(find(call, 'relay', 29))).toEqual(['overdue']);
    const [old, fresh] = find(call, 'relay', 31);
    expect(old).toMatchObject({
      state: 'superseded',
      outcome: 'overdue',
      supersededBy: 'regrade',
      supersededAt: at(30),
    });
    expect(fresh).toMatchObject({ state: 'open', startedAt: at(30), dueAt: at(45) });
    expect(fresh?.chain?.map((step) => step.state)).toEqual(['done', 'current']);
  });
  it('keeps what was met when a regrade takes the chain away', () => {
    const no: Step = {
      type: 'incident.decided',
      at: 9,
      data: { hop: 'm-up', choice: 'no', by: 'leader', reason: 'x' },
    };
    const call = incident(graded(3, 'mid'), told(6, 'leader'), no, graded(30, 'high'));
    expect(states(find(call, 'relay', 60))).toEqual(['met', 'overdue']);
  });
  it('opens again when the hop that stopped it is withdrawn, and continues under its old key', () => {
    const no: Step = {
      type: 'incident.decided',
      at: 9,
      data: { hop: 'm-up', choice: 'no', by: 'leader', reason: 'x' },
    };
    const call = incident(graded(3, 'mid'), no, told(6, 'leader', 6, 'click'), {
      type: 'incident.withdrawn',
      at: 12,
      data: { target: 'click', reason: 'wrong row' },
    });
    expect(states(find(call, 'relay', 11))).toEqual(['met']);
    expect(states(find(call, 'relay', 12))).toEqual(['atRisk']);
    expect(find(call, 'relay', 11)[0]?.key).toBe(find(call, 'relay', 12)[0]?.key);
    expect(states(find(call, 'relay', 11, 'happened'))).toEqual(['open']);
  });
  it('gives a corrected anchor a new key and leaves the old duty visible as superseded by the correction', () => {
    const call = incident({
      type: 'incident.fact-corrected',
      at: 5,
      data: { fact: 'received', value: at(-3), replaces: 'call', reason: 'clock' },
    });
    const [old, fresh] = find(call, 'relay', 6);
    expect(old).toMatchObject({ state: 'superseded', supersededBy: 'correction', dueAt: at(15) });
    expect(fresh).toMatchObject({ state: 'open', startedAt: at(-3), dueAt: at(12) });
    expect(find(call, 'relay', 6, 'happened')).toHaveLength(1);
  });
  it('no longer counts as met from a start that was corrected; what it came to stays visible', () => {
    const call = incident(facts(1, { discovered: at(-10) }, 1, 'said'), graded(2, 'low'), {
      type: 'incident.fact-corrected',
      at: 30,
      data: { fact: 'discovered', value: at(-20), replaces: 'said', reason: 'log book' },
    });
    expect(states(find(call, 'relay', 29))).toEqual(['superseded(open)', 'met']);
    expect(states(find(call, 'relay', 31))).toEqual(['superseded(open)', 'superseded(met)', 'metLate']);
    expect(states(find(call, 'relay', 31, 'happened'))).toEqual(['superseded(open)', 'metLate']);
  });
});

describe('an outage line', () => {
  const stopped = facts(1, { stopped: at(-60) });
  it('is at risk from the warning point, and at once where the forecast passes it', () => {
    expect(states(find(incident(stopped), 'line-12h', 2))).toEqual(['open']);
    expect(states(find(incident(stopped), 'line-12h', 9 * 60))).toEqual(['atRisk']);
    expect(find(incident(stopped, facts(2, { expected: at(12 * 60) })), 'line-12h', 3)[0]).toMatchObject({
      state: 'atRisk',
      forecastAt: at(720),
    });
    expect(states(find(incident(stopped, facts(2, { expected: at(11 * 60) })), 'line-12h', 3))).toEqual(['open']);
    expect(states(find(incident(stopped, facts(2, { expected: 'never' })), 'line-12h', 3))).toEqual(['atRisk']);
  });
  it('twelve hours exactly is in time, one second more is not', () => {
    const restored = (seconds: number): IncidentState =>
      incident(stopped, facts(11 * 60 + 5, { restored: at(11 * 60) + seconds * 1000 }));
    expect(states(find(restored(0), 'line-12h', 12 * 60))).toEqual(['metStatedLate']);
    expect(states(find(restored(1), 'line-12h', 12 * 60))).toEqual(['metLate']);
  });
  it('demands the regrade at the very instant at which time passes the line, and drops the demand when the facts no longer ask', () => {
    const call = incident(stopped, graded(2, 'low'));
    expect(find(call, '@regrade', 11 * 60)).toEqual([]);
    const due = find(call, '@regrade', 11 * 60 + 1)[0];
    expect(due).toMatchObject({ state: 'open', soft: true, demandsGrade: 'mid', startedAt: at(11 * 60) + 1 });
    expect(due?.startEvent).toBeUndefined();
    const corrected = incident(stopped, graded(2, 'low'), facts(650, { restored: at(650) }, 700));
    expect(states(find(corrected, '@regrade', 690))).toEqual(['open']);
    expect(states(find(corrected, '@regrade', 701))).toEqual(['superseded(open)']);
    expect(find(corrected, '@regrade', 701, 'happened')).toEqual([]);
  });
  it('ends the decision by the regrade or by keeping the grade for a reason; the line itself stays', () => {
    const forecast = [stopped, graded(2, 'low'), facts(5, { expected: at(12 * 60) })] as const;
    expect(find(incident(...forecast), '@regrade', 6)[0]).toMatchObject({ state: 'open', startedAt: at(5) });
    expect(states(find(incident(...forecast, graded(8, 'mid')), '@regrade', 9))).toEqual(['met']);
    const kept = incident(...forecast, {
      type: 'incident.grade-kept',
      at: 8,
      data: { plan: 'ward', proposed: 'mid', reason: 'spare boiler' },
    });
    expect(states(find(kept, '@regrade', 9))).toEqual(['met']);
    expect(states(find(kept, 'line-12h', 9))).toEqual(['atRisk']);
  });
});

describe('other duties', () => {
  it('begin with the grade that brings them and are superseded when it goes', () => {
    const call = incident(graded(3, 'mid', 5));
    expect(find(call, 'scene', 6)[0]).toMatchObject({ state: 'open', soft: true, startedAt: at(3), dueAt: null });
    expect(states(find(incident(graded(3, 'mid'), graded(9, 'low')), 'scene', 10))).toEqual(['superseded(open)']);
    const arrived = (role: string, minute: number): Step => ({ type: 'incident.arrived', at: minute, data: { role } });
    expect(states(find(incident(graded(3, 'mid'), arrived('office', 5)), 'scene', 10))).toEqual(['open']);
    expect(find(incident(graded(3, 'mid'), arrived('office', 5), arrived('leader', 8)), 'scene', 10)[0]).toMatchObject({
      state: 'met',
      metAt: at(8),
    });
  });
  it('a phone report does not stop a written clock', () => {
    const report = (minute: number, medium: 'phone' | 'fax'): Step => ({
      type: 'incident.report-sent',
      at: minute,
      medium,
      data: { report: `r${minute}`, kind: 'initial', sequence: 1, to: ['deputy'], fields: [] },
    });
    expect(states(find(incident(graded(3, 'high'), report(5, 'phone')), 'report', 6))).toEqual(['open']);
    expect(states(find(incident(graded(3, 'high'), report(5, 'phone'), report(7, 'fax')), 'report', 8))).toEqual([
      'met',
    ]);
  });
  it('begin with the first receipt, whichever of several such reports was acknowledged', () => {
    const sent = (minute: number): Step => ({
      type: 'incident.report-sent',
      at: minute,
      data: { report: `r${minute}`, kind: 'initial', sequence: 1, to: ['deputy'], fields: [] },
    });
    const received: Step = {
      type: 'incident.report-received',
      at: 9,
      data: { report: 'r7', by: 'deputy', receipt: 'fax' },
    };
    expect(find(incident(sent(5), sent(7)), 'acknowledged', 8)).toEqual([]);
    expect(find(incident(sent(5), sent(7), received), 'acknowledged', 10)).toMatchObject([{ startedAt: at(9) }]);
  });
  it('assume the receipt where the occurrence is not known, and may be overdue at birth once it is', () => {
    expect(find(incident(graded(3, 'high')), 'report', 4)[0]).toMatchObject({ startAssumed: true, dueAt: at(240) });
    const known = find(incident(graded(3, 'high'), facts(5, { occurred: at(-300) })), 'report', 6);
    expect(states(known)).toEqual(['superseded(open)', 'overdue']);
    expect(known[1]).toMatchObject({ overdueAtBirth: true, dueAt: at(-60) });
  });
  it('run for each call on their own: what was said before a call does not answer it', () => {
    const second: Step = { type: 'incident.call-attached', at: 30, data: { call: 'c2', source: 'phone', facts: {} } };
    const duties = find(incident(told(10, 'deputy'), second), 'upward', 31);
    expect(states(duties)).toEqual(['met', 'open']);
    expect(duties[1]).toMatchObject({ scope: 'c2', startedAt: at(30), dueAt: at(90) });
    expect(states(find(incident(told(10, 'deputy'), second, told(40, 'deputy')), 'upward', 41))).toEqual([
      'met',
      'met',
    ]);
  });
  it('that begin with the end of the handling have not begun before it, and leave nothing superseded behind', () => {
    expect(find(incident(), 'written', 5)[0]).toMatchObject({
      state: 'startUnknown',
      notBegun: true,
      beforeClosing: true,
    });
    expect(states(find(incident(facts(20, { handled: at(20) })), 'written', 21))).toEqual(['open']);
  });
  it('take their limit from the person who gave the order', () => {
    const ordered: Step = {
      type: 'incident.crew-ordered',
      at: 4,
      data: { order: 'o1', crew: 'one', task: 't', limit: 20 * MINUTE },
    };
    expect(find(incident(ordered), 'crew', 5)[0]).toMatchObject({ scope: 'o1', dueAt: at(24), state: 'open' });
    expect(
      states(
        find(
          incident(ordered, { type: 'incident.crew-reported', at: 24, data: { order: 'o1', stage: 'arrived' } }),
          'crew',
          30,
        ),
      ),
    ).toEqual(['met']);
    expect(
      find(
        incident({ type: 'incident.crew-ordered', at: 4, data: { order: 'o2', crew: 'one', task: 't' } }),
        'crew',
        5,
      )[0],
    ).toMatchObject({ dueAt: null, soft: true });
  });
  it('where the rule excludes its line, evidence on it is late and overdue begins on it', () => {
    const done = (minute: number): Step => ({
      type: 'incident.duty-discharged',
      at: minute,
      data: { plan: 'ward', rule: 'daily' },
    });
    expect(states(find(incident(), 'daily', 60))).toEqual(['overdue']);
    expect(states(find(incident(done(60)), 'daily', 61))).toEqual(['metLate']);
    expect(states(find(incident(done(59)), 'daily', 61))).toEqual(['met']);
  });
  it('waived stays waived, void when the incident was a mistake', () => {
    const key = find(incident(), 'daily', 1)[0]?.key ?? '';
    expect(
      states(find(incident({ type: 'incident.duty-waived', at: 2, data: { duty: key, reason: 'r' } }), 'daily', 90)),
    ).toEqual(['waived']);
    expect(
      states(find(incident({ type: 'incident.marked-mistaken', at: 2, data: { reason: 'r' } }), 'daily', 90)),
    ).toEqual(['void(open)']);
  });
});

describe('looking ahead', () => {
  it('names the next instant at which time alone changes something', () => {
    const call = incident();
    const next = derive(call, plans, at(1), 'known').nextChange;
    expect(next).toBe(at(11.25));
    expect(derive(call, plans, at(15), 'known').nextChange).toBe(at(15) + 1);
  });
  it('shows what a regrade would start and supersede, and changes nothing', () => {
    const call = incident(graded(3, 'mid'), told(6, 'leader'));
    const preview = previewGrade(call, plans, 'ward', 'high', at(10));
    expect(preview.starts.map((entry) => entry.rule)).toEqual(['relay', 'report']);
    expect(preview.supersedes.map((entry) => entry.rule)).toEqual(['relay']);
    expect(find(call, 'relay', 10)).toHaveLength(1);
  });
  it('a duty never forgets an hour: a state only moves forward between two events', () => {
    const call = incident(facts(1, { stopped: at(-60) }));
    const rank = ['open', 'atRisk', 'overdue'];
    for (const rule of ['relay', 'line-12h', 'daily']) {
      let last = 0;
      for (let minute = 2; minute < 15 * 60; minute += 7) {
        const now = rank.indexOf(find(call, rule, minute)[0]?.state ?? '');
        expect(now).toBeGreaterThanOrEqual(last);
        last = now;
      }
    }
  });
});
