import type { AdoptedPlan } from '@duty-room/shared/plan/adopted-plan';
import { INCIDENT_TIMES } from '@duty-room/shared/plan/anchor';
import type { Fact, FactPoint } from '@duty-room/shared/plan/fact';
import type { Label } from '@duty-room/shared/plan/label';
import type { Plan, PlanClass } from '@duty-room/shared/plan/schema';

/** A word that stands for a choice, a flag's side or an "or" in place of an instant. */
export type IntakeOption = { readonly id: string; readonly label: Label };

/** One question of the intake form, as the adopted plans ask it. `id` is a fact of the plan or one of the incident's own times. */
export type IntakeField = {
  readonly id: string;
  /** Undefined for the incident's own times: the interface names those. */
  readonly label: Label | undefined;
  readonly hint: Label | undefined;
  readonly input:
    | {
        readonly kind: 'instant';
        readonly or: readonly IntakeOption[];
        /** A forecast looks forward, everything else back. */
        readonly lean: 'past' | 'future';
        /** A bare length counts from this other fact where it is known. */
        readonly reference: string | undefined;
      }
    | { readonly kind: 'count'; readonly unit: Label | undefined }
    | { readonly kind: 'flag' }
    | { readonly kind: 'choice'; readonly of: readonly IntakeOption[] }
    | { readonly kind: 'text'; readonly maxLength: number };
};

/** A class that a call can be taken under. */
export type ClassChoice = { readonly plan: AdoptedPlan; readonly class: PlanClass };

const within = (point: FactPoint): readonly FactPoint[] =>
  typeof point === 'string' ? [point] : [point, ...('first' in point ? point.first : point.latest).flatMap(within)];

/**
 * The forecasts of a plan: fact -> the fact that a typed length counts from. A forecast is what stands beside `now` in a
 * `latest` of some duration ("the longer of the forecast and the time passed"), or what a rule names as its forecast.
 */
function forecastsOf(plan: Plan): ReadonlyMap<string, string | undefined> {
  const found = new Map<string, string | undefined>();
  for (const one of Object.values(plan.facts)) {
    if (one.type !== 'duration') continue;
    const from = typeof one.from === 'string' && one.from !== 'now' ? one.from : undefined;
    for (const point of within(one.to)) {
      if (typeof point === 'string' || !('latest' in point) || !point.latest.includes('now')) continue;
      for (const name of point.latest) if (typeof name === 'string' && name !== 'now') found.set(name, from);
    }
  }
  for (const rule of plan.rules) {
    if (rule.forecast !== undefined && plan.facts[rule.forecast]?.type === 'instant' && !found.has(rule.forecast))
      found.set(rule.forecast, undefined);
  }
  return found;
}

function inputOf(fact: Fact, lean: 'past' | 'future', reference: string | undefined): IntakeField['input'] | undefined {
  switch (fact.type) {
    case 'instant':
      return { kind: 'instant', or: fact.or, lean, reference };
    case 'count':
      return { kind: 'count', unit: fact.unit };
    case 'flag':
      return { kind: 'flag' };
    case 'choice':
      return { kind: 'choice', of: fact.of };
    case 'text':
      return { kind: 'text', maxLength: fact.maxLength };
    case 'duration':
      return undefined;
    default:
      return fact satisfies never;
  }
}

/** One fact of a plan as a question; undefined for what is derived or unknown to the plan. */
export function fieldOf(plan: Plan, id: string): IntakeField | undefined {
  const fact = plan.facts[id];
  if (!fact) {
    return INCIDENT_TIMES.some((time) => time === id)
      ? {
          id,
          label: undefined,
          hint: undefined,
          input: { kind: 'instant', or: [], lean: 'past', reference: undefined },
        }
      : undefined;
  }
  const forecasts = forecastsOf(plan);
  const input = inputOf(fact, forecasts.has(id) ? 'future' : 'past', forecasts.get(id));
  return input && { id, label: fact.label, hint: fact.hint, input };
}

/** The questions of these classes, in the plans' order, each fact once. */
export function intakeFields(chosen: readonly ClassChoice[]): readonly IntakeField[] {
  const fields = new Map<string, IntakeField>();
  for (const { plan, class: asked } of chosen) {
    for (const id of asked.intake) {
      const field = fields.has(id) ? undefined : fieldOf(plan.plan, id);
      if (field) fields.set(id, field);
    }
  }
  return [...fields.values()];
}

/** Every class of the plans in force, the plans in the order in which they were adopted. */
export function classChoices(
  plans: Readonly<Record<string, AdoptedPlan>>,
  current: Readonly<Record<string, string>>,
): readonly ClassChoice[] {
  return Object.values(current).flatMap((adoption) => {
    const plan = plans[adoption];
    return plan ? plan.plan.classes.map((one) => ({ plan, class: one })) : [];
  });
}

/** Roles that a first call can come from: those from which some chain leads to this office. */
export function callerRoles(chosen: readonly ClassChoice[]): readonly IntakeOption[] {
  const found = new Map<string, IntakeOption>();
  for (const { plan } of chosen) {
    const { chains, office, roles } = plan.plan;
    for (const hop of chains.flatMap((chain) => chain.hops)) {
      const role = hop.to.includes(office) ? roles.find((one) => one.id === hop.from) : undefined;
      if (role) found.set(role.id, { id: role.id, label: role.label });
    }
  }
  return [...found.values()];
}

/** Roles that the caller may have told already: whom the chains of these plans name, without the office itself. */
export function toldRoles(chosen: readonly ClassChoice[]): readonly IntakeOption[] {
  const found = new Map<string, IntakeOption>();
  for (const { plan } of chosen) {
    const { chains, office, roles } = plan.plan;
    for (const id of chains.flatMap((chain) => chain.hops.flatMap((hop) => hop.to))) {
      const role = id === office ? undefined : roles.find((one) => one.id === id);
      if (role) found.set(role.id, { id: role.id, label: role.label });
    }
  }
  return [...found.values()];
}
