import { catalogue } from '@duty-room/shared/protocol/catalogue';
import { describe, expect, it } from 'vitest';
import { burstWith, CLOCK, contextOf, deed, NOW } from '../fixture/incident.ts';
import { dutyButtons, waiveButton } from '../duty-acts-of.ts';
import { menuActs } from '../menu-acts.ts';
import { asWord } from '../intake-model.ts';
import type { Act, ActField, ActValues, CommandCall } from './act.ts';
import { closeAct, missingForClosing, withdrawAct } from './ending-acts.ts';
import { correctFactAct, recordFactsAct, standingFacts } from './fact-acts.ts';
import { gradeAct, gradeUnder } from './grade-acts.ts';
import { decideAct, tellAct } from './relay-acts.ts';
import { openReceipts, receiveReportAct, sendReportAct } from './report-acts.ts';
import { endMechanismAct, mechanismsOf, orderCrewAct, ordersOf, reportCrewAct } from './resource-acts.ts';

const context = () => contextOf(burstWith());

/** Something for every field that must be filled. */
function filled(fields: readonly ActField[], initial: ActValues): ActValues {
  const values: Record<string, string | readonly string[]> = { ...initial };
  for (const field of fields) {
    if (field.kind === 'text' && field.required && (values[field.id] ?? '') === '') values[field.id] = '有话';
    if (field.kind === 'choice' && field.required && (values[field.id] ?? '') === '')
      values[field.id] = field.options[0]?.id ?? '';
    if (field.kind === 'many' && (values[field.id] ?? []).length === 0) values[field.id] = [field.options[0]?.id ?? ''];
    if (field.kind === 'fact' && field.field.input.kind === 'count') values[field.id] = '42';
  }
  return values;
}

function callsOf(act: Act, values: ActValues = filled(act.fields, act.initial)): readonly CommandCall[] {
  const built = act.build(values, CLOCK);
  if (!built.ok) throw new Error(`${act.id}: ${JSON.stringify(built.problems)}`);
  return built.calls;
}

describe('every act that the desk offers', () => {
  const acts = [
    ...menuActs(context)
      .filter((one) => one.command !== 'incident.merge' && one.command !== 'incident.place-under')
      .map((one) => one.make()),
    ...context().obligations.flatMap((duty) => [
      ...dutyButtons(duty, context).map((button) => button.act()),
      waiveButton(duty, context).act(),
    ]),
    tellAct(context(), 'chief', 'up', true),
    tellAct(context(), 'chief', 'up', false),
    withdrawAct(context(), { id: 'e1', what: '已报' }),
    receiveReportAct(context(), 'r1', 'chief'),
  ];

  it.each(acts.map((act) => [act.id, act] as const))('%s becomes a command that the room takes', (_id, act) => {
    for (const { name, data } of callsOf(act)) {
      const parsed = catalogue[name].safeParse(data);
      expect(parsed.success ? [] : parsed.error.issues).toEqual([]);
    }
  });

  it('leaves a form where something required is missing', () => {
    for (const act of acts) {
      const required = act.fields.find((field) => field.kind === 'text' && field.required);
      if (!required) continue;
      const built = act.build({ ...filled(act.fields, act.initial), [required.id]: ' ' }, CLOCK);
      expect(built).toMatchObject({ ok: false, problems: [{ field: required.id, why: 'missing' }] });
    }
  });

  it('says no to a time in the future and takes an earlier one as stated', () => {
    const act = tellAct(context(), 'chief', 'up', true);
    expect(act.build({ ...act.initial, at: '2026-12-14 03:00' }, CLOCK)).toEqual({
      ok: false,
      problems: [{ field: 'at', why: 'future' }],
    });
    expect(callsOf(act, { ...act.initial, at: '02:09' })[0]?.meta.occurredAt).toBe(NOW - 309_000);
  });
});

describe('the evidence line of a relay', () => {
  it('is prefilled with whom to call next, the phone, the instant and the receipt', () => {
    const act = tellAct(context(), 'chief', 'up', true);
    expect(act.initial).toEqual({ person: 'zhao', medium: 'phone', at: '02:14:09', receipt: 'field.receiptReadBack' });
    expect(callsOf(act, act.initial)).toEqual([
      {
        name: 'incident.relay',
        meta: { occurredAt: NOW, medium: 'phone' },
        data: {
          incident: 'i1',
          to: 'chief',
          hop: 'up',
          person: 'zhao',
          reached: true,
          receipt: 'field.receiptReadBack',
        },
      },
    ]);
  });

  it('of an attempt carries no receipt', () => {
    const [call] = callsOf(tellAct(context(), 'chief', 'up', false));
    expect(call?.data).toEqual({ incident: 'i1', to: 'chief', hop: 'up', person: 'zhao', reached: false });
  });

  it('of a decision names who decided, and wants a reason for a no', () => {
    const step = {
      hop: 'up',
      label: { zh: '上报', en: 'up' },
      from: 'office',
      to: ['chief'],
      missing: ['chief'],
      decision: { by: 'chief', question: { zh: '是否上报？', en: 'Report?' } },
      state: 'current' as const,
      evidence: [],
      cite: [],
    };
    const no = decideAct(context(), step, 'no');
    expect(no.build(no.initial, CLOCK)).toEqual({ ok: false, problems: [{ field: 'reason', why: 'missing' }] });
    const [yes] = callsOf(decideAct(context(), step, 'yes'));
    expect(yes).toMatchObject({ meta: { onBehalfOf: 'zhao', medium: 'phone' }, data: { choice: 'yes', by: 'chief' } });
  });
});

