import type { IncidentState } from '../incident/state.ts';
import type { Instant } from '../kernel/instant.ts';
import type { AdoptedPlan } from '../plan/adopted-plan.ts';
import { derive } from './derive.ts';

/** The earliest instant after `at` at which the passing of time alone changes a duty of this incident; null where nothing waits. */
export function nextChange(
  incident: IncidentState,
  plans: Readonly<Record<string, AdoptedPlan>>,
  at: Instant,
): Instant | null {
  return derive(incident, plans, at, 'known').nextChange;
}
