import type { RightsRole } from '../kernel/decider.ts';
import type { CommandName } from '../protocol/catalogue.ts';
import type { ShiftState } from '../shift/state.ts';

/**
 * The table of rights: who may do what, written by hand. What is not in it is refused, and the server does not start with a route
 * or a message that the table lacks. It stands in the core so that a screen can leave out what would be refused.
 */

/** A role, or `nobody`: someone who has not signed in. */
export type Caller = RightsRole | 'nobody';
export type Grant = { readonly to: readonly Caller[]; readonly when?: Condition };
export type Condition =
  /** The office has not been set up yet. */
  | 'set-up-pending'
  /** The request comes from the machine that the server runs on, through no proxy. */
  | 'own-machine'
  /** The caller is signed on as leader on duty (带班领导). */
  | 'leader-on-duty'
  /** The command is recorded on behalf of someone who is signed on as leader on duty (the leader decides by phone). */
  | 'for-leader-on-duty'
  /** What the command takes back is the caller's own act. */
  | 'own-act';

const DESK = ['officer', 'leader'] as const;
const ROOM = ['officer', 'leader', 'command'] as const;
const READERS = ['officer', 'leader', 'command', 'auditor'] as const;
const PEOPLE = ['officer', 'leader', 'command', 'auditor', 'administrator'] as const;
const SCREENS = [...PEOPLE, 'wall'] as const;
const EVERYONE = [...SCREENS, 'nobody'] as const;

const to = (...callers: readonly Caller[]): readonly Grant[] => [{ to: callers }];

export const commandRights: Readonly<Record<CommandName, readonly Grant[]>> = {
  'incident.report': to(...DESK),
  'incident.attach-call': to(...DESK),
  'incident.merge': to(...DESK),
  'incident.mark-mistaken': to(...DESK),
  'incident.transfer': to(...DESK),
  'incident.receive-transfer': to(...DESK),
  'incident.place-under': to(...DESK),
  'incident.record-facts': to(...DESK),
  'incident.correct-fact': to(...DESK),
  'incident.confirm': to(...DESK),
  'incident.grade': to(...ROOM),
  'incident.keep-grade': to(...ROOM),
  'incident.relay': to(...DESK),
  'incident.decide': to(...ROOM),
  'incident.send-report': to(...DESK),
  'incident.receive-report': to(...ROOM),
  'incident.start-mechanism': to(...ROOM),
  'incident.end-mechanism': to(...ROOM),
  'incident.order-crew': to(...DESK),
  'incident.report-crew': to(...DESK),
  'incident.arrive': to(...ROOM),
  'incident.discharge-duty': to(...DESK),
  'incident.answer-duty': to(...ROOM),
  'incident.waive-duty': [
    { to: ['leader'], when: 'leader-on-duty' },
    { to: ['officer'], when: 'for-leader-on-duty' },
  ],
  'incident.note': to(...ROOM),
  // The command group takes back its own decisions; what the desk put on record stops clocks, and is the desk's.
  'incident.withdraw': [{ to: DESK }, { to: ['command'], when: 'own-act' }],
  'incident.close': to(...DESK),
  'incident.reopen': to(...DESK),
  'shift.start': to(...DESK),
  'shift.sign-on': to(...DESK),
  'shift.sign-off': to(...DESK),
  'shift.log': to(...DESK),
  'shift.prepare-hand-over': to(...DESK),
  'shift.cancel-hand-over': to(...DESK),
  'shift.accept-hand-over': to(...DESK),
  'shift.force-hand-over': to(...DESK),
  'directory.enter-person': to(...DESK, 'administrator'),
  'directory.remove-person': to(...DESK, 'administrator'),
  'directory.fill-role': to(...DESK, 'administrator'),
  // Only set-up itself does this, with its one-time token.
  'office.set-up': [],
  'office.rename': to('administrator'),
  'office.set-wall': to('administrator'),
  'plan.adopt': to('administrator'),
  'room.confirm-clock': to(...DESK, 'administrator'),
};

