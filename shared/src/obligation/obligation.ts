import type { Instant } from '../kernel/instant.ts';
import type { Citation, Label } from '../plan/label.ts';

export const OBLIGATION_STATES = [
  /** Running, the line is ahead. A soft duty stays open until it is met. */
  'open',
  /** The warning point is reached, or today's forecast passes the line. */
  'atRisk',
  /** The line has passed without evidence. */
  'overdue',
  'met',
  'metLate',
  /** Evidence in time as stated, but typed in after the line: counted apart everywhere. */
  'metStatedLate',
  'waived',
  /** No longer demanded (regrade, correction, withdrawal); its last state is kept as `outcome`. */
  'superseded',
  'startUnknown',
  'notJudged',
  /** Its incident was a mistake or a duplicate. */
  'void',
] as const;
export type ObligationState = (typeof OBLIGATION_STATES)[number];

/** An event that counts for an obligation. */
export type EvidenceRef = {
  readonly event: string;
  readonly occurredAt: Instant;
  readonly recordedAt: Instant;
};

export type ChainStepState = 'done' | 'declined' | 'current' | 'waiting';

/** One step of a relay, as a checklist shows it. */
export type ChainStep = {
  readonly hop: string;
  readonly label: Label;
  readonly from: string;
  readonly to: readonly string[];
  /** Recipients not yet told. */
  readonly missing: readonly string[];
  readonly decision?: {
    readonly by: string;
    readonly question: Label;
    readonly weighing?: Label;
    readonly choice?: 'yes' | 'no';
  };
  readonly state: ChainStepState;
  readonly doneAt?: Instant;
  readonly evidence: readonly EvidenceRef[];
  readonly soft?: Label;
  readonly cite: readonly Citation[];
};

/**
 * A duty (责任) derived from events and the plan: `dueAt = start + limit`. Never stored, never edited.
 * All instants are UTC ms.
 */
export type Obligation = {
  /** Incident + rule + scope + kind of anchor + the event (or instant) that gave it. Stable over restarts and batching. */
  readonly key: string;
  readonly incident: string;
  readonly plan: string;
  readonly rule: string;
  /** What the rule runs for: `incident`, an order id or a call id. */
  readonly scope: string;
  readonly label: Label;
  readonly cite: readonly Citation[];
  readonly state: ObligationState;
  /** The last state of a superseded or void obligation. */
  readonly outcome?: ObligationState;
  /** Hard = has a line; soft = elapsed time only. */
  readonly soft: boolean;
  readonly softWord?: Label;
  readonly startedAt: Instant | null;
  /** Event that gave the start; absent where only time gave it. */
  readonly startEvent?: string;
  /** Its start lies ahead (once confirmed, once handled): nothing runs yet, though it may be needed before closing. */
  readonly notBegun?: boolean;
  /** The start was assumed (occurrence unknown, receipt taken). */
  readonly startAssumed?: boolean;
  readonly dueAt: Instant | null;
  readonly warnAt: Instant | null;
  /** Evidence exactly at the line is late, and overdue begins on it. */
  readonly excludesLine: boolean;
  /** Born after its own line (a grade given late). */
  readonly overdueAtBirth?: boolean;
  readonly metAt?: Instant;
  readonly evidence: readonly EvidenceRef[];
  readonly waivedBy?: EvidenceRef;
  readonly supersededAt?: Instant;
  readonly supersededBy?: 'regrade' | 'correction' | 'withdrawal' | 'facts' | 'restatement' | 'ended';
  /** The forecast instant that today passes the line. */
  readonly forecastAt?: Instant;
  readonly demandsGrade?: string;
  readonly chain?: readonly ChainStep[];
  readonly actor?: string;
  readonly recipients: readonly string[];
  readonly medium?: 'phone' | 'written';
  /** What happens next if nobody acts. */
  readonly otherwise?: Label;
  readonly reading?: Label;
  readonly beforeClosing: boolean;
  /** Waits for this role's yes or no. */
  readonly ifNeeded?: { readonly by: string; readonly question: Label };
};

/** The happened view asks what was so at T; the known view what this office knew at T. */
export type View = 'known' | 'happened';
