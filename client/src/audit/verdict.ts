import type { BoardState } from '@duty-room/shared/board/state';
import type { IncidentState } from '@duty-room/shared/incident/state';
import { own } from '@duty-room/shared/kernel/own';
import type { Instant, Millis } from '@duty-room/shared/kernel/instant';
import { derivedNow } from '@duty-room/shared/obligation/derived-now';
import { derive } from '@duty-room/shared/obligation/derive';
import type { Obligation, ObligationState, View } from '@duty-room/shared/obligation/obligation';

/** What became of a duty, by all that is on record. */
export type Verdict = {
  readonly state: ObligationState;
  readonly outcome?: ObligationState;
  /** When it was met, waived or ceased to be demanded; null while it waits. */
  readonly at: Instant | null;
  /** Time left (positive) or past the line (negative) when it was met; null without a line. */
  readonly left: Millis | null;
  /** From its start to its end, for a duty without a line. */
  readonly took: Millis | null;
  /** The last of its evidence came on record then, a minute or more after it was so. */
  readonly enteredAt: Instant | null;
  readonly enteredLate: Millis;
  readonly supersededBy?: Obligation['supersededBy'];
  /** The incident is over: what waits was left so. */
  readonly closed: boolean;
  /** As the incident's closing keeps it. */
  readonly settled: boolean;
};

const NOTICED: Millis = 60_000;

const happenedToday = new WeakMap<IncidentState, { readonly at: Instant; readonly list: readonly Obligation[] }>();

function happenedList(incident: IncidentState, today: BoardState, end: Instant): readonly Obligation[] {
  const kept = happenedToday.get(incident);
  if (kept?.at === end) return kept.list;
  const list = derive(incident, today.plans, end, 'happened').obligations;
  happenedToday.set(incident, { at: end, list });
  return list;
}

/**
 * What became of a duty by `end`, by all that this log holds: the settlement's word where its incident was closed, else what is derived
 * today. Null where the duty is not known today under this key (the happened view knows none that a correction took away).
 */
export function verdictOf(
  today: BoardState,
  incidentId: string,
  key: string,
  end: Instant,
  view: View,
): Verdict | null {
  const incident = own(today.incidents, incidentId);
  if (incident === undefined) return null;
  const known = (): Obligation | undefined =>
    derivedNow(incident, today.plans, end).obligations.find((one) => one.key === key);
  const duty =
    view === 'known' ? known() : (happenedList(incident, today, end).find((one) => one.key === key) ?? known());
  if (duty === undefined) return null;
  const settlement = incident.settlement?.find((one) => one.key === key);
  const recorded = duty.evidence.map((ref) => ref.recordedAt);
  const state = settlement?.state ?? duty.state;
  const metAt = settlement?.metAt ?? duty.metAt ?? null;
  const at = metAt ?? duty.waivedBy?.occurredAt ?? duty.supersededAt ?? null;
  const entered = metAt === null || recorded.length === 0 ? null : Math.max(...recorded);
  const late = entered === null || metAt === null ? 0 : entered - metAt;
  const outcome = settlement?.outcome ?? duty.outcome;
  return {
    state,
    ...(outcome !== undefined && { outcome }),
    at,
    left: metAt === null || duty.dueAt === null ? null : duty.dueAt - metAt,
    took: metAt === null || duty.startedAt === null ? null : metAt - duty.startedAt,
    enteredAt: late >= NOTICED ? entered : null,
    enteredLate: late >= NOTICED ? late : 0,
    ...(duty.supersededBy !== undefined && { supersededBy: duty.supersededBy }),
    closed: incident.endedAt !== undefined,
    settled: settlement !== undefined,
  };
}
