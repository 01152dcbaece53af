import type { OnDuty } from '../shift/state.ts';
import type { IncidentState } from '../incident/state.ts';
import { MINUTE, type Instant } from '../kernel/instant.ts';
import { derivedNow } from '../obligation/derived-now.ts';
import { derive } from '../obligation/derive.ts';
import type { ChainStep, Obligation, View } from '../obligation/obligation.ts';
import { gradeProposals } from '../obligation/preview.ts';
import type { FactValue } from '../incident/events.ts';
import type { Fact } from '../plan/fact.ts';
import type { Label } from '../plan/label.ts';
import { Tally } from '../obligation/tally.ts';
import type { BoardState } from './state.ts';

/** How near a duty is to its line; the only thing that colour says. `soft` and `unknown` never turn red; `ahead` has not begun. */
export type Tone = 'overdue' | 'atRisk' | 'open' | 'soft' | 'unknown' | 'ahead' | 'done';

/** Whom to call next: the role and the persons who fill it, in the order of the directory. */
export type CallNext = {
  readonly role: string;
  readonly label: Label;
  readonly persons: readonly { readonly id: string; readonly name: string }[];
};

export type DutyRow = {
  readonly obligation: Obligation;
  readonly tone: Tone;
  readonly incidentTitle: string;
  readonly incidentNumber: string;
  readonly planTitle: Label;
  readonly edition: string;
  readonly actor?: Label;
  readonly recipients: readonly Label[];
  /** The step of a relay that is next, and how far the relay is. */
  readonly step?: { readonly current: ChainStep; readonly index: number; readonly of: number };
  readonly callNext?: CallNext;
};

export type GradeChip = {
  readonly plan: string;
  readonly planTitle: Label;
  readonly class: Label;
  readonly grade: Label | null;
  readonly proposed: Label | null;
};

export type FactLine = {
  readonly fact: string;
  readonly label: Label;
  readonly definition: Fact;
  readonly value: FactValue;
  readonly statedAt: Instant;
  readonly recordedAt: Instant;
};

export type IncidentCard = {
  readonly incident: IncidentState;
  readonly grades: readonly GradeChip[];
  readonly tone: Tone;
  /** Of the relay that runs now, if one does. */
  readonly chain: readonly ChainStep[];
  readonly facts: readonly FactLine[];
  readonly openDuties: number;
  readonly worstDueAt: Instant | null;
};

export type BoardView = {
  readonly at: Instant;
  /** Least time left first: overdue, then by due instant, then unknown starts, then soft by elapsed time. */
  readonly duties: readonly DutyRow[];
  /** Met, declined or waived in the last half hour, newest first. */
  readonly done: readonly DutyRow[];
  readonly incidents: readonly IncidentCard[];
  readonly counts: {
    readonly overdue: number;
    readonly atRisk: number;
    readonly open: number;
    readonly soft: number;
    readonly done: number;
  };
  readonly officers: readonly { readonly account: string; readonly name: string }[];
  readonly leaders: readonly { readonly account: string; readonly name: string }[];
  /** Set up, and no officer is signed on: the loudest state of the room. */
  readonly nobodyOnDuty: boolean;
};

/** A met duty stays in sight this long. */
export const RECENT_MS = 30 * MINUTE;