describe('facts on record', () => {
  it('stand by their latest stated instant, with corrections in place of what they replace', () => {
    const incident = burstWith(
      deed(1, { type: 'incident.facts-recorded', data: { facts: { homes: 2000 } }, ago: 300_000 }),
      deed(2, { type: 'incident.facts-recorded', data: { facts: { homes: 9 } }, ago: 900_000, recordedAgo: 0 }),
      deed(3, {
        type: 'incident.fact-corrected',
        data: { fact: 'homes', value: 2100, replaces: 'e1', reason: '听错' },
      }),
    );
    const homes = standingFacts(contextOf(incident)).find((one) => one.field.id === 'homes');
    expect(homes).toMatchObject({ value: 2100, event: 'e3', occurredAt: NOW - 300_000 });
  });

  it('are corrected against the entry that holds now', () => {
    const now = context();
    const homes = standingFacts(now).find((one) => one.field.id === 'homes');
    if (!homes) throw new Error('no homes');
    const act = correctFactAct(now, homes);
    expect(callsOf(act, { ...act.initial, 'fact:homes': '3200', reason: '听错' })[0]?.data).toEqual({
      incident: 'i1',
      fact: 'homes',
      value: 3200,
      replaces: 'e0',
      reason: '听错',
    });
    expect(callsOf(act, { 'fact:homes': '', reason: '并不知道' })[0]?.data).toMatchObject({ value: null });
  });

  it('take a forecast from the stop that is on record', () => {
    const act = recordFactsAct(context());
    const [call] = callsOf(act, { ...act.initial, 'fact:backAt': '26小时', 'fact:unsafe': asWord('yes') });
    expect(call?.data).toMatchObject({ facts: { backAt: NOW - 1_800_000 + 26 * 3_600_000, unsafe: true } });
  });

  it('need at least one', () => {
    const act = recordFactsAct(context());
    expect(act.build(act.initial, CLOCK)).toMatchObject({ ok: false });
  });
});

describe('grading', () => {
  it('quotes the proposal where the officer follows it and only there', () => {
    const act = gradeAct(context(), 'water', { grade: 'large', basis: '12 小时以上' });
    expect(callsOf(act)[0]?.data).toMatchObject({ grade: 'large', basis: '12 小时以上' });
    expect(callsOf(act, { ...act.initial, grade: 'small' })[0]?.data).not.toHaveProperty('basis');
  });

  it('goes by the last grade that was not withdrawn', () => {
    const graded = (index: number, grade: string) =>
      deed(index, { type: 'incident.graded', data: { plan: 'water', grade } });
    const incident = burstWith(
      graded(1, 'small'),
      graded(2, 'large'),
      deed(3, { type: 'incident.withdrawn', data: { target: 'e2', reason: '误点' } }),
    );
    expect(gradeUnder(contextOf(incident), 'water')).toBe('small');
  });
});

describe('what goes on beside the duties', () => {
  it('lists recipients whose receipt is missing', () => {
    const incident = burstWith(
      deed(1, {
        type: 'incident.report-sent',
        data: { report: 'r1', kind: 'first', sequence: 1, to: ['chief', 'works'], fields: [] },
      }),
      deed(2, { type: 'incident.report-received', data: { report: 'r1', by: 'works', receipt: '已签收' } }),
    );
    expect(openReceipts({ incident }).map((one) => one.by)).toEqual(['chief']);
  });

  it('puts the fields of a report into the command by their own ids', () => {
    const act = sendReportAct(context(), 'first', { to: ['chief'], medium: 'written' });
    expect(callsOf(act, { ...act.initial, 'field:cause': '管道老化' })[0]).toMatchObject({
      meta: { medium: 'written' },
      data: { kind: 'first', to: ['chief'], fields: { cause: '管道老化' } },
    });
  });

  it('follows crews and mechanisms from start to end', () => {
    const incident = burstWith(
      deed(1, { type: 'incident.crew-ordered', data: { order: 'o1', crew: 'crew-1', task: '堵漏' } }),
      deed(2, { type: 'incident.crew-reported', data: { order: 'o1', stage: 'departed' } }),
      deed(3, { type: 'incident.mechanism-started', data: { plan: 'water', mechanism: 'linkage', level: 'city' } }),
    );
    const now = contextOf(incident);
    const [order] = ordersOf({ incident });
    expect(order).toMatchObject({ stage: 'departed', crew: 'crew-1' });
    if (!order) throw new Error('no order');
    expect(reportCrewAct(now, order).initial['stage']).toBe('arrived');
    const [mechanism] = mechanismsOf(now);
    expect(mechanism).toMatchObject({ startedAt: NOW, endedAt: undefined, level: 'city' });
    if (!mechanism) throw new Error('no mechanism');
    expect(callsOf(endMechanismAct(now, mechanism))[0]?.name).toBe('incident.end-mechanism');
  });

  it('reads the limit of an order as a length', () => {
    const act = orderCrewAct(context());
    expect(callsOf(act, { ...act.initial, task: '堵漏', limit: '20分' })[0]?.data).toMatchObject({ limit: 'PT20M' });
    expect(act.build({ ...act.initial, task: '堵漏', limit: '快' }, CLOCK)).toEqual({
      ok: false,
      problems: [{ field: 'limit', why: 'unreadable' }],
    });
  });

  it('says what keeps the incident from being closed', () => {
    const now = context();
    expect(missingForClosing(now.obligations).map((duty) => duty.rule)).toEqual(['written']);
    expect(closeAct(now).note).toContain('书面报告');
  });
});
