import { HOUR, MINUTE } from '@duty-room/shared/kernel/instant';
import { catalogue } from '@duty-room/shared/protocol/catalogue';
import { describe, expect, it } from 'vitest';
import { water } from './fixture/plan.ts';
import { callerRoles, classChoices, intakeFields, toldRoles } from './intake-fields.ts';
import {
  asWord,
  attachOf,
  isBlank,
  newDraft,
  readCount,
  readIntake,
  reportOf,
  type IntakeDraft,
} from './intake-model.ts';

const choices = classChoices({ 'adoption-water': water }, { water: 'adoption-water' });
/** 14 December 2026, 02:14:09 in the office. */
const now = Date.UTC(2026, 11, 13, 18, 14, 9);
const clock = { now, timeZone: 'Asia/Shanghai' };

const burst = (change: Partial<IntakeDraft> = {}): IntakeDraft => ({
  ...newDraft('d1', now),
  classes: { water: 'burst' },
  place: '金桥小区东泵房',
  ...change,
});

describe('the questions of the intake form', () => {
  it('are those of the class, in the order of the plan, without what is derived', () => {
    const fields = intakeFields(choices.filter((one) => one.class.id === 'burst'));
    expect(fields.map((field) => [field.id, field.input.kind])).toEqual([
      ['stoppedAt', 'instant'],
      ['backAt', 'instant'],
      ['homes', 'count'],
      ['unsafe', 'flag'],
      ['cause', 'choice'],
      ['discovered', 'instant'],
    ]);
  });

  it('look forward only for a forecast, whose length counts from the start of its duration', () => {
    const fields = intakeFields(choices.slice(0, 1));
    expect(fields[0]?.input).toMatchObject({ lean: 'past', reference: undefined });
    expect(fields[1]?.input).toMatchObject({ lean: 'future', reference: 'stoppedAt' });
  });

  it('offers as caller whoever the chains lead from, and as told whom they lead to', () => {
    expect(callerRoles(choices).map((role) => role.id)).toEqual(['works']);
    expect(toldRoles(choices).map((role) => role.id)).toEqual(['chief']);
  });
});

describe('a call that is being typed', () => {
  it('becomes a report with instants by the server time', () => {
    const draft = burst({
      facts: { stoppedAt: '0150', backAt: '26小时', homes: '3 100', unsafe: asWord('no'), cause: asWord('pipe') },
      told: ['chief'],
      toldWords: '110，社区',
      caller: { name: '河东三所', number: '022-2431 6600', unit: '', text: '' },
    });
    const result = reportOf(draft, choices, { ...clock, now: now + 40_000 }, 'zh');
    const stopped = Date.UTC(2026, 11, 13, 17, 50);
    expect(result).toEqual({
      ok: true,
      occurredAt: now,
      medium: 'phone',
      data: {
        title: '金桥小区东泵房供水事故',
        place: '金桥小区东泵房',
        under: [{ plan: 'water', class: 'burst' }],
        source: 'phone',
        facts: {
          received: now,
          stoppedAt: stopped,
          backAt: stopped + 26 * HOUR,
          homes: 3100,
          unsafe: false,
          cause: 'pipe',
        },
        alreadyTold: ['chief', '110', '社区'],
        personal: { name: '河东三所', number: '022-2431 6600' },
      },
    });
    expect(result.ok && catalogue['incident.report'].safeParse(result.data).success).toBe(true);
  });

  it('counts a length from now where the stop is not known', () => {
    const reading = readIntake(burst({ facts: { backAt: '2h' } }), choices, clock);
    expect(reading.facts).toEqual({ backAt: now + 2 * HOUR });
  });

  it('takes a word in place of an instant', () => {
    expect(readIntake(burst({ facts: { backAt: asWord('never') } }), choices, clock).facts).toEqual({
      backAt: 'never',
    });
    expect(readIntake(burst({ facts: { backAt: asWord('soon') } }), choices, clock).readings['backAt']).toEqual({
      state: 'wrong',
      why: 'unknown-word',
    });
  });

  it('names what is missing or cannot be read, in the order of the form', () => {
    const draft = { ...newDraft('d', now), received: '99:99' };
    expect(reportOf(draft, choices, clock, 'zh')).toEqual({
      ok: false,
      problems: [
        { field: 'received', why: 'unreadable' },
        { field: 'class', why: 'missing' },
        { field: 'place', why: 'missing' },
      ],
    });
    const wrong = burst({ facts: { stoppedAt: '2026-12-14 03:00', homes: 'viele' } });
    expect(reportOf(wrong, choices, clock, 'zh')).toEqual({
      ok: false,
      problems: [
        { field: 'stoppedAt', why: 'future' },
        { field: 'homes', why: 'not-a-count' },
      ],
    });
  });

  it('can be received before the form was opened', () => {
    const result = reportOf(burst({ received: '0150' }), choices, clock, 'zh');
    expect(result).toMatchObject({ ok: true, occurredAt: now - 24 * MINUTE - 9_000 });
  });

  it('can be a further call about what is already on record', () => {
    const { data } = attachOf(burst({ facts: { homes: '3200' } }), 'i1', choices, clock);
    expect(catalogue['incident.attach-call'].parse(data)).toMatchObject({ incident: 'i1', facts: { homes: 3200 } });
  });

  it('is blank until something was typed or chosen', () => {
    expect(isBlank(newDraft('d', now))).toBe(true);
    expect(isBlank({ ...newDraft('d', now), classes: { water: 'burst' } })).toBe(false);
    expect(isBlank({ ...newDraft('d', now), facts: { homes: '3' } })).toBe(false);
  });

  it.each([
    ['3 100', 3100],
    ['3，100户', 3100],
    ['1.2万', 12_000],
    ['３１００', 3100],
    ['3.5', undefined],
    ['-3', undefined],
    ['many', undefined],
  ])('reads the count %s', (text, expected) => {
    expect(readCount(text)).toBe(expected);
  });
});
