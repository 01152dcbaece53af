import type { Instant } from '../kernel/instant.ts';
import type { ObligationState } from '../obligation/obligation.ts';

/** How one obligation stood when its incident was closed. Later engines and plans never change it. */
export type ObligationSettlement = {
  readonly key: string;
  readonly plan: string;
  readonly rule: string;
  readonly state: ObligationState;
  readonly outcome?: ObligationState;
  readonly startedAt: Instant | null;
  readonly dueAt: Instant | null;
  readonly metAt?: Instant;
  readonly evidence: readonly string[];
};
