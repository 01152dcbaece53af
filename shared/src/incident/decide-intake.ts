import { present } from '../kernel/present.ts';
import { accept, refuse, type Outcome } from '../kernel/refusal.ts';
import { notAhead } from '../kernel/stated-at.ts';
import type { IncidentCommand } from './commands.ts';
import type { Case, Here, IncidentDraft } from './context.ts';
import { checkFacts } from './fact-value.ts';
import { incidentNumber, yearOf } from './number.ts';
import { pinAll, pinned, plansOf, unknownRoles } from './terms.ts';

type Report = Extract<IncidentCommand, { readonly name: 'incident.report' }>['data'];

/** 接报: the call that opens an incident. It is ungraded; `received` is the stated instant of the call where nothing else is said. */
export function decideReport(data: Report, here: Here): Outcome<readonly IncidentDraft[]> {
  if (here.timeZone === '') return refuse('set-up-needed');
  const pins = pinAll(data.under, here);
  if (!pins.ok) return pins;
  const plans = pins.value.map((pin) => pinned(pin, here));
  const strangers = unknownRoles(plans, data.by === undefined ? [] : [data.by]);
  if (strangers.length > 0) return refuse('unknown-term', { term: strangers });
  const facts = checkFacts({ received: here.at, ...data.facts }, plans, here.now);
  if (!facts.ok) return facts;
  const received = typeof facts.value['received'] === 'number' ? facts.value['received'] : here.at;
  const year = yearOf(received, here.timeZone);
  const draft: IncidentDraft = {
    type: 'incident.reported',
    data: {
      number: incidentNumber(year, here.lastNumber(year) + 1),
      title: data.title,
      place: data.place,
      pins: pins.value,
      source: data.source,
      ...present({ by: data.by }),
      facts: facts.value,
      alreadyTold: data.alreadyTold,
    },
    occurredAt: received,
    ...(data.personal !== undefined && { subject: callerOf(here.newId('call')) }),
  };
  return accept([draft]);
}

/** A further call about the same incident. Its `received` is its own instant and no statement about the incident. */
export const attachCall: Case<'incident.attach-call'> = (incident, data, here) => {
  const plans = plansOf(incident, here);
  const strangers = unknownRoles(plans, data.by === undefined ? [] : [data.by]);
  if (strangers.length > 0) return refuse('unknown-term', { term: strangers });
  const checked = checkFacts(data.facts, plans, here.now);
  if (!checked.ok) return checked;
  const { received, ...facts } = checked.value;
  const occurredAt = typeof received === 'number' ? notAhead(received, here.now) : accept(here.at);
  if (!occurredAt.ok) return occurredAt;
  const call = here.newId('call');
  return accept([
    {
      type: 'incident.call-attached',
      data: { call, source: data.source, ...present({ by: data.by }), facts },
      occurredAt: occurredAt.value,
      ...(data.personal !== undefined && { subject: callerOf(call) }),
    },
  ]);
};

/** Every caller is a subject of their own, so that one can be forgotten without the others. */
function callerOf(call: string): string {
  return `caller-${call}`;
}

/**
 * The duplicate points to the incident that goes on. That one is open, so it was merged into none itself and no ring can come about.
 */
export const merge: Case<'incident.merge'> = (incident, data, here) => {
  if (data.into === incident.id) return refuse('nothing-to-do');
  const target = here.incident(data.into);
  if (target === undefined) return refuse('not-found', { what: data.into });
  if (target.status !== 'open' && target.status !== 'transferring') {
    return refuse('closed', { incident: target.id, status: target.status });
  }
  return accept([{ type: 'incident.merged', data: { into: data.into, reason: data.reason } }]);
};

export const markMistaken: Case<'incident.mark-mistaken'> = (_incident, data) =>
  accept([{ type: 'incident.marked-mistaken', data: { reason: data.reason } }]);

/** 转办: until the other office has confirmed the receipt, the incident stays here and its clocks run. */
export const transfer: Case<'incident.transfer'> = (incident, data) => {
  if (incident.status === 'transferring') return refuse('already-done');
  return accept([{ type: 'incident.transferred', data: { to: data.to, reason: data.reason } }]);
};

export const receiveTransfer: Case<'incident.receive-transfer'> = (incident, data) => {
  if (incident.status !== 'transferring') return refuse('not-due');
  return accept([{ type: 'incident.transfer-received', data: { by: data.by } }]);
};

export const placeUnder: Case<'incident.place-under'> = (incident, data, here) => {
  if (incident.pins.some((pin) => pin.plan === data.under.plan)) {
    return refuse('already-exists', { value: data.under.plan });
  }
  const pins = pinAll([data.under], here);
  if (!pins.ok) return pins;
  return accept(pins.value.map((pin) => ({ type: 'incident.placed-under', data: { pin } })));
};
