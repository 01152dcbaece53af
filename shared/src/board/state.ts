import type { AccountsState } from '../account/events.ts';
import type { DirectoryState } from '../directory/events.ts';
import type { IncidentState } from '../incident/state.ts';
import type { Instant } from '../kernel/instant.ts';
import type { ClockFact, OfficeState } from '../office/events.ts';
import type { AdoptedPlan } from '../plan/adopted-plan.ts';
import type { ShiftState } from '../shift/state.ts';

/** A recorded passing of a line, by obligation key and kind. */
export type PassedLine = ClockFact & { readonly kind: 'at-risk' | 'overdue'; readonly event: string };

/**
 * The whole room as one fold of the log. The server, every screen and the replay fold it with the same reducer;
 * a screen folds what its audience may see.
 */
export type BoardState = {
  /** Position of the last folded event; '' before the first. */
  readonly position: string;
  /** Running maximum of `recordedAt`. */
  readonly recordedMax: Instant;
  readonly office: OfficeState;
  /** Adoption id -> plan. */
  readonly plans: Readonly<Record<string, AdoptedPlan>>;
  /** Plan id -> the adoption now in force. */
  readonly currentPlans: Readonly<Record<string, string>>;
  /** Plan id -> its stream's revision and the commands that it has handled. */
  readonly planStreams: Readonly<
    Record<string, { readonly revision: number; readonly handled: Readonly<Record<string, string>> }>
  >;
  readonly directory: DirectoryState;
  readonly people: AccountsState;
  readonly incidents: Readonly<Record<string, IncidentState>>;
  readonly shift: ShiftState | null;
  /** Clock facts per incident id. */
  readonly passed: Readonly<Record<string, readonly PassedLine[]>>;
  /** Revisions of clock streams, for the ticker's own appends. */
  readonly clockRevisions: Readonly<Record<string, number>>;
};
