import type { IncidentState } from '../incident/state.ts';
import type { Instant } from '../kernel/instant.ts';
import type { AdoptedPlan } from '../plan/adopted-plan.ts';
import { derive } from './derive.ts';
import type { Obligation, View } from './obligation.ts';

/** Every duty of an incident as it stands at `at` (UTC ms), in the order in which they came about. Never stored: see `derive`. */
export function obligations(
  incident: IncidentState,
  plans: Readonly<Record<string, AdoptedPlan>>,
  at: Instant,
  view: View,
): readonly Obligation[] {
  return derive(incident, plans, at, view).obligations;
}
