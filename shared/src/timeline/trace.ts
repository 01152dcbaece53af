import type { BoardState, PassedLine } from '../board/state.ts';
import type { IncidentEventType } from '../incident/events.ts';
import type { Act, IncidentState } from '../incident/state.ts';
import type { Instant } from '../kernel/instant.ts';
import { own } from '../kernel/own.ts';
import { derive } from '../obligation/derive.ts';
import { obligations } from '../obligation/obligations.ts';
import type { Obligation } from '../obligation/obligation.ts';

/** What an event was for a duty. */
export type TraceKind =
  /** It gave the start. */
  | 'started'
  /** A grade in force while the duty ran: it chose the chain. */
  | 'graded'
  | 'at-risk'
  | 'overdue'
  /** It meets the duty, or a part of it. */
  | 'evidence'
  | 'waived'
  | 'corrected'
  | 'withdrawn'
  | 'superseded';

export type TraceItem = {
  readonly kind: TraceKind;
  readonly event: string;
  /** When it was so; for a line, when it was passed. */
  readonly occurredAt: Instant;
  readonly recordedAt: Instant;
  /** It counted once and was withdrawn or replaced. */
  readonly gone: boolean;
  /** It is among the evidence by which the duty stands as met. */
  readonly counts: boolean;
  readonly act?: Act;
  readonly line?: PassedLine;
};

/** One duty with everything on record that started, warned, met or missed it. */
export type Trace = {
  readonly obligation: Obligation;
  readonly items: readonly TraceItem[];
  /** The same rule and scope under another start: before a correction, after a regrade. */
  readonly related: readonly Obligation[];
};

const ENDING: readonly IncidentEventType[] = [
  'incident.closed',
  'incident.marked-mistaken',
  'incident.merged',
  'incident.transfer-received',
];

/**
 * Follows a duty through all that is on record in `state` at `at` (UTC ms): the known view's duty, else the happened view's.
 * Undefined where no such duty ever was.
 */
export function traceDuty(state: BoardState, incidentId: string, key: string, at: Instant): Trace | undefined {
  const incident = own(state.incidents, incidentId);
  if (incident === undefined) return undefined;
  const known = obligations(incident, state.plans, at, 'known');
  const obligation =
    known.find((entry) => entry.key === key) ??
    obligations(incident, state.plans, at, 'happened').find((entry) => entry.key === key);
  if (obligation === undefined) return undefined;
  const items = new Map<string, TraceItem>();
  const counting = new Set(obligation.evidence.map((ref) => ref.event));
  const add = (kind: TraceKind, act: Act | undefined): void => {
    if (act === undefined || items.has(act.id)) return;
    const { id: event, occurredAt, recordedAt } = act;
    items.set(event, {
      kind,
      event,
      occurredAt,
      recordedAt,
      gone: isGone(incident, act),
      counts: counting.has(event),
      act,
    });
  };
  const actOf = (event: string | undefined): Act | undefined => incident.acts.find((act) => act.id === event);

  add('started', actOf(obligation.startEvent));
  add('waived', actOf(obligation.waivedBy?.event));
  for (const act of changes(incident)) {
    const before = countedBefore(incident, state, act, obligation);
    const target = act.type === 'incident.withdrawn' ? act.data.target : act.data.replaces;
    const started = before.starts.has(target);
    if (!started && !before.evidence.has(target)) continue;
    add(started ? 'started' : 'evidence', actOf(target));
    add(act.type === 'incident.withdrawn' ? 'withdrawn' : 'corrected', act);
  }
  add('superseded', supersededBy(incident, obligation));
  for (const ref of refsOf(obligation)) add('evidence', actOf(ref));
  const end = obligation.metAt ?? obligation.supersededAt ?? Infinity;
  for (const act of incident.acts)
    if (act.type === 'incident.graded' && act.data.plan === obligation.plan && act.occurredAt <= end)
      add('graded', act);

  const lines = (own(state.passed, incidentId) ?? [])
    .filter((line) => line.key === key)
    .map((line) => ({
      kind: line.kind,
      event: line.event,
      occurredAt: line.passedAt,
      recordedAt: line.detectedAt,
      gone: false,
      counts: false,
      line,
    }));
  return {
    obligation,
    items: [...items.values(), ...lines].toSorted((a, b) => a.occurredAt - b.occurredAt || a.recordedAt - b.recordedAt),
    related: known.filter(
      (entry) =>
        entry.key !== key &&
        entry.plan === obligation.plan &&
        entry.rule === obligation.rule &&
        entry.scope === obligation.scope,
    ),
  };
}

/** The events that count for a duty: its evidence and, of a relay under way, each step's. */
function refsOf(obligation: Obligation): readonly string[] {
  const refs = [...obligation.evidence, ...(obligation.chain ?? []).flatMap((step) => step.evidence)];
  return refs.map((ref) => ref.event);
}

type Change = Extract<Act, { readonly type: 'incident.withdrawn' | 'incident.fact-corrected' }>;

function changes(incident: IncidentState): readonly Change[] {
  return incident.acts.filter(
    (act): act is Change => act.type === 'incident.withdrawn' || act.type === 'incident.fact-corrected',
  );
}

/** What counted for this duty, or for the same rule and scope, just before a withdrawal or correction was recorded. */
function countedBefore(
  incident: IncidentState,
  state: BoardState,
  change: Change,
  of: Obligation,
): { readonly starts: ReadonlySet<string>; readonly evidence: ReadonlySet<string> } {
  const acts = incident.acts.slice(0, incident.acts.indexOf(change));
  const withdrawn = Object.fromEntries(
    Object.entries(incident.withdrawn).filter(([, by]) => acts.some((act) => act.id === by)),
  );
  const then = derive({ ...incident, acts, withdrawn }, state.plans, change.recordedAt, 'known').obligations;
  const same = then.filter((entry) => entry.plan === of.plan && entry.rule === of.rule && entry.scope === of.scope);
  return {
    starts: new Set(same.flatMap((entry) => entry.startEvent ?? [])),
    evidence: new Set(same.flatMap(refsOf)),
  };
}

function isGone(incident: IncidentState, act: Act): boolean {
  return (
    Object.hasOwn(incident.withdrawn, act.id) ||
    // An act that states several facts stands on where only one of them was corrected.
    incident.acts.some(
      (other) =>
        other.type === 'incident.fact-corrected' &&
        other.data.replaces === act.id &&
        !('facts' in act.data && Object.keys(act.data.facts).length > 1),
    )
  );
}

/** The act after which the duty was no longer demanded. */
function supersededBy(incident: IncidentState, { supersededAt, supersededBy: reason }: Obligation): Act | undefined {
  if (supersededAt === undefined) return undefined;
  const types: readonly IncidentEventType[] =
    reason === 'regrade'
      ? ['incident.graded']
      : reason === 'correction'
        ? ['incident.fact-corrected']
        : reason === 'withdrawal'
          ? ['incident.withdrawn']
          : reason === 'ended'
            ? ENDING
            : ['incident.facts-recorded', 'incident.call-attached', 'incident.confirmed', 'incident.graded'];
  return incident.acts.findLast(
    (act) => types.includes(act.type) && (act.recordedAt === supersededAt || act.occurredAt === supersededAt),
  );
}
