import { own } from '../kernel/own.ts';
import { present } from '../kernel/present.ts';
import { accept, refuse, type Refusal } from '../kernel/refusal.ts';
import type { Case, Here } from './context.ts';
import { latest, runningMechanism, stagesOf, standing } from './history.ts';
import type { IncidentState } from './state.ts';
import { hopsNamed, planNamed, plansOf, unknownRoles } from './terms.ts';

/** Refuses naming every role that no plan of the incident knows, or a person whom the directory does not know. */
function strangers(
  incident: IncidentState,
  roles: readonly string[],
  person: string | undefined,
  here: Here,
): Refusal | undefined {
  const unknown = unknownRoles(plansOf(incident, here), roles);
  if (unknown.length > 0) return refuse('unknown-term', { term: unknown });
  if (person !== undefined && !here.hasPerson(person)) return refuse('not-found', { what: person });
  return undefined;
}

/** A role was told, or an attempt to reach it. A named hop must be one that leads to that role. */
export const relay: Case<'incident.relay'> = (incident, data, here) => {
  const refused = strangers(incident, [data.to], data.person, here);
  if (refused) return refused;
  if (data.hop !== undefined) {
    const hops = hopsNamed(plansOf(incident, here), data.hop);
    if (!hops.some((hop) => hop.to.includes(data.to))) return refuse('unknown-term', { term: data.hop });
  }
  const { to, hop, person, reached, receipt } = data;
  return accept([{ type: 'incident.relayed', data: { to, reached, ...present({ hop, person, receipt }) } }]);
};

/** The yes or no of a decision hop, by the role that the plan names for it. A no needs a reason. */
export const decideHop: Case<'incident.decide'> = (incident, data, here) => {
  const decisions = hopsNamed(plansOf(incident, here), data.hop).flatMap((hop) => hop.decide ?? []);
  if (decisions.length === 0) return refuse('unknown-term', { term: data.hop });
  if (!decisions.some((decision) => decision.by === data.by)) return refuse('unknown-term', { term: data.by });
  if (data.choice === 'no' && data.reason === undefined) return refuse('missing-reason');
  const { hop, choice, by, reason } = data;
  return accept([{ type: 'incident.decided', data: { hop, choice, by, ...present({ reason }) } }]);
};

/** Reports are numbered per kind; a withdrawn one keeps its number. */
export const sendReport: Case<'incident.send-report'> = (incident, data, here) => {
  const plans = plansOf(incident, here).filter(({ plan }) => data.plan === undefined || plan.plan === data.plan);
  const declared = plans.flatMap(({ plan }) => plan.reports.map((entry) => ({ plan: plan.plan, entry })));
  const found = declared.find(({ entry }) => entry.id === data.kind);
  if (found === undefined) return refuse('unknown-term', { term: data.kind });
  const kind = found.entry;
  const refused = strangers(incident, data.to, undefined, here);
  if (refused) return refused;
  const unknown = Object.keys(data.fields).filter((field) => !kind.fields.some((entry) => entry.id === field));
  if (unknown.length > 0) return refuse('unknown-term', { term: unknown });
  const empty = kind.fields.filter(
    (field) => field.required && !own(data.fields, field.id)?.trim() && !isStated(incident, field.fact),
  );
  if (empty.length > 0) {
    return refuse('bad-input', {
      problems: empty.map(({ label }) => ({ zh: `请填写“${label.zh}”`, en: `Fill in “${label.en}”` })),
    });
  }
  const earlier = incident.acts.filter((act) => act.type === 'incident.report-sent' && act.data.kind === data.kind);
  return accept([
    {
      type: 'incident.report-sent',
      data: {
        report: here.newId('report'),
        plan: found.plan,
        kind: data.kind,
        sequence: earlier.length + 1,
        to: [...new Set(data.to)],
        fields: Object.keys(data.fields).filter((field) => data.fields[field]?.trim()),
        ...present({ receipt: data.receipt }),
      },
      subject: `incident-${incident.id}`,
    },
  ]);
};

