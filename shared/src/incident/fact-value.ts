import type { Instant } from '../kernel/instant.ts';
import { own } from '../kernel/own.ts';
import { accept, refuse, type Outcome } from '../kernel/refusal.ts';
import { notAhead } from '../kernel/stated-at.ts';
import type { AdoptedPlan } from '../plan/adopted-plan.ts';
import { INCIDENT_TIMES } from '../plan/anchor.ts';
import type { Fact } from '../plan/fact.ts';
import type { Label } from '../plan/label.ts';
import type { FactValue, FactValues } from './events.ts';

const LAST_INSTANT: Instant = 8.64e15;

/**
 * Checks stated values against the fact types of the plans, all at once: facts that no plan knows are refused by name, then values
 * of a wrong kind, then an incident's own times that lie in the future. `null` takes a fact back to unknown.
 * Where several plans name the same fact, one that takes the value is enough.
 */
export function checkFacts(
  values: FactValues,
  plans: readonly AdoptedPlan[],
  now: Instant,
): Outcome<Readonly<Record<string, FactValue>>> {
  const checked: Record<string, FactValue> = {};
  const unknown: string[] = [];
  const problems: Label[] = [];
  let ahead = false;
  for (const [fact, value] of Object.entries(values)) {
    if (isIncidentTime(fact)) {
      if (value === null && fact !== 'received') checked[fact] = null;
      else if (!isInstant(value)) problems.push(asksForInstant(fact));
      else {
        const past = notAhead(value, now);
        if (past.ok) checked[fact] = past.value;
        else ahead = true;
      }
      continue;
    }
    const definitions = plans.flatMap(({ plan }) => own(plan.facts, fact) ?? []);
    const first = definitions[0];
    if (first === undefined) unknown.push(fact);
    else if (definitions.some((definition) => takes(definition, value))) checked[fact] = value === 0 ? 0 : value;
    else problems.push(asksFor(first));
  }
  if (unknown.length > 0) return refuse('unknown-term', { term: unknown });
  if (problems.length > 0) return refuse('bad-input', { problems });
  if (ahead) return refuse('future', { now });
  return accept(checked);
}

function isIncidentTime(fact: string): boolean {
  return INCIDENT_TIMES.some((time) => time === fact);
}

function isInstant(value: FactValue): value is Instant {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= LAST_INSTANT;
}

/** Whether the fact takes the value. A duration is derived and takes none. */
function takes(fact: Fact, value: FactValue): boolean {
  if (fact.type === 'duration') return false;
  if (value === null) return true;
  switch (fact.type) {
    case 'instant':
      return isInstant(value) || fact.or.some((word) => word.id === value);
    case 'count':
      return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
    case 'flag':
      return typeof value === 'boolean';
    case 'choice':
      return fact.of.some((option) => option.id === value);
    case 'text':
      return typeof value === 'string' && value.trim().length > 0 && value.length <= fact.maxLength;
  }
}

function asksFor({ label, ...fact }: Fact): Label {
  const zh = `“${label.zh}”`;
  const en = `“${label.en}”`;
  switch (fact.type) {
    case 'instant': {
      const words = { zh: fact.or.map((word) => word.label.zh), en: fact.or.map((word) => word.label.en) };
      return {
        zh: [`${zh}应为时间`, ...words.zh].join('或'),
        en: [`${en} should be a time`, ...words.en].join(' or '),
      };
    }
    case 'count':
      return { zh: `${zh}应为不小于 0 的整数`, en: `${en} should be a whole number, 0 or more` };
    case 'flag':
      return { zh: `${zh}应为是或否`, en: `${en} should be yes or no` };
    case 'choice':
      return {
        zh: `${zh}应为：${fact.of.map((option) => option.label.zh).join('、')}`,
        en: `${en} should be one of: ${fact.of.map((option) => option.label.en).join(', ')}`,
      };
    case 'text':
      return { zh: `${zh}应为 1–${fact.maxLength} 字`, en: `${en} should have 1 to ${fact.maxLength} characters` };
    case 'duration':
      return { zh: `${zh}由系统推算，不能填写`, en: `${en} is derived and cannot be typed in` };
  }
}

function asksForInstant(time: string): Label {
  return { zh: `“${time}”应为时间`, en: `“${time}” should be a time` };
}