/** What every screen shows of the room at `at`. Closed and ended incidents are off the board. */
export function boardView(state: BoardState, at: Instant, view: View = 'known'): BoardView {
  const duties: DutyRow[] = [];
  const done: DutyRow[] = [];
  const incidents: IncidentCard[] = [];
  for (const incident of Object.values(state.incidents)) {
    if (!isOnBoardAt(incident, at, view)) continue;
    const list =
      view === 'known'
        ? derivedNow(incident, state.plans, at).obligations
        : derive(incident, state.plans, at, view).obligations;
    const rows = list.map((obligation) => dutyRow(obligation, incident, state));
    const running = rows.filter((row) => row.tone !== 'done' && row.tone !== 'ahead');
    duties.push(...running);
    done.push(
      ...rows.filter(
        (row) =>
          row.tone === 'done' && row.obligation.state !== 'superseded' && doneAt(row.obligation) > at - RECENT_MS,
      ),
    );
    incidents.push(incidentCard(incident, running, state, at));
  }
  duties.sort(byTimeLeft);
  done.sort((a, b) => doneAt(b.obligation) - doneAt(a.obligation));
  incidents.sort(
    (a, b) =>
      toneRank(a.tone) - toneRank(b.tone) ||
      (a.worstDueAt ?? Infinity) - (b.worstDueAt ?? Infinity) ||
      a.incident.receivedAt - b.incident.receivedAt,
  );
  const onDuty = (state.shift?.onDuty ?? []).map((entry: OnDuty) => ({
    account: entry.account,
    post: entry.post,
    name: state.people.accounts[entry.account]?.name ?? entry.account,
  }));
  const count = (tone: Tone): number => duties.filter((row) => row.tone === tone).length;
  return {
    at,
    duties,
    done,
    incidents,
    counts: {
      overdue: count('overdue'),
      atRisk: count('atRisk'),
      open: count('open') + count('unknown'),
      soft: count('soft'),
      done: done.length,
    },
    officers: onDuty.filter((entry) => entry.post === 'officer').map(({ account, name }) => ({ account, name })),
    leaders: onDuty.filter((entry) => entry.post === 'leader').map(({ account, name }) => ({ account, name })),
    nobodyOnDuty: state.office.setUp && !onDuty.some((entry) => entry.post === 'officer'),
  };
}

/** Whether an incident still belongs on the board. */
export function isOnBoard(incident: IncidentState): boolean {
  return incident.status === 'open' || incident.status === 'transferring';
}

/** As known, the board has what is not ended; as it happened, what was received before and ended after that instant. */
function isOnBoardAt(incident: IncidentState, at: Instant, view: View): boolean {
  if (view === 'known') return isOnBoard(incident);
  return incident.receivedAt <= at && (incident.endedAt ?? Infinity) > at;
}

export function toneOf(obligation: Obligation): Tone {
  switch (obligation.state) {
    case 'overdue':
      return 'overdue';
    case 'atRisk':
      return 'atRisk';
    case 'open':
      return obligation.soft ? 'soft' : 'open';
    case 'startUnknown':
      return obligation.notBegun ? 'ahead' : 'unknown';
    default:
      return 'done';
  }
}

/** The words of a role of the incident's plan. */
export function roleLabel(state: BoardState, incident: IncidentState, plan: string, role: string): Label {
  const pin = incident.pins.find((entry) => entry.plan === plan);
  const known = pin ? state.plans[pin.adoption]?.plan.roles.find((entry) => entry.id === role)?.label : undefined;
  return known ?? { zh: role, en: role };
}

export function callNext(state: BoardState, incident: IncidentState, plan: string, role: string): CallNext {
  const persons = (state.directory.roles[role] ?? []).flatMap((id) => {
    const person = state.directory.persons[id];
    return person && !person.removed ? [{ id: person.id, name: person.name }] : [];
  });
  return { role, label: roleLabel(state, incident, plan, role), persons };
}

/** A duty with the words that every face shows beside it. */
export function dutyRow(obligation: Obligation, incident: IncidentState, state: BoardState): DutyRow {
  const pin = incident.pins.find((entry) => entry.plan === obligation.plan);
  const plan = pin ? state.plans[pin.adoption]?.plan : undefined;
  const index = obligation.chain?.findIndex((step) => step.state === 'current') ?? -1;
  const current = obligation.chain?.[index];
  const nextRole = current
    ? current.decision && !current.decision.choice
      ? current.decision.by
      : current.missing[0]
    : obligation.recipients[0];
  return {
    obligation,
    tone: toneOf(obligation),
    incidentTitle: incident.title,
    incidentNumber: incident.number,
    planTitle: plan?.title ?? { zh: obligation.plan, en: obligation.plan },
    edition: plan?.edition ?? '',
    ...(obligation.actor ? { actor: roleLabel(state, incident, obligation.plan, obligation.actor) } : {}),
    recipients: obligation.recipients.map((role) => roleLabel(state, incident, obligation.plan, role)),
    ...(current && obligation.chain ? { step: { current, index: index + 1, of: obligation.chain.length } } : {}),
    ...(nextRole ? { callNext: callNext(state, incident, obligation.plan, nextRole) } : {}),
  };
}

