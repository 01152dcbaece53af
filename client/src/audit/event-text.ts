import type { BoardState } from '@duty-room/shared/board/state';
import { own } from '@duty-room/shared/kernel/own';
import type { StoredEvent } from '@duty-room/shared/kernel/event';
import { known } from '@duty-room/shared/kernel/known-event';
import { EVENT_VERSIONS, type EventData } from '@duty-room/shared/protocol/event-types';
import { deedText } from '../desk/course.ts';
import type { AuditWords } from './use-audit-words.ts';

type Context = { readonly today: BoardState; readonly words: AuditWords };

/** A person's name by account or directory; what the room did itself has none. */
export function actorName({ today, words }: Context, actor: string): string {
  if (actor.startsWith('system:')) return words.t('event.room');
  return own(today.people.accounts, actor)?.name ?? own(today.directory.persons, actor)?.name ?? actor;
}

/** What an event says, in one line, without its time and without who recorded it. */
export function eventText(stored: StoredEvent, context: Context): string {
  const { today, words } = context;
  const { t } = words;
  const event = known<EventData>(stored, EVENT_VERSIONS);
  const person = (account: string): string => actorName(context, account);
  switch (event.type) {
    case 'shift.started':
      return t('event.shiftStarted');
    case 'shift.signed-on':
      return t('event.signedOn', {
        who: person(event.data.account),
        post: t(event.data.post === 'leader' ? 'common:role.leader' : 'common:role.officer'),
      });
    case 'shift.signed-off':
      return t('event.signedOff', { who: person(event.data.account) });
    case 'shift.logged':
      return t('event.logged', { topic: event.data.topic });
    case 'shift.hand-over-prepared':
      return t('event.handOverPrepared', { who: person(event.data.to), count: event.data.duties.length });
    case 'shift.hand-over-accepted':
      return t('event.handOverAccepted', { who: person(event.data.by), count: event.data.accepted.length });
    case 'shift.hand-over-cancelled':
      return t('event.handOverCancelled');
    case 'shift.hand-over-forced':
      return t('event.handOverForced', { who: person(event.data.by), reason: event.data.reason });
    case 'directory.person-entered':
      return t('event.personEntered', { name: event.data.name });
    case 'directory.person-removed':
      return t('event.personRemoved', { name: person(event.data.person) });
    case 'directory.role-filled':
      return t('event.roleFilled', { role: roleLabel(context, event.data.role) });
    case 'office.set-up':
      return t('event.setUp', { name: event.data.name });
    case 'office.renamed':
      return t('event.renamed', { name: event.data.name });
    case 'office.wall-set':
      return t('event.wallSet');
    case 'room.started':
      return t('event.roomStarted', { version: event.data.version });
    case 'room.stopped':
      return t('event.roomStopped');
    case 'room.clock-stepped':
      return t('event.clockStepped', { span: words.exact(event.data.stepMs) });
    case 'room.clock-confirmed':
      return t('event.clockConfirmed');
    case 'room.numbers-viewed':
      return t('event.numbersViewed', { name: person(event.data.of) });
    case 'plan.adopted': {
      const adopted = own(today.plans, event.id)?.plan;
      return t('event.planAdopted', {
        title: adopted ? words.label(adopted.title) : event.stream,
        edition: adopted?.edition ?? '',
      });
    }
    case 'clock.at-risk':
    case 'clock.overdue':
      return t(event.type === 'clock.overdue' ? 'event.overdue' : 'event.atRisk', {
        duty: dutyName(context, event.data.incident, event.data.rule),
        incident: own(today.incidents, event.data.incident)?.title ?? event.data.incident,
      });
    case 'account.created':
      return t('event.accountCreated', { name: event.data.name });
    case 'account.changed':
      return t('event.accountChanged', { name: event.data.name });
    case 'account.disabled':
      return t('event.accountDisabled', { name: person(idOf(event.stream)) });
    case 'account.enabled':
      return t('event.accountEnabled', { name: person(idOf(event.stream)) });
    case 'account.password-set':
    case 'account.pin-set':
      return t('event.secretSet', { name: person(idOf(event.stream)) });
    case 'account.signed-in':
      return t('event.signedIn', { name: person(idOf(event.stream)), from: event.data.from });
    case 'account.sign-in-refused':
      return t('event.signInRefused', { name: person(idOf(event.stream)), from: event.data.from });
    case 'account.locked':
      return t('event.locked', { name: person(idOf(event.stream)) });
    case 'account.signed-out':
      return t('event.signedOut', { name: person(idOf(event.stream)) });
    case 'device.enrolled':
      return t('event.deviceEnrolled', { name: event.data.name });
    case 'device.revoked':
      return t('event.deviceRevoked', { name: own(today.people.devices, idOf(event.stream))?.name ?? '' });
    default:
      return incidentText(stored, context);
  }
}

function incidentText(event: StoredEvent, context: Context): string {
  const { today, words } = context;
  const incident = own(today.incidents, idOf(event.stream));
  const act = incident?.acts.find((one) => one.id === event.id);
  if (!incident || !act) return event.type;
  return deedText(act, { state: today, incident, words });
}

/** The incident that an event is about, by its title. */
export function incidentOf(event: StoredEvent, today: BoardState): string | undefined {
  return event.stream.startsWith('incident-') ? own(today.incidents, idOf(event.stream))?.title : undefined;
}

function idOf(stream: string): string {
  return stream.slice(stream.indexOf('-') + 1);
}

function roleLabel({ today, words }: Context, role: string): string {
  for (const { plan } of Object.values(today.plans)) {
    const found = plan.roles.find((one) => one.id === role);
    if (found) return words.label(found.label);
  }
  return role;
}

function dutyName({ today, words }: Context, incident: string, rule: string): string {
  for (const pin of own(today.incidents, incident)?.pins ?? []) {
    const found = own(today.plans, pin.adoption)?.plan.rules.find((one) => one.id === rule);
    if (found) return words.label(found.label);
  }
  return rule;
}
