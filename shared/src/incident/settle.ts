import { present } from '../kernel/present.ts';
import type { Obligation, ObligationState } from '../obligation/obligation.ts';
import type { ObligationSettlement } from './settlement.ts';

/** The obligation as the closing of its incident keeps it. */
export function settle(obligation: Obligation): ObligationSettlement {
  const { key, plan, rule, state, startedAt, dueAt } = obligation;
  const evidence = [...obligation.evidence, ...(obligation.waivedBy === undefined ? [] : [obligation.waivedBy])];
  return {
    key,
    plan,
    rule,
    state,
    startedAt,
    dueAt,
    evidence: evidence.map((reference) => reference.event),
    ...present({ outcome: obligation.outcome, metAt: obligation.metAt }),
  };
}

/** States in which a duty still waits to be done. */
const WAITING: readonly ObligationState[] = ['open', 'atRisk', 'overdue', 'startUnknown'];

export function isWaiting(obligation: Obligation): boolean {
  return WAITING.includes(obligation.state);
}
