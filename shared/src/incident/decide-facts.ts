import { accept, refuse } from '../kernel/refusal.ts';
import { present } from '../kernel/present.ts';
import { own } from '../kernel/own.ts';
import type { Case } from './context.ts';
import { checkFacts } from './fact-value.ts';
import { confirmedGrade, standing, statesFact } from './history.ts';
import { planNamed, plansOf, scaleOfClass } from './terms.ts';
import type { FactValue } from './events.ts';
import type { Act } from './state.ts';

export const recordFacts: Case<'incident.record-facts'> = (incident, data, here) => {
  if (Object.keys(data.facts).length === 0) return refuse('nothing-to-do');
  const facts = checkFacts(data.facts, plansOf(incident, here), here.now);
  if (!facts.ok) return facts;
  return accept([
    {
      type: 'incident.facts-recorded',
      data: { facts: facts.value },
      ...(data.personal !== undefined && { subject: `incident-${incident.id}` }),
    },
  ]);
};

/** Names the act that stated the wrong value; that act must stand, state the fact, and not have been corrected before. */
export const correctFact: Case<'incident.correct-fact'> = (incident, data, here) => {
  const { fact, replaces, reason } = data;
  const stated = incident.acts.find((act) => act.id === replaces);
  if (stated === undefined || !statesFact(stated, fact)) return refuse('not-found', { what: fact });
  if (Object.hasOwn(incident.withdrawn, replaces)) return refuse('already-done');
  const before = standing(incident, 'incident.fact-corrected').find(
    (act) => act.data.fact === fact && act.data.replaces === replaces,
  );
  if (before !== undefined) return refuse('already-done', { at: before.recordedAt });
  const checked = checkFacts({ [fact]: data.value }, plansOf(incident, here), here.now);
  if (!checked.ok) return checked;
  const value = own(checked.value, fact) ?? null;
  if (valueStated(stated, fact) === value) return refuse('nothing-to-do');
  return accept([{ type: 'incident.fact-corrected', data: { fact, value, replaces, reason } }]);
};

function valueStated(act: Act, fact: string): FactValue | undefined {
  switch (act.type) {
    case 'incident.reported':
    case 'incident.call-attached':
    case 'incident.facts-recorded':
      return own(act.data.facts, fact);
    case 'incident.fact-corrected':
      return act.data.value;
    case 'incident.confirmed':
      return act.occurredAt;
    default:
      return undefined;
  }
}

export const confirm: Case<'incident.confirm'> = (incident) => {
  const before = standing(incident, 'incident.confirmed')[0];
  if (before !== undefined) return refuse('already-done', { at: before.occurredAt });
  return accept([{ type: 'incident.confirmed', data: {} }]);
};

/** Confirms a grade of the scale that the plan gives the incident's class. */
export const grade: Case<'incident.grade'> = (incident, data, here) => {
  const named = planNamed(incident, data.plan, here);
  if (!named.ok) return named;
  const scale = scaleOfClass(named.value.adopted, named.value.pin.class);
  if (!scale?.grades.some((entry) => entry.id === data.grade)) return refuse('unknown-term', { term: data.grade });
  if (confirmedGrade(incident, data.plan) === data.grade) return refuse('nothing-to-do');
  return accept([
    {
      type: 'incident.graded',
      data: { plan: data.plan, grade: data.grade, ...present({ basis: data.basis, reason: data.reason }) },
    },
  ]);
};

/** The confirmed grade stays although the facts propose another one. */
export const keepGrade: Case<'incident.keep-grade'> = (incident, data, here) => {
  const named = planNamed(incident, data.plan, here);
  if (!named.ok) return named;
  const { plan, proposed, reason } = data;
  const scale = scaleOfClass(named.value.adopted, named.value.pin.class);
  if (!scale?.grades.some((entry) => entry.id === proposed)) return refuse('unknown-term', { term: proposed });
  const confirmed = confirmedGrade(incident, plan);
  if (confirmed === undefined) return refuse('not-due');
  if (confirmed === proposed) return refuse('nothing-to-do');
  return accept([{ type: 'incident.grade-kept', data: { plan, proposed, reason } }]);
};
