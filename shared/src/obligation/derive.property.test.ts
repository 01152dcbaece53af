import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { IncidentState } from '../incident/state.ts';
import { MINUTE } from '../kernel/instant.ts';
import { testSeed } from '../kernel/test-support/seed.ts';
import { derive } from './derive.ts';
import type { Obligation } from './obligation.ts';
import { at, incident, plans, type Step } from './test-support/ward.ts';

const SEED = testSeed();
const options = { seed: SEED, numRuns: 150 };

/** A random night: each act comes some minutes after the last, and may be typed in late. */
const night = fc.array(
  fc.record({
    gap: fc.integer({ min: 0, max: 200 }),
    late: fc.oneof(
      { weight: 3, arbitrary: fc.constant(0) },
      { weight: 1, arbitrary: fc.integer({ min: 1, max: 120 }) },
    ),
    kind: fc.constantFrom(
      'grade',
      'told',
      'facts',
      'decide',
      'arrive',
      'withdraw',
      'correct',
      'order',
      'crew',
      'discharge',
      'keep',
      'report',
    ),
    pick: fc.nat(1000),
  }),
  { maxLength: 25 },
);

function acts(plan: typeof night extends fc.Arbitrary<infer T> ? T : never): readonly Step[] {
  const steps: Step[] = [];
  let minute = 0;
  plan.forEach((entry, index) => {
    minute += entry.gap;
    const base = { at: Math.max(0, minute - entry.late), recorded: minute, id: `a${index}` };
    const of = <T>(list: readonly T[]): T => list[entry.pick % list.length] as T;
    const earlier = steps.filter(
      (step) => step.type === 'incident.relayed' || step.type === 'incident.graded' || step.type === 'incident.arrived',
    );
    const stated = steps.filter((step) => step.type === 'incident.facts-recorded');
    switch (entry.kind) {
      case 'grade':
        return steps.push({
          ...base,
          type: 'incident.graded',
          data: { plan: 'ward', grade: of(['low', 'mid', 'high']) },
        });
      case 'told':
        return steps.push({
          ...base,
          type: 'incident.relayed',
          data: { to: of(['leader', 'deputy', 'head']), reached: entry.pick % 5 !== 0 },
        });
      case 'facts': {
        const value = at(minute - 60 + (entry.pick % 1500));
        return steps.push({
          ...base,
          type: 'incident.facts-recorded',
          data: {
            facts: of([
              { stopped: at(minute - 30) },
              { expected: value },
              { expected: 'never' },
              { restored: at(minute) },
              { restored: null },
              { discovered: at(-5) },
              { occurred: at(-9) },
            ]),
          },
        });
      }
      case 'decide':
        return steps.push({
          ...base,
          type: 'incident.decided',
          data: { hop: 'm-up', choice: of(['yes', 'no']), by: 'leader' },
        });
      case 'arrive':
        return steps.push({ ...base, type: 'incident.arrived', data: { role: of(['office', 'leader']) } });
      case 'withdraw':
        return earlier.length > 0
          ? steps.push({
              ...base,
              at: minute,
              type: 'incident.withdrawn',
              data: { target: of(earlier).id ?? '', reason: 'r' },
            })
          : 0;
      case 'correct': {
        const target = stated.length > 0 ? of(stated) : undefined;
        const fact = target?.type === 'incident.facts-recorded' ? Object.keys(target.data.facts)[0] : undefined;
        return target && fact
          ? steps.push({
              ...base,
              at: minute,
              type: 'incident.fact-corrected',
              data: { fact, value: at(minute - 20), replaces: target.id ?? '', reason: 'r' },
            })
          : 0;
      }
      case 'order':
        return steps.push({
          ...base,
          type: 'incident.crew-ordered',
          data: { order: `o${index}`, crew: 'one', task: 't', limit: 20 * MINUTE },
        });
      case 'crew':
        return steps.push({
          ...base,
          type: 'incident.crew-reported',
          data: { order: `o${entry.pick % 25}`, stage: 'arrived' },
        });
      case 'discharge':
        return steps.push({ ...base, type: 'incident.duty-discharged', data: { plan: 'ward', rule: 'daily' } });
      case 'keep':
        return steps.push({
          ...base,
          type: 'incident.grade-kept',
          data: { plan: 'ward', proposed: of(['low', 'mid', 'high']), reason: 'r' },
        });
      default:
        return steps.push({
          ...base,
          type: 'incident.report-sent',
          medium: of(['phone', 'fax']),
          data: { report: `r${index}`, kind: 'initial', sequence: 1, to: ['deputy'], fields: [] },
        });
    }
  });
  return steps;
}

