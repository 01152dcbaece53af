import type { BoardState } from '@duty-room/shared/board/state';
import { DAY, type Instant } from '@duty-room/shared/kernel/instant';
import type { ObligationState } from '@duty-room/shared/obligation/obligation';
import { derivedNow } from '@duty-room/shared/obligation/derived-now';

/** Counts for the command group. Stated-late duties stand apart: they are neither in time nor late. */
export type Figures = {
  readonly receivedInDay: number;
  readonly endedInDay: number;
  readonly met: number;
  readonly metLate: number;
  readonly metStatedLate: number;
  readonly open: number;
  readonly overdue: number;
  readonly waived: number;
};

type Counted = { readonly state: ObligationState; readonly dueAt: Instant | null };

/** Duties with a hard line: of a closed incident as its settlement says, of any other as they stand now. */
function hardDuties(state: BoardState, at: Instant): readonly Counted[] {
  return Object.values(state.incidents)
    .flatMap((incident): readonly Counted[] => incident.settlement ?? derivedNow(incident, state.plans, at).obligations)
    .filter((duty) => duty.dueAt !== null);
}

export function figuresOf(state: BoardState, at: Instant): Figures {
  const incidents = Object.values(state.incidents);
  const duties = hardDuties(state, at);
  const count = (...states: readonly ObligationState[]): number =>
    duties.filter((duty) => states.includes(duty.state)).length;
  return {
    receivedInDay: incidents.filter((incident) => incident.receivedAt > at - DAY).length,
    endedInDay: incidents.filter((incident) => (incident.endedAt ?? 0) > at - DAY).length,
    met: count('met'),
    metLate: count('metLate'),
    metStatedLate: count('metStatedLate'),
    open: count('open', 'atRisk'),
    overdue: count('overdue'),
    waived: count('waived'),
  };
}
