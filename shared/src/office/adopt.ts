import { canonical } from '../kernel/canonical.ts';
import type { Decision, Draft } from '../kernel/decider.ts';
import type { Instant } from '../kernel/instant.ts';
import type { JsonObject } from '../kernel/json.ts';
import { own } from '../kernel/own.ts';
import { accept, refuse } from '../kernel/refusal.ts';
import type { AdoptedPlan } from '../plan/adopted-plan.ts';
import type { Label } from '../plan/label.ts';
import type { Plan } from '../plan/schema.ts';
import type { OfficeCommand } from './commands.ts';
import type { PlanEventData } from './events.ts';

/** A plan pack as it was read from its file and found whole. */
export type LoadedPack = {
  readonly plan: Plan;
  /** The JSON of the file, which the event carries. */
  readonly source: JsonObject;
  /** SHA-256 (hex) of the source's canonical form. */
  readonly hash: string;
};

export type PlanDraft = Draft<'plan.adopted', PlanEventData['plan.adopted']>;
type Adoption = Extract<OfficeCommand, { readonly name: 'plan.adopt' }>['data'];

/**
 * Adopts an edition with the office's choices: settings, the dates of the season it is armed in, and numbers for soft duties.
 * What the plan does not have is refused by name, all at once.
 */
export function decideAdoption(
  { plan, source, hash }: LoadedPack,
  { choices, seasons, softLimits }: Adoption,
  current: AdoptedPlan | undefined,
  timeZone: string,
  occurredAt: Instant,
): Decision<PlanDraft> {
  const unknown = [
    ...Object.entries(choices).flatMap(([setting, option]) => {
      const known = own(plan.settings, setting);
      if (known === undefined) return [setting];
      return known.options.some((entry) => entry.id === option) ? [] : [`${setting}: ${option}`];
    }),
    ...Object.keys(seasons).filter((season) => season !== plan.armed?.during),
    ...Object.keys(softLimits).filter((id) => !isSoft(plan, id)),
  ];
  if (unknown.length > 0) return refuse('unknown-term', { term: unknown });
  const problems = seasonProblems(plan, seasons);
  if (problems.length > 0) return refuse('bad-input', { problems });
  const data = { plan: source, hash, choices, seasons, softLimits, timeZone };
  if (current !== undefined && sameAs(current, data)) return refuse('nothing-to-do');
  return accept({ stream: `plan-${plan.plan}`, events: [{ type: 'plan.adopted', data, occurredAt }] });
}

/** The office may set a number only where the text sets none. */
function isSoft(plan: Plan, id: string): boolean {
  return plan.rules.some((rule) => rule.id === id && rule.soft !== undefined && rule.limit === undefined);
}

function seasonProblems(plan: Plan, seasons: Adoption['seasons']): readonly Label[] {
  if (plan.armed === undefined) return [];
  const { during, label } = plan.armed;
  const season = own(seasons, during);
  if (season === undefined) {
    return [{ zh: `请填写“${label.zh}”的起止日期`, en: `Give the first and the last day of “${label.en}”` }];
  }
  if (!isDay(season.from) || !isDay(season.to)) {
    return [{ zh: `“${label.zh}”的日期不存在`, en: `“${label.en}” has a day that does not exist` }];
  }
  if (season.from > season.to) {
    return [{ zh: `“${label.zh}”的结束日早于开始日`, en: `“${label.en}” ends before it begins` }];
  }
  return [];
}

/** Whether `YYYY-MM-DD` names a day of the calendar. */
function isDay(day: string): boolean {
  const instant = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(instant) && new Date(instant).toISOString().slice(0, 10) === day;
}

function sameAs(current: AdoptedPlan, { hash, choices, seasons, softLimits, timeZone }: PlanEventData['plan.adopted']) {
  return (
    current.hash === hash &&
    current.timeZone === timeZone &&
    canonical(current.choices) === canonical(choices) &&
    canonical(current.seasons) === canonical(seasons) &&
    canonical(current.softLimits) === canonical(softLimits)
  );
}
