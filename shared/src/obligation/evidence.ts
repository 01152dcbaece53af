import { assertNever } from '../kernel/assert-never.ts';
import type { Medium } from '../kernel/event.ts';
import type { Instant } from '../kernel/instant.ts';
import { INCIDENT_TIMES } from '../plan/anchor.ts';
import type { EvidenceRule } from '../plan/evidence.ts';
import type { PlanChain, PlanRule } from '../plan/schema.ts';
import { chainMet, toldMet } from './chain.ts';
import { best, choose, type Line, type Met, together } from './met.ts';
import { factSince, gradeIndex, type Scene } from './scene.ts';
import type { ReportMark } from './tally.ts';

export type Asked = {
  readonly rule: PlanRule;
  readonly scope: string;
  readonly startedAt: Instant | null;
  readonly line: Line;
  /** The chain in force while the duty ran. */
  readonly chain: PlanChain | undefined;
};

const WRITTEN: readonly Medium[] = ['written', 'fax', 'message', 'system'];

/**
 * Looks for the evidence that a rule asks for, among what is stated up to the scene's instant.
 * Returns the stated instant at which it was complete, with the events that show it; undefined while anything is missing.
 */
export function evidenceFor(stop: EvidenceRule, scene: Scene, asked: Asked): Met | undefined {
  const { tally, at, adopted } = scene;
  const plan = adopted.plan.plan;
  if ('anyOf' in stop) {
    return choose(
      stop.anyOf.map((inner) => evidenceFor(inner, scene, asked)).filter((met) => met !== undefined),
      asked.line,
    );
  }
  if ('allOf' in stop) {
    const parts: Met[] = [];
    for (const inner of stop.allOf) {
      const met = evidenceFor(inner, scene, asked);
      if (!met) return undefined;
      parts.push(met);
    }
    return together(parts);
  }
  if ('chain' in stop) return asked.chain ? chainMet(asked.chain, scene, asked.line) : undefined;
  if ('told' in stop) {
    // A duty for one order or one call is not met by what was said before it.
    const since = asked.rule.per === 'incident' ? undefined : (asked.startedAt ?? undefined);
    return all(stop.told, (role) => toldMet(role, scene, asked.line, since));
  }
  if ('fact' in stop) {
    if (stop.is !== undefined) {
      const since = factSince(scene, stop.fact, stop.is);
      return since ? one(since.event, since.from, since.recordedAt) : undefined;
    }
    const mark = tally.factAt(stop.fact, at);
    if (!mark || mark.value === null) return undefined;
    if (adopted.plan.facts[stop.fact]?.type !== 'instant' && !isTime(stop.fact))
      return one(mark.event, mark.from, mark.recordedAt);
    // An instant fact is evidence from the instant that it names; a word in its place ("cannot heat") is none.
    return typeof mark.value === 'number' && mark.value <= at
      ? one(mark.event, mark.value, mark.recordedAt)
      : undefined;
  }
  if ('gradeAtLeast' in stop) {
    const least = gradeIndex(scene, stop.gradeAtLeast);
    const standing = (tally.grades.get(plan) ?? [])
      .filter((mark) => !mark.gone && mark.from <= at)
      .toSorted((a, b) => a.from - b.from);
    let since: (typeof standing)[number] | undefined;
    for (const mark of standing) {
      if (gradeIndex(scene, mark.grade) < least) since = undefined;
      else since ??= mark;
    }
    return since ? one(since.event, since.from, since.recordedAt) : undefined;
  }
  if ('report' in stop) {
    const reports = tally.reports.filter(
      (report) =>
        !report.gone &&
        report.from <= at &&
        stop.report.includes(report.kind) &&
        (report.plan === undefined || report.plan === plan) &&
        (asked.startedAt === null || report.from >= asked.startedAt) &&
        (stop.medium === undefined ||
          (report.medium !== undefined && WRITTEN.includes(report.medium)) === (stop.medium === 'written')),
    );
    const recipients = stop.toThoseTold ? toldBefore(scene) : (stop.to ?? []);
    const reached = (role: string | null): Met | undefined =>
      choose(
        reports.flatMap((report) => reportMet(report, role, stop.receipt === true, at)),
        asked.line,
      );
    return recipients.length === 0 ? reached(null) : all(recipients, reached);
  }
  if ('order' in stop) return best(tally.orders.get(asked.scope)?.stages.get(stop.order), at, asked.line);
  if ('arrived' in stop) return all(stop.arrived, (role) => best(tally.arrivals.get(role), at, asked.line));
  if ('mechanism' in stop) return best(tally.mechanisms.get(`${plan}/${stop.mechanism}`)?.[stop.state], at, asked.line);
  if ('decided' in stop) return best(tally.decisions.get(stop.decided), at, asked.line);
  if ('answered' in stop) return best(tally.answers.get(`${plan}/${asked.rule.id}`), at, asked.line);
  if ('discharged' in stop) {
    const marks = tally.discharges.get(`${plan}/${asked.rule.id}`);
    return best(
      marks?.filter((mark) => mark.scope === undefined || mark.scope === asked.scope),
      at,
      asked.line,
    );
  }
  return assertNever(stop, 'evidence');
}

/** Whom a rule's report goes to: the recipients that it names, or those who were told where it asks for the channel actually used. */
export function recipientsOf(rule: PlanRule, scene: Scene): readonly string[] {
  return rule.recipients.length === 0 && asksThoseTold(rule.stop) ? toldBefore(scene) : rule.recipients;
}

function asksThoseTold(stop: EvidenceRule): boolean {
  if ('anyOf' in stop) return stop.anyOf.some(asksThoseTold);
  if ('allOf' in stop) return stop.allOf.some(asksThoseTold);
  return 'report' in stop && stop.toThoseTold === true;
}

/** The channel actually used: every role that was told, but the office itself; the office where nobody else was. */
function toldBefore(scene: Scene): readonly string[] {
  const office = scene.adopted.plan.office;
  const roles = [...scene.tally.told]
    .filter(
      ([role, marks]) =>
        role !== office &&
        marks.some((mark) => !mark.gone && mark.from <= scene.at && !isReportMark(scene, mark.event)),
    )
    .map(([role]) => role);
  return roles.length > 0 ? roles : [office];
}

function isReportMark(scene: Scene, event: string): boolean {
  return scene.tally.reports.some((report) => report.event === event);
}

function reportMet(report: ReportMark, role: string | null, receiptNeeded: boolean, at: Instant): readonly Met[] {
  if (role !== null && !report.to.includes(role)) return [];
  if (!receiptNeeded) return [one(report.event, report.from, report.recordedAt)];
  return report.receipts
    .filter((receipt) => !receipt.gone && receipt.from <= at && (role === null || receipt.by === role))
    .map((receipt) => ({
      at: receipt.from,
      refs: [
        { event: report.event, occurredAt: report.from, recordedAt: report.recordedAt },
        { event: receipt.event, occurredAt: receipt.from, recordedAt: receipt.recordedAt },
      ],
    }));
}

function all(roles: readonly string[], reached: (role: string) => Met | undefined): Met | undefined {
  const parts: Met[] = [];
  for (const role of roles) {
    const met = reached(role);
    if (!met) return undefined;
    parts.push(met);
  }
  return together(parts);
}

function one(event: string, at: Instant, recordedAt: Instant): Met {
  return { at, refs: [{ event, occurredAt: at, recordedAt }] };
}

function isTime(fact: string): boolean {
  return INCIDENT_TIMES.some((time) => time === fact);
}