function incidentCard(
  incident: IncidentState,
  running: readonly DutyRow[],
  state: BoardState,
  at: Instant,
): IncidentCard {
  const worst = [...running].sort(byTimeLeft)[0];
  const relay = [...running].sort(byTimeLeft).find((row) => row.obligation.chain);
  return {
    incident,
    grades: gradeChips(incident, state, at),
    tone: worst?.tone ?? 'done',
    chain: relay?.obligation.chain ?? [],
    facts: factLines(incident, state, at),
    openDuties: running.length,
    worstDueAt: worst?.obligation.dueAt ?? null,
  };
}

/** Class and grade of an incident, per plan that it is under; `proposed` where the facts ask for another grade. */
export function gradeChips(incident: IncidentState, state: BoardState, at: Instant): readonly GradeChip[] {
  return gradeProposals(incident, state.plans, at).map(({ pin, confirmed, proposal }) => {
    const plan = state.plans[pin.adoption]?.plan;
    const definition = plan?.classes.find((entry) => entry.id === pin.class);
    const label = (grade: string | undefined): Label | null =>
      (grade &&
        plan?.scales.find((scale) => scale.id === definition?.scale)?.grades.find((entry) => entry.id === grade)
          ?.label) ||
      null;
    return {
      plan: pin.plan,
      planTitle: plan?.title ?? { zh: pin.plan, en: pin.plan },
      class: definition?.label ?? { zh: pin.class, en: pin.class },
      grade: label(confirmed),
      proposed: proposal && proposal.grade !== confirmed ? label(proposal.grade) : null,
    };
  });
}

/** What is known of the incident at `at`, in the order in which its plans ask. */
export function factLines(incident: IncidentState, state: BoardState, at: Instant): readonly FactLine[] {
  const tally = new Tally();
  for (const act of incident.acts) tally.add(act);
  const lines: FactLine[] = [];
  const seen = new Set<string>();
  for (const pin of incident.pins) {
    for (const [fact, definition] of Object.entries(state.plans[pin.adoption]?.plan.facts ?? {})) {
      if (seen.has(fact)) continue;
      const mark = tally.factAt(fact, at);
      if (!mark || mark.value === null) continue;
      seen.add(fact);
      lines.push({
        fact,
        label: definition.label,
        definition,
        value: mark.value,
        statedAt: mark.from,
        recordedAt: mark.recordedAt,
      });
    }
  }
  return lines;
}

const ORDER: readonly Tone[] = ['overdue', 'atRisk', 'open', 'unknown', 'soft', 'ahead', 'done'];

function toneRank(tone: Tone): number {
  return ORDER.indexOf(tone);
}

/** Time left decides; what has no line comes after what has one. Ties by key, so that every screen shows the same order. */
function byTimeLeft(a: DutyRow, b: DutyRow): number {
  const left = (row: DutyRow): number => row.obligation.dueAt ?? Infinity;
  return (
    (left(a) === left(b) ? 0 : left(a) - left(b)) ||
    toneRank(a.tone) - toneRank(b.tone) ||
    (a.obligation.startedAt ?? Infinity) - (b.obligation.startedAt ?? Infinity) ||
    (a.obligation.key < b.obligation.key ? -1 : 1)
  );
}

function doneAt(obligation: Obligation): Instant {
  return obligation.metAt ?? obligation.waivedBy?.occurredAt ?? obligation.supersededAt ?? -Infinity;
}
