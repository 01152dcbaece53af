import { present } from '../kernel/present.ts';
import { accept, refuse, type Outcome } from '../kernel/refusal.ts';
import type { Obligation } from '../obligation/obligation.ts';
import type { EvidenceRule } from '../plan/evidence.ts';
import type { PlanRule } from '../plan/schema.ts';
import type { Case, Here } from './context.ts';
import { WITHDRAWABLE } from './events.ts';
import { openOrders } from './history.ts';
import { isWaiting, settle } from './settle.ts';
import type { IncidentState } from './state.ts';
import { planNamed } from './terms.ts';

function ruleNamed(incident: IncidentState, plan: string, rule: string, here: Here): Outcome<PlanRule> {
  const named = planNamed(incident, plan, here);
  if (!named.ok) return named;
  const found = named.value.adopted.plan.rules.find((entry) => entry.id === rule);
  return found === undefined ? refuse('unknown-term', { term: rule }) : accept(found);
}

/** A person records that a duty is done; only for rules that this counts for. */
export const dischargeDuty: Case<'incident.discharge-duty'> = (incident, data, here) => {
  const rule = ruleNamed(incident, data.plan, data.rule, here);
  if (!rule.ok) return rule;
  if (!endsByDischarge(rule.value.stop)) return refuse('not-due');
  return accept([
    {
      type: 'incident.duty-discharged',
      data: { plan: data.plan, rule: data.rule, ...present({ scope: data.scope }) },
      ...(data.personal !== undefined && { subject: `incident-${incident.id}` }),
    },
  ]);
};

function endsByDischarge(stop: EvidenceRule): boolean {
  if ('discharged' in stop) return true;
  if ('anyOf' in stop) return stop.anyOf.some(endsByDischarge);
  if ('allOf' in stop) return stop.allOf.some(endsByDischarge);
  return false;
}

/** The yes or no to a duty "if needed" (必要时). */
export const answerDuty: Case<'incident.answer-duty'> = (incident, data, here) => {
  const named = ruleNamed(incident, data.plan, data.rule, here);
  if (!named.ok) return named;
  if (named.value.ifNeeded === undefined) return refuse('not-due');
  const { plan, rule, choice, reason } = data;
  return accept([{ type: 'incident.duty-answered', data: { plan, rule, choice, ...present({ reason }) } }]);
};

/** By a leader, or on behalf of the one on duty; never a hard line already passed, whatever instant is stated. */
export const waiveDuty: Case<'incident.waive-duty'> = (incident, data, here) => {
  const behalf = here.meta.onBehalfOf;
  if (!here.roles.includes('leader') && (behalf === undefined || !here.leadersOnDuty.includes(behalf))) {
    return refuse('not-allowed');
  }
  const duty = here.obligations(incident).find((obligation) => obligation.key === data.duty);
  if (duty === undefined) return refuse('not-due');
  if (!isWaiting(duty))
    return refuse(duty.state === 'superseded' || duty.state === 'void' ? 'not-due' : 'already-done');
  if (!duty.soft && duty.dueAt !== null && (duty.state === 'overdue' || isPast(duty.dueAt, duty, here.now))) {
    return refuse('hard-line-passed', { dueAt: duty.dueAt });
  }
  return accept([{ type: 'incident.duty-waived', data: { duty: data.duty, reason: data.reason } }]);
};

function isPast(dueAt: number, duty: Obligation, now: number): boolean {
  return duty.excludesLine ? now >= dueAt : now > dueAt;
}

export const note: Case<'incident.note'> = (incident) =>
  accept([{ type: 'incident.noted', data: {}, subject: `incident-${incident.id}` }]);

/** 撤回: a mis-click counts as never made from here on. */
export const withdraw: Case<'incident.withdraw'> = (incident, data) => {
  const { target, reason } = data;
  const act = incident.acts.find((entry) => entry.id === target);
  if (act === undefined) return refuse('not-found', { what: target });
  if (!WITHDRAWABLE.includes(act.type)) return refuse('not-due');
  if (Object.hasOwn(incident.withdrawn, target)) return refuse('already-done');
  return accept([{ type: 'incident.withdrawn', data: { target, reason } }]);
};

/** Writes how every duty stands into the incident. What must exist before closing holds it open; an unfinished order is named. */
export const close: Case<'incident.close'> = (incident, data, here) => {
  const duties = here.obligations(incident);
  const missing = duties.filter((duty) => duty.beforeClosing && isWaiting(duty));
  if (missing.length > 0) {
    return refuse('not-settled', {
      missing: missing.map(({ label }) => ({ zh: label.zh, en: label.en })),
      duties: missing.map((duty) => duty.key),
    });
  }
  return accept([
    {
      type: 'incident.closed',
      data: { settlement: duties.map(settle), openOrders: openOrders(incident), ...present({ summary: data.summary }) },
    },
  ]);
};

/** Takes an ended incident up again; of a transfer under way it is the recall. */
export const reopen: Case<'incident.reopen'> = (incident, data) => {
  if (incident.status === 'open') return refuse('nothing-to-do');
  return accept([{ type: 'incident.reopened', data: { reason: data.reason } }]);
};