/** Routes by method and path. Room routes (`/api/…`) hold for every drill (`/api/drills/:drill/…`) alike. */
export const routeRights: Readonly<Record<string, readonly Grant[]>> = {
  'GET /api/session': to(...EVERYONE),
  'POST /api/session': to(...EVERYONE),
  'DELETE /api/session': to(...EVERYONE),
  'POST /api/session/switch': to(...PEOPLE, 'nobody'),
  'POST /api/session/pin': to(...PEOPLE),
  'POST /api/session/password': to(...PEOPLE),
  'POST /api/set-up': [{ to: EVERYONE, when: 'set-up-pending' }],
  'GET /api/packs': [{ to: PEOPLE }, { to: ['nobody', 'wall'], when: 'set-up-pending' }],
  'GET /api/time': to(...EVERYONE),
  'GET /api/board': to(...SCREENS),
  'GET /api/events': to(...READERS),
  'GET /api/incidents': to(...READERS),
  'GET /api/incidents/:id': to(...READERS),
  'GET /api/personal': to(...DESK),
  'POST /api/directory/:person/numbers': to(...DESK),
  'GET /api/accounts': to('administrator'),
  'POST /api/accounts': to('administrator'),
  'POST /api/accounts/:id/change': to('administrator'),
  'POST /api/accounts/:id/disable': to('administrator'),
  'POST /api/accounts/:id/enable': to('administrator'),
  'POST /api/accounts/:id/password': to('administrator'),
  'GET /api/sessions': to('administrator'),
  'POST /api/sessions/:id/revoke': to('administrator'),
  'POST /api/devices/request': to(...EVERYONE),
  'POST /api/devices/claim': to(...EVERYONE),
  'POST /api/devices/enrol': to('administrator'),
  'GET /api/devices': to('administrator'),
  'POST /api/devices/:id/revoke': to('administrator'),
  'GET /api/scenarios': to(...DESK),
  'GET /api/drills': to(...SCREENS),
  'POST /api/drills': to(...DESK),
  'POST /api/drills/:drill/speed': to(...DESK),
  'DELETE /api/drills/:drill': to(...DESK),
  'GET /health/live': to(...EVERYONE),
  'GET /health/ready': to(...EVERYONE),
  'GET /metrics': [{ to: ['administrator'] }, { to: EVERYONE, when: 'own-machine' }],
  'GET /api/openapi.json': to(...EVERYONE),
  'GET /api/docs': to(...EVERYONE),
  'GET /api/docs/*': to(...EVERYONE),
  'GET /*': to(...EVERYONE),
};

/** Messages that a screen may send over its socket. Opening one needs a right to the first. */
export const messageRights: Readonly<Record<string, readonly Grant[]>> = {
  hello: to(...SCREENS),
};

/** What the conditions are judged by; a screen that only hides buttons gives what it knows. */
export type Circumstances = {
  readonly setUpPending?: boolean;
  readonly ownMachine?: boolean;
  readonly account?: string;
  readonly onBehalfOf?: string | undefined;
  readonly shift?: ShiftState | null;
  /** Who recorded the act that the command is about. */
  readonly actOf?: string | undefined;
};

/** Whether one of the grants covers one of the roles under these circumstances. No grants: no. */
export function isGranted(
  grants: readonly Grant[] | undefined,
  roles: readonly Caller[],
  circumstances: Circumstances,
): boolean {
  return (grants ?? []).some(
    (grant) => roles.some((role) => grant.to.includes(role)) && holds(grant.when, circumstances),
  );
}

/** Whether any grant names one of the roles, whatever its condition: for leaving out what could never be allowed. */
export function isConceivable(grants: readonly Grant[] | undefined, roles: readonly Caller[]): boolean {
  return (grants ?? []).some((grant) => roles.some((role) => grant.to.includes(role)));
}

function holds(condition: Condition | undefined, circumstances: Circumstances): boolean {
  switch (condition) {
    case undefined:
      return true;
    case 'set-up-pending':
      return circumstances.setUpPending === true;
    case 'own-machine':
      return circumstances.ownMachine === true;
    case 'leader-on-duty':
      return isLeaderOnDuty(circumstances.shift, circumstances.account);
    case 'for-leader-on-duty':
      return isLeaderOnDuty(circumstances.shift, circumstances.onBehalfOf);
    case 'own-act':
      return circumstances.actOf !== undefined && circumstances.actOf === circumstances.account;
    default:
      return false;
  }
}

function isLeaderOnDuty(shift: ShiftState | null | undefined, account: string | undefined): boolean {
  return account !== undefined && (shift?.onDuty ?? []).some((on) => on.post === 'leader' && on.account === account);
}
