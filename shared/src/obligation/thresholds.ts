import type { Instant } from '../kernel/instant.ts';
import type { Condition } from '../plan/condition.ts';
import type { FactPoint } from '../plan/fact.ts';
import type { Plan } from '../plan/schema.ts';
import type { Scene } from './scene.ts';

type Threshold = { readonly from: FactPoint; readonly offset: number };

const cache = new WeakMap<Plan, readonly Threshold[]>();

/**
 * Instants at which the mere passing of time can change a condition: where a duration that grows with the present crosses a line.
 * May name instants at which nothing changes; never misses one. Ascending, without doubles.
 */
export function crossings(scene: Scene): readonly Instant[] {
  const found = new Set<Instant>();
  for (const threshold of thresholdsOf(scene.adopted.plan)) {
    for (const from of pointInstants(scene, threshold.from)) found.add(from + threshold.offset);
  }
  return [...found].toSorted((a, b) => a - b);
}

function thresholdsOf(plan: Plan): readonly Threshold[] {
  const known = cache.get(plan);
  if (known) return known;
  const found: Threshold[] = [];
  for (const condition of conditionsOf(plan)) collect(condition, plan, found);
  cache.set(plan, found);
  return found;
}

function* conditionsOf(plan: Plan): Iterable<Condition> {
  for (const entry of plan.classes) for (const criterion of entry.criteria) yield criterion.when;
  for (const chain of plan.chains) yield chain.when;
  for (const rule of plan.rules) {
    if (rule.when) yield rule.when;
    for (const other of rule.startOf) yield other.when;
  }
}

function collect(condition: Condition, plan: Plan, found: Threshold[]): void {
  if ('all' in condition) for (const inner of condition.all) collect(inner, plan, found);
  else if ('any' in condition) for (const inner of condition.any) collect(inner, plan, found);
  else if ('not' in condition) collect(condition.not, plan, found);
  else if ('fact' in condition) {
    const fact = plan.facts[condition.fact];
    if (fact?.type !== 'duration') return;
    // "more than 12 h" and "at most 12 h" change one millisecond after the line; "12 h or more" and "less than 12 h" on it.
    for (const after of [condition.above, condition.atMost])
      if (after !== undefined) found.push({ from: fact.from, offset: after + 1 });
    for (const on of [condition.atLeast, condition.below])
      if (on !== undefined) found.push({ from: fact.from, offset: on });
  }
}

function pointInstants(scene: Scene, point: FactPoint): readonly Instant[] {
  if (typeof point !== 'string')
    return ('first' in point ? point.first : point.latest).flatMap((inner) => pointInstants(scene, inner));
  const value = scene.tally.factAt(point, scene.at)?.value;
  return typeof value === 'number' ? [value] : [];
}
