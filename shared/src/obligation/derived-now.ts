import type { IncidentState } from '../incident/state.ts';
import type { Instant } from '../kernel/instant.ts';
import type { AdoptedPlan } from '../plan/adopted-plan.ts';
import { derive, type Derived } from './derive.ts';

type Entry = {
  readonly plans: Readonly<Record<string, AdoptedPlan>>;
  readonly from: Instant;
  readonly derived: Derived;
};

const latest = new WeakMap<IncidentState, Entry>();

/**
 * `derive` in the known view, remembered per incident state: between two changes that time brings the duties stay as they are,
 * so a screen's ticker and the room's may ask as often as they like.
 */
export function derivedNow(
  incident: IncidentState,
  plans: Readonly<Record<string, AdoptedPlan>>,
  at: Instant,
): Derived {
  const known = latest.get(incident);
  if (
    known &&
    known.plans === plans &&
    at >= known.from &&
    (known.derived.nextChange === null || at < known.derived.nextChange)
  )
    return known.derived;
  const derived = derive(incident, plans, at, 'known');
  latest.set(incident, { plans, from: at, derived });
  return derived;
}
