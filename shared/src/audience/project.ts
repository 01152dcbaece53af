import { assertNever } from '../kernel/assert-never.ts';
import type { StoredEvent } from '../kernel/event.ts';
import type { JsonObject } from '../kernel/json.ts';
import { known, type KnownEvent } from '../kernel/known-event.ts';
import { EVENT_VERSIONS, type EventData } from '../protocol/event-types.ts';
import type { Audience } from '../protocol/live.ts';

/** Stands for a receipt whose words are not shown: that there is one is. */
export const RECEIPT_GIVEN = 'given';

/**
 * The event as an audience may see it, or null where it may not see it at all. What is personal goes to nobody, another's session
 * neither. Folding what is left with `reduceBoard` never throws. Throws `UnknownEvent` for an event that this version cannot judge.
 */
export function project(event: StoredEvent, audience: Audience): StoredEvent | null {
  const read = known<EventData>(event, EVENT_VERSIONS);
  switch (audience) {
    case 'wall': {
      const data = wallData(read);
      return data === null ? null : forWall(event, data);
    }
    case 'desk':
    case 'audit': {
      const { personal: _, ...open } = event;
      const data = withoutSession(read, audience);
      return data === null ? open : { ...open, data };
    }
    default:
      return assertNever(audience);
  }
}

/** Neither on whose behalf, nor which command, nor what is personal. */
function forWall(event: StoredEvent, data: JsonObject): StoredEvent {
  const { personal: _, onBehalfOf: __, ...open } = event;
  return { ...open, correlationId: '', causationId: '', commandKey: '', data };
}

/** The data with the session taken out; null where there is none in it. An auditor sees from where somebody signed in. */
function withoutSession(event: KnownEvent<EventData>, audience: 'desk' | 'audit'): JsonObject | null {
  switch (event.type) {
    case 'account.signed-in':
      return { ...event.data, session: '', from: audience === 'audit' ? event.data.from : '' };
    case 'account.sign-in-refused':
      return audience === 'audit' ? null : { ...event.data, from: '' };
    case 'account.signed-out':
      return { ...event.data, session: '' };
    default:
      return null;
  }
}

/**
 * What a wall shows of an event: no reason, no text that somebody typed freely, no receipt's words, nobody's number;
 * of people their names. An incident's title and place are public and the form says so. Every type is judged here by name.
 */
function wallData(event: KnownEvent<EventData>): JsonObject | null {
  switch (event.type) {
    case 'incident.reported':
      return { ...event.data, source: '', alreadyTold: [] };
    case 'incident.call-attached':
      return { ...event.data, source: '' };
    case 'incident.merged':
    case 'incident.transferred':
    case 'incident.fact-corrected':
    case 'incident.grade-kept':
    case 'incident.duty-waived':
    case 'incident.withdrawn':
    case 'incident.marked-mistaken':
    case 'incident.reopened':
    case 'shift.hand-over-forced':
      return { ...event.data, reason: '' };
    case 'incident.transfer-received':
      return { by: '' };
    case 'incident.graded':
      return { plan: event.data.plan, grade: event.data.grade };
    case 'incident.decided': {
      const { hop, choice, by } = event.data;
      return { hop, choice, by };
    }
    case 'incident.relayed': {
      const { person: _, ...data } = event.data;
      return data.receipt === undefined ? data : { ...data, receipt: RECEIPT_GIVEN };
    }
    case 'incident.report-sent': {
      const data = { ...event.data, fields: [] };
      return data.receipt === undefined ? data : { ...data, receipt: RECEIPT_GIVEN };
    }
    case 'incident.report-received':
      return { ...event.data, receipt: RECEIPT_GIVEN };
    case 'incident.mechanism-started':
    case 'incident.mechanism-ended':
    case 'incident.duty-answered': {
      const { reason: _, ...data } = event.data;
      return data;
    }
    case 'incident.crew-ordered':
      return { ...event.data, task: '' };
    case 'incident.arrived':
      return { role: event.data.role };
    case 'incident.closed': {
      const { summary: _, ...data } = event.data;
      return data;
    }
    case 'directory.person-entered':
      return { person: event.data.person, name: event.data.name };
    case 'office.set-up':
      return { ...event.data, timeSource: '' };
    case 'account.created': {
      const { account, name, roles } = event.data;
      return { account, login: '', name, roles };
    }
    case 'account.changed':
      return { name: event.data.name, roles: event.data.roles };
    case 'account.disabled':
      return { reason: '' };
    case 'incident.placed-under':
    case 'incident.facts-recorded':
    case 'incident.confirmed':
    case 'incident.crew-reported':
    case 'incident.duty-discharged':
    case 'shift.started':
    case 'shift.signed-on':
    case 'shift.signed-off':
    case 'shift.hand-over-prepared':
    case 'shift.hand-over-accepted':
    case 'shift.hand-over-cancelled':
    case 'directory.person-removed':
    case 'directory.role-filled':
    case 'office.renamed':
    case 'office.wall-set':
    case 'room.started':
    case 'room.stopped':
    case 'room.clock-stepped':
    case 'room.clock-confirmed':
    case 'plan.adopted':
    case 'clock.at-risk':
    case 'clock.overdue':
    case 'account.enabled':
      return event.data;
    case 'incident.noted':
    case 'shift.logged':
    case 'room.numbers-viewed':
    case 'account.password-set':
    case 'account.pin-set':
    case 'account.signed-in':
    case 'account.sign-in-refused':
    case 'account.locked':
    case 'account.signed-out':
    case 'device.enrolled':
    case 'device.revoked':
      return null;
    default:
      return assertNever(event);
  }
}