function isStated(incident: IncidentState, fact: string | undefined): boolean {
  if (fact === undefined) return false;
  return incident.acts.some((act) => {
    if (Object.hasOwn(incident.withdrawn, act.id)) return false;
    if (act.type === 'incident.fact-corrected') return act.data.fact === fact && act.data.value !== null;
    const stating =
      act.type === 'incident.reported' ||
      act.type === 'incident.call-attached' ||
      act.type === 'incident.facts-recorded';
    return stating && (own(act.data.facts, fact) ?? null) !== null;
  });
}

export const receiveReport: Case<'incident.receive-report'> = (incident, data) => {
  const { report, by, receipt } = data;
  const sent = standing(incident, 'incident.report-sent').find((act) => act.data.report === report);
  if (sent === undefined) return refuse('not-found', { what: report });
  if (!sent.data.to.includes(by)) return refuse('unknown-term', { term: by });
  const before = standing(incident, 'incident.report-received').find(
    (act) => act.data.report === report && act.data.by === by,
  );
  if (before !== undefined) return refuse('already-done', { at: before.occurredAt });
  return accept([{ type: 'incident.report-received', data: { report, by, receipt } }]);
};

/** Where the text does not provide for the start, it can be started with a reason. A running one can change its level. */
export const startMechanism: Case<'incident.start-mechanism'> = (incident, data, here) => {
  const named = planNamed(incident, data.plan, here);
  if (!named.ok) return named;
  const { plan, mechanism, level, reason } = data;
  const definition = named.value.adopted.plan.mechanisms.find((entry) => entry.id === mechanism);
  if (definition === undefined) return refuse('unknown-term', { term: mechanism });
  if (level !== undefined && !definition.levels.some((entry) => entry.id === level)) {
    return refuse('unknown-term', { term: level });
  }
  const running = runningMechanism(incident, plan, mechanism);
  if (running !== undefined && running.level === level) return refuse('already-done');
  if (
    reason === undefined &&
    definition.when !== undefined &&
    !here.holds(incident, named.value.adopted, definition.when)
  ) {
    return refuse('missing-reason');
  }
  return accept([{ type: 'incident.mechanism-started', data: { plan, mechanism, ...present({ level, reason }) } }]);
};

export const endMechanism: Case<'incident.end-mechanism'> = (incident, data, here) => {
  const named = planNamed(incident, data.plan, here);
  if (!named.ok) return named;
  const { plan, mechanism, reason } = data;
  if (!named.value.adopted.plan.mechanisms.some((entry) => entry.id === mechanism)) {
    return refuse('unknown-term', { term: mechanism });
  }
  if (runningMechanism(incident, plan, mechanism) === undefined) return refuse('nothing-to-do');
  return accept([{ type: 'incident.mechanism-ended', data: { plan, mechanism, ...present({ reason }) } }]);
};

export const orderCrew: Case<'incident.order-crew'> = (_incident, data, here) => {
  const { crew, task, limit } = data;
  return accept([
    { type: 'incident.crew-ordered', data: { order: here.newId('order'), crew, task, ...present({ limit }) } },
  ]);
};

/** Stages may be typed in late and out of order, each once. */
export const reportCrew: Case<'incident.report-crew'> = (incident, data) => {
  const { order, stage } = data;
  if (!standing(incident, 'incident.crew-ordered').some((act) => act.data.order === order)) {
    return refuse('not-found', { what: order });
  }
  if (stagesOf(incident, order).includes(stage)) return refuse('already-done');
  return accept([{ type: 'incident.crew-reported', data: { order, stage } }]);
};

export const arrive: Case<'incident.arrive'> = (incident, data, here) => {
  const { role, person } = data;
  const refused = strangers(incident, [role], person, here);
  if (refused) return refused;
  const before = latest(
    standing(incident, 'incident.arrived').filter((act) => act.data.role === role && act.data.person === person),
  );
  if (before !== undefined) return refuse('already-done', { at: before.occurredAt });
  return accept([{ type: 'incident.arrived', data: { role, ...present({ person }) } }]);
};
