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
 * The duties as they stand at `at` by everything that this state holds: what is in it is known, also where its stamp lies ahead of `at`
 * (a clock that was set back, a screen a moment behind the server). Remembered per incident state: between two changes that time
 * brings the duties stay as they are, so a screen's ticker and the room's may ask as often as they like.
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
  const last = incident.acts.at(-1);
  if (last !== undefined && last.recordedAt > at) return derive(stampedBy(incident, at), plans, at, 'known');
  const derived = derive(incident, plans, at, 'known');
  latest.set(incident, { plans, from: at, derived });
  return derived;
}

function stampedBy(incident: IncidentState, at: Instant): IncidentState {
  const acts = incident.acts.map((act) => (act.recordedAt > at ? { ...act, recordedAt: at } : act));
  return { ...incident, acts };
}
