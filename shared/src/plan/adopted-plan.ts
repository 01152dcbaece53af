import type { Millis } from '../kernel/instant.ts';
import type { Plan } from './schema.ts';

/**
 * A plan edition as the office adopted it: the whole text of rules with the office's own choices.
 * It is an event of its own; an incident pins the adoption it started with, so that nothing later changes a running case.
 */
export type AdoptedPlan = {
  /** Id of the adopting event. */
  readonly adoption: string;
  readonly plan: Plan;
  /** SHA-256 (hex) of the plan's canonical form. */
  readonly hash: string;
  /** Setting id -> chosen option; a missing one means the plan's default. */
  readonly choices: Readonly<Record<string, string>>;
  /** Season id -> first and last day, `YYYY-MM-DD` in the office's time zone, both included. */
  readonly seasons: Readonly<Record<string, { readonly from: string; readonly to: string }>>;
  /** Numbers that the office set for soft duties: rule id -> milliseconds. */
  readonly softLimits: Readonly<Record<string, Millis>>;
  /** IANA name, for seasons and days. */
  readonly timeZone: string;
};
