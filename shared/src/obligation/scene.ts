import { assertNever } from '../kernel/assert-never.ts';
import type { Instant } from '../kernel/instant.ts';
import type { AdoptedPlan } from '../plan/adopted-plan.ts';
import type { Condition } from '../plan/condition.ts';
import type { Fact, FactPoint } from '../plan/fact.ts';
import type { PlanChain, PlanClass, PlanScale } from '../plan/schema.ts';
import type { FactMark, Tally } from './tally.ts';

/** One incident under one plan at one instant: what conditions, anchors and evidence are asked about. */
export type Scene = {
  readonly tally: Tally;
  readonly adopted: AdoptedPlan;
  readonly class: string;
  readonly at: Instant;
};

export function classOf(scene: Scene): PlanClass | undefined {
  return scene.adopted.plan.classes.find((entry) => entry.id === scene.class);
}

export function scaleOf(scene: Scene): PlanScale | undefined {
  const scale = classOf(scene)?.scale;
  return scene.adopted.plan.scales.find((entry) => entry.id === scale);
}

export function gradeIndex(scene: Scene, grade: string): number {
  return scaleOf(scene)?.grades.findIndex((entry) => entry.id === grade) ?? -1;
}

/** The chain that the class and grade prescribe now: the first whose condition holds. */
export function chainOf(scene: Scene): PlanChain | undefined {
  return scene.adopted.plan.chains.find((chain) => holds(chain.when, scene));
}

/** A fact's value at the scene's instant; a derived duration is computed. `undefined` = not known. */
export function factValue(scene: Scene, fact: string): string | number | boolean | undefined {
  const definition = scene.adopted.plan.facts[fact];
  if (definition?.type === 'duration') return durationValue(scene, definition);
  const value = scene.tally.factAt(fact, scene.at)?.value;
  return value === null ? undefined : value;
}

type DurationFact = Extract<Fact, { type: 'duration' }>;

function durationValue(scene: Scene, fact: DurationFact): number | undefined {
  const from = pointValue(scene, fact.from);
  const to = pointValue(scene, fact.to);
  return from === undefined || to === undefined ? undefined : Math.max(0, to - from);
}

function pointValue(scene: Scene, point: FactPoint): Instant | undefined {
  if (typeof point === 'string') {
    if (point === 'now') return scene.at;
    const value = scene.tally.factAt(point, scene.at)?.value;
    return typeof value === 'number' ? value : undefined;
  }
  if ('first' in point) {
    for (const inner of point.first) {
      const value = pointValue(scene, inner);
      if (value !== undefined) return value;
    }
    return undefined;
  }
  const known = point.latest.map((inner) => pointValue(scene, inner)).filter((value) => value !== undefined);
  return known.length > 0 ? Math.max(...known) : undefined;
}

/** Whether a condition holds in the scene. What is not known holds nothing but `known: false` and negations. */
export function holds(condition: Condition, scene: Scene): boolean {
  if ('all' in condition) return condition.all.every((inner) => holds(inner, scene));
  if ('any' in condition) return condition.any.some((inner) => holds(inner, scene));
  if ('not' in condition) return !holds(condition.not, scene);
  if ('class' in condition) return condition.class.includes(scene.class);
  if ('grade' in condition) {
    const grade = scene.tally.gradeAt(scene.adopted.plan.plan, scene.at)?.mark.grade;
    return grade !== undefined && condition.grade.includes(grade);
  }
  if ('gradeAtLeast' in condition) {
    const grade = scene.tally.gradeAt(scene.adopted.plan.plan, scene.at)?.mark.grade;
    const least = gradeIndex(scene, condition.gradeAtLeast);
    return grade !== undefined && least >= 0 && gradeIndex(scene, grade) >= least;
  }
  if ('ungraded' in condition) return scene.tally.gradeAt(scene.adopted.plan.plan, scene.at) === undefined;
  if ('setting' in condition) return chosen(scene.adopted, condition.setting) === condition.is;
  if ('decided' in condition)
    return choiceAt(scene.tally.decisions.get(condition.decided), scene.at) === condition.choice;
  if ('answered' in condition)
    return (
      choiceAt(scene.tally.answers.get(`${scene.adopted.plan.plan}/${condition.answered}`), scene.at) ===
      condition.choice
    );
  if ('mechanism' in condition) {
    const marks = scene.tally.mechanisms.get(`${scene.adopted.plan.plan}/${condition.mechanism}`)?.[condition.state];
    return marks?.some((mark) => !mark.gone && mark.from <= scene.at) ?? false;
  }
  if ('fact' in condition) {
    const value = factValue(scene, condition.fact);
    if (condition.known !== undefined && (value !== undefined) !== condition.known) return false;
    if (condition.is !== undefined && value !== condition.is) return false;
    if (condition.oneOf !== undefined && (value === undefined || !condition.oneOf.includes(value))) return false;
    const bounded =
      condition.above !== undefined ||
      condition.atLeast !== undefined ||
      condition.below !== undefined ||
      condition.atMost !== undefined;
    if (!bounded) return true;
    if (typeof value !== 'number') return false;
    return (
      (condition.above === undefined || value > condition.above) &&
      (condition.atLeast === undefined || value >= condition.atLeast) &&
      (condition.below === undefined || value < condition.below) &&
      (condition.atMost === undefined || value <= condition.atMost)
    );
  }
  return assertNever(condition, 'condition');
}

/** The office's choice for a setting, or the plan's default. */
export function chosen(adopted: AdoptedPlan, setting: string): string | undefined {
  return adopted.choices[setting] ?? adopted.plan.settings[setting]?.default;
}

function choiceAt(
  marks: readonly { gone: boolean; from: Instant; choice: 'yes' | 'no' }[] | undefined,
  at: Instant,
): 'yes' | 'no' | undefined {
  let found: { from: Instant; choice: 'yes' | 'no' } | undefined;
  for (const mark of marks ?? [])
    if (!mark.gone && mark.from <= at && (!found || mark.from >= found.from)) found = mark;
  return found?.choice;
}

/** Since when a fact has been what it is now: the start of the latest unbroken run of equal statements. */
export function factSince(scene: Scene, fact: string, is: string | number | boolean): FactMark | undefined {
  const entries = (scene.tally.facts.get(fact) ?? [])
    .filter((entry) => !entry.gone && entry.from <= scene.at)
    .toSorted((a, b) => a.from - b.from);
  let since: FactMark | undefined;
  for (const entry of entries) {
    if (entry.value !== is) since = undefined;
    else since ??= entry;
  }
  return since;
}
