import { assertNever } from '../kernel/assert-never.ts';
import type { StoredEvent } from '../kernel/event.ts';
import { MissingBeginning, known, UnknownEvent, type KnownEvent } from '../kernel/known-event.ts';
import { INCIDENT_EVENTS, type FactValues, type IncidentEventData } from './events.ts';
import type { Act, IncidentState } from './state.ts';

/** An incident under a fold's own hands: the containers belong to the fold alone and grow in place. */
export type IncidentWork = {
  -readonly [Key in keyof IncidentState]: IncidentState[Key] extends readonly (infer Item)[]
    ? Item[]
    : IncidentState[Key] extends Readonly<Record<string, string>>
      ? Record<string, string>
      : IncidentState[Key];
};

/** A copy whose containers may be changed in place, so that folding many events of one incident stays linear. */
export function workOn(state: IncidentState): IncidentWork {
  return {
    ...state,
    pins: [...state.pins],
    acts: [...state.acts],
    withdrawn: { ...state.withdrawn },
    handled: { ...state.handled },
  };
}

/** The empty incident that the first event, `incident.reported`, fills. */
export function startIncident(event: StoredEvent): IncidentWork {
  if (known(event, INCIDENT_EVENTS).type !== 'incident.reported') throw new MissingBeginning(event);
  return {
    id: event.stream.slice('incident-'.length),
    number: '',
    title: '',
    place: '',
    status: 'open',
    pins: [],
    revision: -1,
    acts: [],
    withdrawn: {},
    receivedAt: event.occurredAt,
    handled: {},
  };
}

/** Adds the event to the work in place. */
export function applyToIncident(work: IncidentWork, stored: StoredEvent): void {
  const event = known<IncidentEventData>(stored, INCIDENT_EVENTS);
  work.revision = event.revision;
  if (event.commandKey !== '') work.handled[event.commandKey] = event.causationId;
  const act = actOf(event);
  work.acts.push(act);
  switch (act.type) {
    case 'incident.reported':
      work.number = act.data.number;
      work.title = act.data.title;
      work.place = act.data.place;
      work.pins = [...act.data.pins];
      noteReceipt(work, act.data.facts);
      return;
    case 'incident.placed-under':
      work.pins.push(act.data.pin);
      return;
    case 'incident.facts-recorded':
      noteReceipt(work, act.data.facts);
      return;
    case 'incident.fact-corrected':
      noteReceipt(work, { [act.data.fact]: act.data.value });
      return;
    case 'incident.merged':
      work.status = 'merged';
      work.mergedInto = act.data.into;
      work.endedAt = act.occurredAt;
      return;
    case 'incident.marked-mistaken':
      work.status = 'mistaken';
      work.endedAt = act.occurredAt;
      return;
    case 'incident.transferred':
      work.status = 'transferring';
      work.transferTo = act.data.to;
      return;
    case 'incident.transfer-received':
      work.status = 'transferred';
      work.endedAt = act.occurredAt;
      return;
    case 'incident.closed':
      work.status = 'closed';
      work.settlement = act.data.settlement;
      work.endedAt = act.occurredAt;
      return;
    case 'incident.reopened':
      work.status = 'open';
      delete work.endedAt;
      delete work.settlement;
      delete work.mergedInto;
      delete work.transferTo;
      return;
    case 'incident.withdrawn':
      work.withdrawn[act.data.target] = act.id;
      return;
    case 'incident.call-attached':
    case 'incident.confirmed':
    case 'incident.graded':
    case 'incident.grade-kept':
    case 'incident.relayed':
    case 'incident.decided':
    case 'incident.report-sent':
    case 'incident.report-received':
    case 'incident.mechanism-started':
    case 'incident.mechanism-ended':
    case 'incident.crew-ordered':
    case 'incident.crew-reported':
    case 'incident.arrived':
    case 'incident.duty-discharged':
    case 'incident.duty-answered':
    case 'incident.duty-waived':
    case 'incident.noted':
      return;
    default:
      assertNever(act);
  }
}

type UnreadAct = Omit<Act, 'type' | 'data'> & { readonly type: string; readonly data: unknown };

/** The event as the history keeps it. What is personal stays behind. */
function actOf(event: KnownEvent<IncidentEventData>): Act {
  const act: UnreadAct = {
    id: event.id,
    type: event.type,
    revision: event.revision,
    occurredAt: event.occurredAt,
    recordedAt: event.recordedAt,
    actor: event.actor,
    ...(event.onBehalfOf !== undefined && { onBehalfOf: event.onBehalfOf }),
    ...(event.medium !== undefined && { medium: event.medium }),
    data: event.data,
  };
  if (!isAct(act)) throw new UnknownEvent(event, 'type');
  return act;
}

function isAct(act: UnreadAct): act is Act {
  return Object.hasOwn(INCIDENT_EVENTS, act.type);
}

function noteReceipt(work: IncidentWork, facts: FactValues): void {
  if (typeof facts['received'] === 'number') work.receivedAt = facts['received'];
}
