import { assertNever } from '../kernel/assert-never.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Anchor, IncidentTime, PlainAnchor } from '../plan/anchor.ts';
import type { PlanRule } from '../plan/schema.ts';
import { chainMet } from './chain.ts';
import type { EvidenceRef } from './obligation.ts';
import { chosen, factSince, holds, type Scene } from './scene.ts';
import type { Mark } from './tally.ts';

/** What starts one duty: `at` is null where the instant is not known yet. */
export type Start = {
  /** Kind of anchor and the event or instant that gave it; part of the obligation's key. */
  readonly key: string;
  readonly at: Instant | null;
  readonly event?: string;
  readonly assumed?: boolean;
  /** The instant is not missing: it has not come yet. */
  readonly ahead?: boolean;
};

/** Times that come about in the course of the incident; the others lie before the call and can only be unknown. */
const TIMES_AHEAD: readonly IncidentTime[] = ['confirmed', 'handled'];

/** Since when the rule's condition holds, and by which event. */
export type Became = { readonly at: Instant; readonly event?: string };

/** The anchor that applies in this case: the first fitting `startOf`, the grade after a regrade where the rule says so, else `start`. */
export function anchorOf(rule: PlanRule, scene: Scene): Anchor {
  const grade = scene.tally.gradeAt(scene.adopted.plan.plan, scene.at);
  if (rule.afterRegrade === 'fromGrade' && grade !== undefined && grade.earlier > 0) return { graded: true };
  return rule.startOf.find((other) => holds(other.when, scene))?.start ?? rule.start;
}

/** The start for one scope, or undefined where the anchor has not come about (an order not given, a grade not confirmed). */
export function startOf(anchor: Anchor, scene: Scene, scope: string, became: Became): Start | undefined {
  if ('setting' in anchor) {
    const option = scene.adopted.plan.settings[anchor.setting]?.options.find(
      (entry) => entry.id === chosen(scene.adopted, anchor.setting),
    );
    return option?.anchor ? plainStart(option.anchor, scene, scope, became) : undefined;
  }
  return plainStart(anchor, scene, scope, became);
}

function plainStart(anchor: PlainAnchor, scene: Scene, scope: string, became: Became): Start | undefined {
  const { tally, at } = scene;
  if ('time' in anchor) {
    const call = scope === 'incident' ? undefined : tally.calls.find((entry) => entry.id === scope);
    // Each call is received at its own instant; the intake call's is the incident's, with its corrections.
    if (call && anchor.time === 'received' && call.event !== tally.reported?.event) return fromMark('received', call);
    const mark = tally.factAt(anchor.time, at);
    if (mark && typeof mark.value === 'number')
      return { key: `${anchor.time}:${mark.event}`, at: mark.value, event: mark.event };
    const assumed = anchor.elseAssume ? tally.factAt(anchor.elseAssume, at) : undefined;
    if (assumed && typeof assumed.value === 'number')
      return {
        key: `${anchor.time}~${anchor.elseAssume}:${assumed.event}`,
        at: assumed.value,
        event: assumed.event,
        assumed: true,
      };
    return { key: `${anchor.time}:unknown`, at: null, ...(TIMES_AHEAD.includes(anchor.time) ? { ahead: true } : {}) };
  }
  if ('fact' in anchor) {
    if (anchor.is !== undefined) {
      const since = factSince(scene, anchor.fact, anchor.is);
      return since ? fromMark(`fact.${anchor.fact}`, since) : undefined;
    }
    const mark = tally.factAt(anchor.fact, at);
    if (!mark || mark.value === null) return undefined;
    if (scene.adopted.plan.facts[anchor.fact]?.type !== 'instant') return fromMark(`fact.${anchor.fact}`, mark);
    return typeof mark.value === 'number'
      ? { key: `fact.${anchor.fact}:${mark.event}`, at: mark.value, event: mark.event }
      : undefined;
  }
  if ('graded' in anchor) {
    const grade = tally.gradeAt(scene.adopted.plan.plan, at);
    return grade ? fromMark('graded', grade.mark) : undefined;
  }
  if ('hop' in anchor) {
    const step = scene.adopted.plan.chains.find((chain) => chain.hops.some((hop) => hop.id === anchor.hop));
    const done = step
      ? chainMet({ ...step, hops: step.hops.filter((hop) => hop.id === anchor.hop) }, scene, null, false)
      : undefined;
    return done ? fromRefs(`hop.${anchor.hop}`, done.at, done.refs) : undefined;
  }
  if ('report' in anchor) {
    const reports = tally.reports.filter(
      (entry) =>
        !entry.gone &&
        entry.kind === anchor.report &&
        (entry.plan === undefined || entry.plan === scene.adopted.plan.plan) &&
        entry.from <= at,
    );
    if (anchor.act === 'sent') return reports[0] ? fromMark(`report.${anchor.report}`, reports[0]) : undefined;
    // Of several such reports the first that anybody acknowledged.
    const receipt = reports
      .flatMap(({ receipts }) => receipts.filter((entry) => !entry.gone && entry.from <= at))
      .reduce<Mark | undefined>((first, entry) => (first && first.from <= entry.from ? first : entry), undefined);
    return receipt ? fromMark(`receipt.${anchor.report}`, receipt) : undefined;
  }
  if ('order' in anchor) {
    const mark = tally.orders
      .get(scope)
      ?.stages.get(anchor.order)
      ?.find((entry) => !entry.gone && entry.from <= at);
    return mark ? fromMark(`order.${anchor.order}`, mark) : undefined;
  }
  if ('mechanism' in anchor) {
    const marks = tally.mechanisms.get(`${scene.adopted.plan.plan}/${anchor.mechanism}`)?.[anchor.state];
    const mark = marks?.findLast((entry) => !entry.gone && entry.from <= at);
    return mark ? fromMark(`mechanism.${anchor.mechanism}.${anchor.state}`, mark) : undefined;
  }
  if ('decided' in anchor) return lastOf(`decided.${anchor.decided}`, tally.decisions.get(anchor.decided), at);
  if ('answered' in anchor)
    return lastOf(
      `answered.${anchor.answered}`,
      tally.answers.get(`${scene.adopted.plan.plan}/${anchor.answered}`),
      at,
    );
  if ('became' in anchor)
    return became.event === undefined
      ? { key: `at:${became.at}`, at: became.at }
      : { key: `became:${became.event}`, at: became.at, event: became.event };
  return assertNever(anchor, 'anchor');
}

function lastOf(kind: string, marks: readonly Mark[] | undefined, at: Instant): Start | undefined {
  const mark = marks?.findLast((entry) => !entry.gone && entry.from <= at);
  return mark ? fromMark(kind, mark) : undefined;
}

function fromMark(kind: string, mark: Mark): Start {
  return { key: `${kind}:${mark.event}`, at: mark.from, event: mark.event };
}

function fromRefs(kind: string, at: Instant, refs: readonly EvidenceRef[]): Start {
  const last = refs.findLast((ref) => ref.occurredAt === at) ?? refs.at(-1);
  return last ? { key: `${kind}:${last.event}`, at, event: last.event } : { key: `${kind}:${at}`, at };
}
