import type { BoardState } from '@duty-room/shared/board/state';
import type { BoardView, DutyRow } from '@duty-room/shared/board/view';
import type { Act, IncidentState } from '@duty-room/shared/incident/state';
import type { ChainStep } from '@duty-room/shared/obligation/obligation';
import type { Instant } from '@duty-room/shared/kernel/instant';

/** One thing that a person of the command group is asked for. */
export type Waiting = {
  readonly key: string;
  readonly incident: IncidentState;
  readonly plan: string;
  /** The role that is asked. */
  readonly role: string;
  /** Nobody fills that role in the directory: whoever commands may answer. */
  readonly unfilled: boolean;
  readonly dueAt: Instant | null;
} & (
  | { readonly kind: 'decide'; readonly row: DutyRow; readonly step: ChainStep }
  | { readonly kind: 'answer'; readonly row: DutyRow }
  | { readonly kind: 'receipt'; readonly report: Act<'incident.report-sent'> }
);

/** Roles that the person behind an account fills, as the contact directory says. */
export function rolesOf(state: BoardState, account: string): ReadonlySet<string> {
  const person = state.people.accounts[account]?.person;
  return new Set(
    Object.entries(state.directory.roles).flatMap(([role, persons]) =>
      person !== undefined && persons.includes(person) ? [role] : [],
    ),
  );
}

/** Nobody is named for the role. The duty office itself is never asked here: its officers answer at the desk. */
function isUnfilled(state: BoardState, incident: IncidentState, role: string): boolean {
  const isOffice = incident.pins.some((pin) => state.plans[pin.adoption]?.plan.office === role);
  return (
    !isOffice &&
    !(state.directory.roles[role] ?? []).some((id) => {
      const person = state.directory.persons[id];
      return person !== undefined && person.removed !== true;
    })
  );
}

function fromRow(row: DutyRow, incident: IncidentState, state: BoardState): readonly Waiting[] {
  const { obligation, step } = row;
  const { plan, dueAt, key } = obligation;
  const decision = step?.current.decision;
  if (step && decision && decision.choice === undefined) {
    const role = decision.by;
    const unfilled = isUnfilled(state, incident, role);
    return [
      {
        kind: 'decide',
        key: `${key}|${step.current.hop}`,
        incident,
        plan,
        role,
        unfilled,
        dueAt,
        row,
        step: step.current,
      },
    ];
  }
  if (obligation.ifNeeded && obligation.state === 'open') {
    const role = obligation.ifNeeded.by;
    return [{ kind: 'answer', key, incident, plan, role, unfilled: isUnfilled(state, incident, role), dueAt, row }];
  }
  return [];
}

/** Reports that went to a role and were not received yet. */
function unreceived(
  incident: IncidentState,
): readonly { readonly report: Act<'incident.report-sent'>; readonly role: string }[] {
  const standing = incident.acts.filter((act) => incident.withdrawn[act.id] === undefined);
  const received = new Set(
    standing.flatMap((act) => (act.type === 'incident.report-received' ? [`${act.data.report}|${act.data.by}`] : [])),
  );
  return standing.flatMap((act) =>
    act.type === 'incident.report-sent'
      ? act.data.to.filter((role) => !received.has(`${act.data.report}|${role}`)).map((role) => ({ report: act, role }))
      : [],
  );
}

/**
 * What waits for the person behind `account`: decisions and yes-or-no questions of the roles that they fill (and of roles that nobody fills),
 * and reports to be received. The one with the least time left first.
 */
export function waitingFor(state: BoardState, view: BoardView, account: string): readonly Waiting[] {
  const mine = rolesOf(state, account);
  const asked: Waiting[] = [];
  for (const row of view.duties) {
    const incident = state.incidents[row.obligation.incident];
    if (!incident) continue;
    asked.push(...fromRow(row, incident, state).filter((item) => item.unfilled || mine.has(item.role)));
  }
  for (const { incident } of view.incidents) {
    for (const { report, role } of unreceived(incident)) {
      if (!mine.has(role)) continue;
      asked.push({
        kind: 'receipt',
        key: `${report.data.report}|${role}`,
        incident,
        plan: incident.pins[0]?.plan ?? '',
        role,
        report,
        unfilled: false,
        dueAt: null,
      });
    }
  }
  return asked.sort((a, b) => (a.dueAt ?? Infinity) - (b.dueAt ?? Infinity));
}
