import { INCIDENT_TIMES, ORDER_STAGES, type PlainAnchor } from './anchor.ts';
import type { Condition } from './condition.ts';
import type { EvidenceRule } from './evidence.ts';
import type { PlanChain, PlanHop } from './schema.ts';

/** What a rule's start is judged against. */
export type StartContext = {
  readonly office: string | undefined;
  readonly when: Condition | undefined;
  /** Chains that can apply where the rule runs. */
  readonly chains: readonly PlanChain[];
  readonly hops: readonly PlanHop[];
  readonly grades: readonly string[];
};

/** Whether the very event that starts a clock can also be all that stops it: such a clock is met at birth and measures nothing. */
export function isOwnStop(start: PlainAnchor, stop: EvidenceRule, context: StartContext): boolean {
  if ('anyOf' in stop) return stop.anyOf.some((inner) => isOwnStop(start, inner, context));
  if ('allOf' in stop) return stop.allOf.every((inner) => isOwnStop(start, inner, context));
  if ('became' in start) return context.when !== undefined && implies(context.when, stop, context.grades);
  if ('told' in stop) {
    const told = toldBy(start, context);
    return stop.told.every((role) => told.includes(role));
  }
  if ('chain' in stop) {
    const told = toldBy(start, context);
    const own = 'hop' in start ? start.hop : null;
    return context.chains.some(
      (chain) =>
        !chain.provisional &&
        chain.hops.every((hop) => hop.id === own || (!hop.decide && hop.to.every((role) => told.includes(role)))),
    );
  }
  if ('fact' in stop) {
    if ('time' in start) return stop.fact === start.time;
    return 'fact' in start && stop.fact === start.fact && (stop.is === undefined || stop.is === start.is);
  }
  if ('gradeAtLeast' in stop) return 'graded' in start;
  if ('report' in stop) return 'report' in start && stop.report.includes(start.report);
  if ('order' in stop) return 'order' in start && ORDER_STAGES.indexOf(stop.order) <= ORDER_STAGES.indexOf(start.order);
  if ('mechanism' in stop)
    return 'mechanism' in start && stop.mechanism === start.mechanism && stop.state === start.state;
  if ('decided' in stop) return 'decided' in start && stop.decided === start.decided;
  return false;
}

/** Roles that the starting event tells: the office receives the call, a hop reaches its own recipients. */
function toldBy(start: PlainAnchor, context: StartContext): readonly string[] {
  const office = context.office === undefined ? [] : [context.office];
  if ('time' in start && (start.time === 'received' || start.elseAssume === 'received')) return office;
  if ('hop' in start) {
    const hop = context.hops.find((entry) => entry.id === start.hop);
    // The office has been told before any hop of its own.
    return [...office, ...(hop?.to ?? [])];
  }
  return [];
}

/** Whether a condition, once it holds, is itself the evidence asked for. */
function implies(condition: Condition, stop: EvidenceRule, grades: readonly string[]): boolean {
  if ('all' in condition) return condition.all.some((inner) => implies(inner, stop, grades));
  if ('any' in condition) return condition.any.every((inner) => implies(inner, stop, grades));
  if ('not' in condition) return false;
  if ('fact' in stop) {
    if (!('fact' in condition) || condition.fact !== stop.fact || condition.known === false) return false;
    return stop.is === undefined || stop.is === condition.is;
  }
  if ('gradeAtLeast' in stop) {
    const least = grades.indexOf(stop.gradeAtLeast);
    if ('gradeAtLeast' in condition) return least >= 0 && grades.indexOf(condition.gradeAtLeast) >= least;
    if ('grade' in condition) return least >= 0 && condition.grade.every((grade) => grades.indexOf(grade) >= least);
    return false;
  }
  if ('mechanism' in stop)
    return 'mechanism' in condition && condition.mechanism === stop.mechanism && condition.state === stop.state;
  if ('decided' in stop) return 'decided' in condition && condition.decided === stop.decided;
  return false;
}

export function isIncidentTime(name: string): boolean {
  return INCIDENT_TIMES.some((time) => time === name);
}
