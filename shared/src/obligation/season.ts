import type { Instant } from '../kernel/instant.ts';
import type { AdoptedPlan } from '../plan/adopted-plan.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

/** The calendar day of an instant in a time zone, `YYYY-MM-DD`. */
export function dayOf(instant: Instant, timeZone: string): string {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  formats.set(timeZone, format);
  return format.format(instant);
}

/** Whether the plan runs for an incident received at this instant: always, or in the season whose dates the office set (both days included). */
export function isArmed(adopted: AdoptedPlan, received: Instant): boolean {
  const armed = adopted.plan.armed;
  if (!armed) return true;
  const season = adopted.seasons[armed.during];
  if (!season) return false;
  const day = dayOf(received, adopted.timeZone);
  return day >= season.from && day <= season.to;
}
