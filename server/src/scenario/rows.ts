import type { PassedLine } from '@duty-room/shared/board/state';
import { ruleOfKey } from '@duty-room/shared/obligation/duty-key';
import type { Obligation, ObligationState } from '@duty-room/shared/obligation/obligation';
import type { ScenarioTime } from './scenario-time.ts';

/** A duty as a scenario speaks of it: times of the scenario, evidence by the names of its steps. */
export type DutyRow = {
  readonly plan: string;
  readonly rule: string;
  readonly scope: string;
  readonly start: string;
  readonly due: string;
  readonly met: string;
  readonly state: ObligationState;
  readonly outcome: ObligationState | '';
  readonly evidence: readonly string[];
};
export type PassedRow = {
  readonly plan: string;
  readonly rule: string;
  readonly line: PassedLine['kind'];
  readonly due: string;
  readonly at: string;
  readonly seen: string;
};

export function dutyRow(duty: Obligation, time: ScenarioTime, nameOf: (event: string) => string): DutyRow {
  const { plan, rule, scope, startedAt, dueAt, metAt, state, outcome = '', evidence } = duty;
  return {
    plan,
    rule,
    scope: scope === 'incident' ? '' : nameOf(scope),
    start: startedAt === null ? 'unknown' : time.format(startedAt),
    due: dueAt === null ? 'none' : time.format(dueAt),
    met: metAt === undefined ? '' : time.format(metAt),
    state,
    outcome,
    evidence: [...new Set(evidence.map(({ event }) => nameOf(event)))].toSorted(),
  };
}

export function passedRow({ key, rule, kind, dueAt, passedAt, detectedAt }: PassedLine, time: ScenarioTime): PassedRow {
  return {
    plan: ruleOfKey(key)?.plan ?? '',
    rule,
    line: kind,
    due: time.format(dueAt),
    at: time.format(passedAt),
    seen: time.format(detectedAt),
  };
}
