import { refuse, type Outcome, accept } from '../kernel/refusal.ts';
import { own } from '../kernel/own.ts';
import type { AdoptedPlan } from '../plan/adopted-plan.ts';
import type { PlanHop, PlanScale } from '../plan/schema.ts';
import type { IncidentContext } from './context.ts';
import type { PlanPin } from './events.ts';
import type { IncidentState } from './state.ts';

type Plans = Pick<IncidentContext, 'plans'>;

/** The plan edition that a pin names. A pin without one is a broken log. */
export function pinned(pin: PlanPin, context: Plans): AdoptedPlan {
  const adopted = own(context.plans, pin.adoption);
  if (adopted === undefined) throw new Error(`No plan ${pin.plan} by adoption ${pin.adoption}`);
  return adopted;
}

/** The plans that an incident is under, in the editions that it pins. */
export function plansOf(incident: Pick<IncidentState, 'pins'>, context: Plans): readonly AdoptedPlan[] {
  return incident.pins.map((pin) => pinned(pin, context));
}

/** One of them, with the incident's class under it; refused where the incident is not under that plan. */
export function planNamed(
  incident: IncidentState,
  plan: string,
  context: Plans,
): Outcome<{ readonly pin: PlanPin; readonly adopted: AdoptedPlan }> {
  const pin = incident.pins.find((entry) => entry.plan === plan);
  return pin === undefined ? refuse('unknown-plan', { plan }) : accept({ pin, adopted: pinned(pin, context) });
}

/** Of these roles, those that none of the plans names. */
export function unknownRoles(plans: readonly AdoptedPlan[], roles: readonly string[]): readonly string[] {
  return roles.filter((role) => !plans.some(({ plan }) => plan.roles.some((entry) => entry.id === role)));
}

/** Every step of this id in any chain of the plans. */
export function hopsNamed(plans: readonly AdoptedPlan[], hop: string): readonly PlanHop[] {
  return plans.flatMap(({ plan }) => plan.chains.flatMap((chain) => chain.hops.filter((entry) => entry.id === hop)));
}

/** The scale of a class of the plan; a class may have none. */
export function scaleOfClass(adopted: AdoptedPlan, className: string): PlanScale | undefined {
  const scale = adopted.plan.classes.find((entry) => entry.id === className)?.scale;
  return adopted.plan.scales.find((entry) => entry.id === scale);
}

/** Pins each of the plans asked for in the edition in force; refused naming all that are not in force or lack the class. */
export function pinAll(
  under: readonly { readonly plan: string; readonly class: string }[],
  context: Pick<IncidentContext, 'plans' | 'currentPlans'>,
): Outcome<readonly PlanPin[]> {
  const pins = under.map(({ plan, class: className }) => ({
    plan,
    adoption: own(context.currentPlans, plan),
    class: className,
  }));
  const known = pins.flatMap((pin) => (pin.adoption === undefined ? [] : [{ ...pin, adoption: pin.adoption }]));
  const missing = pins.filter((pin) => pin.adoption === undefined).map((pin) => pin.plan);
  if (missing.length > 0) return refuse('unknown-plan', { plan: missing });
  const doubled = known.filter((pin, index) => known.findIndex((other) => other.plan === pin.plan) !== index);
  if (doubled.length > 0) return refuse('already-exists', { value: doubled.map((pin) => pin.plan) });
  const classless = known.filter((pin) => !pinned(pin, context).plan.classes.some((entry) => entry.id === pin.class));
  if (classless.length > 0) return refuse('unknown-term', { term: classless.map((pin) => pin.class) });
  return accept(known);
}