/** The incident as it was known after its first `count` acts. */
function prefix(state: IncidentState, count: number): IncidentState {
  const known = state.acts.slice(0, count);
  const withdrawn = Object.fromEntries(
    Object.entries(state.withdrawn).filter(([, by]) => known.some((act) => act.id === by)),
  );
  return { ...state, acts: known, withdrawn, revision: count - 1 };
}

const list = (state: IncidentState, instant: number): readonly Obligation[] =>
  derive(state, plans, instant, 'known').obligations;
const RUNNING = ['open', 'atRisk', 'overdue'];

describe(`duties over any night (seed ${SEED})`, () => {
  it('are never doubled: one key, one duty', () => {
    fc.assert(
      fc.property(night, (plan) => {
        const keys = list(incident(...acts(plan)), at(6000)).map((entry) => entry.key);
        expect(new Set(keys).size).toBe(keys.length);
      }),
      options,
    );
  });
  it('are never lost: what was demanded once stays listed whatever comes after', () => {
    fc.assert(
      fc.property(night, (plan) => {
        const state = incident(...acts(plan));
        const final = new Set(list(state, at(6000)).map((entry) => entry.key));
        for (let count = 1; count <= state.acts.length; count += 1) {
          const last = state.acts[count - 1];
          for (const entry of list(prefix(state, count), last?.recordedAt ?? 0)) expect(final).toContain(entry.key);
        }
      }),
      options,
    );
  });
  it('are the same known at T from the whole log as from what was recorded up to T', () => {
    fc.assert(
      fc.property(night, fc.nat(3000), (plan, minute) => {
        const state = incident(...acts(plan));
        const instant = at(minute) + 1;
        const count = state.acts.filter((act) => act.recordedAt <= instant).length;
        expect(list(prefix(state, count), instant)).toEqual(list(state, instant));
      }),
      options,
    );
  });
  it('only move forward between two acts, and change nowhere but at the instants that were foretold', () => {
    fc.assert(
      fc.property(night, (plan) => {
        const state = incident(...acts(plan));
        const start = Math.max(...state.acts.map((act) => act.recordedAt));
        let instant = start;
        for (let step = 0; step < 40; step += 1) {
          const { obligations, nextChange } = derive(state, plans, instant, 'known');
          if (nextChange === null) break;
          expect(nextChange).toBeGreaterThan(instant);
          const before = derive(state, plans, nextChange - 1, 'known').obligations;
          expect(before).toEqual(obligations);
          const after = new Map(list(state, nextChange).map((entry) => [entry.key, entry]));
          for (const entry of obligations) {
            const later = after.get(entry.key);
            if (later && RUNNING.includes(entry.state) && RUNNING.includes(later.state))
              expect(RUNNING.indexOf(later.state)).toBeGreaterThanOrEqual(RUNNING.indexOf(entry.state));
          }
          instant = nextChange;
        }
      }),
      { ...options, numRuns: 60 },
    );
  });
  it('as they happened ignore when a statement was typed in', () => {
    fc.assert(
      fc.property(night, (plan) => {
        const typed = acts(plan);
        const verdict = (state: IncidentState): readonly unknown[] =>
          derive(state, plans, at(6000), 'happened').obligations.map((entry) => [
            entry.key,
            entry.startedAt,
            entry.dueAt,
            entry.metAt,
            RUNNING.includes(entry.outcome ?? entry.state),
          ]);
        const later = typed.map((step) => ({ ...step, recorded: 5999 }));
        expect(verdict(incident(...later))).toEqual(verdict(incident(...typed)));
      }),
      options,
    );
  });
});
