import type { PlanPin } from '../incident/events.ts';
import type { Act, IncidentState } from '../incident/state.ts';
import type { Instant } from '../kernel/instant.ts';
import type { AdoptedPlan } from '../plan/adopted-plan.ts';
import type { EvidenceRule } from '../plan/evidence.ts';
import type { PlanChain, PlanRule } from '../plan/schema.ts';
import { chainSteps } from './chain.ts';
import { dutyKey } from './duty-key.ts';
import { evidenceFor, recipientsOf } from './evidence.ts';
import { isPast, lateness, type Line, type Met } from './met.ts';
import type { Obligation, ObligationState, View } from './obligation.ts';
import { RegradeWatch } from './regrade.ts';
import { chainOf, factValue, holds, type Scene } from './scene.ts';
import { anchorOf, type Became, type Start, startOf } from './start.ts';
import { isArmed } from './season.ts';
import { Tally } from './tally.ts';
import { crossings } from './thresholds.ts';

export type Derived = {
  readonly obligations: readonly Obligation[];
  /** The earliest later instant at which time alone changes something; null where nothing waits for time. */
  readonly nextChange: Instant | null;
};

/** One duty while it is followed through the history. */
type Running = {
  readonly pin: PlanPin;
  readonly rule: PlanRule;
  readonly scope: string;
  readonly key: string;
  readonly bornAt: Instant;
  start: Start;
  /** The chain in force while the duty was last demanded. */
  chain: PlanChain | undefined;
  /** Since it is no longer demanded, and why. */
  dropped?: {
    readonly at: Instant;
    readonly by: NonNullable<Obligation['supersededBy']>;
    /** The same duty goes on from another start, because this one was stated wrongly: what it came to counts no more. */
    readonly wasWrong: boolean;
  };
};

/**
 * Derives every duty of an incident from its acts and the plans that it pins, as they stand at `at`.
 *
 * The known view follows the acts in the order in which they were recorded: a duty that was demanded once stays listed,
 * superseded by what ended it. The happened view asks the finished histories instant by instant, so that what was corrected
 * or withdrawn never appears. Pure: the same acts give the same duties in any batching.
 */
export function derive(
  incident: IncidentState,
  plans: Readonly<Record<string, AdoptedPlan>>,
  at: Instant,
  view: View,
): Derived {
  const walk = new Walk(incident, plans);
  if (view === 'known') walk.asRecorded(incident.acts, at);
  else walk.asHappened(incident.acts, at);
  return walk.result(at);
}

class Walk {
  readonly #incident: IncidentState;
  readonly #plans: Readonly<Record<string, AdoptedPlan>>;
  readonly #running = new Map<string, Running>();
  readonly #became = new Map<string, Became>();
  readonly #regrades = new Map<string, RegradeWatch>();
  readonly #armed = new Map<string, boolean>();
  readonly #tally = new Tally();

  constructor(incident: IncidentState, plans: Readonly<Record<string, AdoptedPlan>>) {
    this.#incident = incident;
    this.#plans = plans;
  }

  asRecorded(acts: readonly Act[], until: Instant): void {
    let point = -Infinity;
    for (const act of acts) {
      if (act.recordedAt > until) break;
      const next = Math.max(point, act.recordedAt);
      this.#passTime(point, next);
      this.#tally.add(act);
      point = next;
      this.#look(point, act);
    }
    this.#passTime(point, until + 1);
  }

  asHappened(acts: readonly Act[], until: Instant): void {
    for (const act of acts) this.#tally.add(act);
    if (this.#tally.ending && this.#tally.ending.at > until) this.#tally.ending = null;
    const causes = new Map<Instant, Act>();
    for (const act of acts) if (act.occurredAt <= until && !this.#isGone(act)) causes.set(act.occurredAt, act);
    const points = new Set<Instant>(causes.keys());
    for (const fact of this.#tally.facts.values())
      for (const mark of fact) if (!mark.gone && mark.from <= until) points.add(mark.from);
    for (const scene of this.#scenes(until))
      for (const instant of crossings(scene)) if (instant <= until) points.add(instant);
    for (const point of [...points].toSorted((a, b) => a - b)) this.#look(point, causes.get(point));
  }

  #isGone(act: Act): boolean {
    return Object.hasOwn(this.#incident.withdrawn, act.id);
  }

  /** Looks at each instant in the open interval at which time alone may have changed a condition. */
  #passTime(after: Instant, before: Instant): void {
    if (after === -Infinity || this.#tally.ending) return;
    const instants = new Set<Instant>();
    for (const scene of this.#scenes(after))
      for (const instant of crossings(scene)) if (instant > after && instant < before) instants.add(instant);
    for (const instant of [...instants].toSorted((a, b) => a - b)) this.#look(instant, undefined);
  }

  *#scenes(at: Instant): Iterable<Scene & { readonly pin: PlanPin }> {
    for (const { pin, from, gone } of this.#tally.pins) {
      const adopted = this.#plans[pin.adoption];
      if (adopted && !gone && from <= at) yield { tally: this.#tally, adopted, class: pin.class, at, pin };
    }
  }

  /** What is demanded at this point of the history; `cause` is the act that made it one. */
  #look(point: Instant, cause: Act | undefined): void {
    if (this.#tally.ending && this.#tally.ending.at <= point) return;
    const demanded = new Set<string>();
    for (const scene of this.#scenes(point)) {
      const received = scene.tally.receivedAt(point)?.value;
      if (typeof received === 'number' && !this.#isArmed(scene.adopted, received)) continue;
      for (const rule of scene.adopted.plan.rules) this.#ask(rule, scene, cause, demanded);
      this.#regradeWatch(scene.pin).look(scene, cause);
    }
    for (const running of this.#running.values()) {
      if (!running.dropped && !demanded.has(running.key)) {
        const by = reasonOf(cause);
        const wasWrong = (by === 'correction' || by === 'withdrawal') && this.#goesOn(running, demanded);
        running.dropped = { at: point, by, wasWrong };
      } else if (running.dropped && demanded.has(running.key)) delete running.dropped;
    }
  }

  #goesOn({ pin, rule, scope }: Running, demanded: ReadonlySet<string>): boolean {
    for (const other of this.#running.values())
      if (other.pin.plan === pin.plan && other.rule.id === rule.id && other.scope === scope && demanded.has(other.key))
        return true;
    return false;
  }

  #isArmed(adopted: AdoptedPlan, received: Instant): boolean {
    const key = `${adopted.adoption}@${received}`;
    const armed = this.#armed.get(key) ?? isArmed(adopted, received);
    this.#armed.set(key, armed);
    return armed;
  }

  #ask(rule: PlanRule, scene: Scene & { readonly pin: PlanPin }, cause: Act | undefined, demanded: Set<string>): void {
    const name = `${scene.pin.plan}/${rule.id}`;
    if (rule.when && !holds(rule.when, scene)) {
      this.#became.delete(name);
      return;
    }
    const became = this.#became.get(name) ?? this.#becameNow(rule, scene, cause);
    this.#became.set(name, became);
    const anchor = anchorOf(rule, scene);
    for (const scope of this.#scopes(rule, scene.at)) {
      const start = startOf(anchor, scene, scope, became);
      if (!start) continue;
      const key = dutyKey({
        incident: this.#incident.id,
        plan: scene.pin.plan,
        rule: rule.id,
        scope,
        start: start.key,
      });
      demanded.add(key);
      const known = this.#running.get(key);
      const chain = namesChain(rule.stop) ? chainOf(scene) : undefined;
      if (known) Object.assign(known, { start, chain });
      else this.#running.set(key, { pin: scene.pin, rule, scope, key, start, chain, bornAt: scene.at });
    }
  }

  /** A rule without a condition runs from receipt; one with a condition from the stated instant of what fulfilled it. */
  #becameNow(rule: PlanRule, scene: Scene, cause: Act | undefined): Became {
    const received = scene.tally.receivedAt(scene.at);
    const first = this.#tally.reported;
    if (received && typeof received.value === 'number' && (!rule.when || (cause && first && cause.id === first.event)))
      return { at: received.value, event: received.event };
    return cause ? { at: cause.occurredAt, event: cause.id } : { at: scene.at };
  }

  #scopes(rule: PlanRule, at: Instant): readonly string[] {
    if (rule.per === 'order')
      return [...this.#tally.orders.values()]
        .filter((order) => order.stages.get('ordered')?.some((mark) => !mark.gone && mark.from <= at))
        .map((order) => order.id);
    if (rule.per === 'call')
      return this.#tally.calls.filter((call) => !call.gone && call.from <= at).map((call) => call.id);
    return ['incident'];
  }

  #regradeWatch(pin: PlanPin): RegradeWatch {
    const known = this.#regrades.get(pin.plan) ?? new RegradeWatch(this.#incident.id, pin.plan);
    this.#regrades.set(pin.plan, known);
    return known;
  }

  result(at: Instant): Derived {
    const ending = this.#tally.ending;
    const until = ending ? Math.min(at, ending.at) : at;
    const obligations: Obligation[] = [];
    let next: Instant | null = null;
    const propose = (instant: Instant | null | undefined): void => {
      if (instant !== null && instant !== undefined && instant > at && !ending)
        next = next === null ? instant : Math.min(next, instant);
    };
    for (const running of this.#running.values()) {
      const adopted = this.#plans[running.pin.adoption];
      // What never began is not a duty that something superseded.
      if (!adopted || (running.dropped && running.start.ahead)) continue;
      const obligation = this.#judge(running, adopted, until);
      obligations.push(obligation);
      if (obligation.state === 'open' || obligation.state === 'atRisk') {
        propose(obligation.warnAt);
        if (obligation.dueAt !== null) propose(obligation.excludesLine ? obligation.dueAt : obligation.dueAt + 1);
      }
    }
    for (const watch of this.#regrades.values()) obligations.push(...watch.obligations());
    for (const scene of this.#scenes(at)) for (const instant of crossings(scene)) propose(instant);
    for (const act of this.#incident.acts) propose(act.occurredAt);
    return { obligations: ending ? obligations.map((entry) => ended(entry, ending)) : obligations, nextChange: next };
  }

  #judge(running: Running, adopted: AdoptedPlan, at: Instant): Obligation {
    const { rule, pin, scope, start, dropped } = running;
    const horizon = dropped ? Math.min(at, dropped.at) : at;
    const scene: Scene = { tally: this.#tally, adopted, class: pin.class, at: horizon };
    const limit = rule.asked ? this.#tally.orders.get(scope)?.limit : (rule.limit ?? adopted.softLimits[rule.id]);
    const dueAt = start.at === null || limit === undefined ? null : start.at + limit;
    const line: Line = dueAt === null ? null : { dueAt, excluded: rule.excludesLine };
    const warnAt = dueAt === null || start.at === null ? null : warnPoint(rule, start.at, dueAt);
    // A superseded relay is judged by the chain that was in force while it ran.
    const chain = !namesChain(rule.stop) ? undefined : dropped ? running.chain : chainOf(scene);
    const answer = rule.ifNeeded
      ? this.#tally.answers.get(`${pin.plan}/${rule.id}`)?.findLast((mark) => !mark.gone && mark.from <= horizon)
      : undefined;
    const found: Met | undefined =
      answer?.choice === 'no'
        ? { at: answer.from, refs: [{ event: answer.event, occurredAt: answer.from, recordedAt: answer.recordedAt }] }
        : evidenceFor(rule.stop, scene, { rule, scope, startedAt: start.at, line, chain });
    // Without a known start nothing can be judged, whatever the evidence.
    const met = found && start.at !== null ? { ...found, at: Math.max(found.at, start.at) } : undefined;
    const waiver = this.#tally.waivers.get(running.key)?.find((mark) => !mark.gone && mark.from <= horizon);
    const forecast = rule.forecast && dueAt !== null ? forecastPast(rule.forecast, scene, line) : undefined;
    const now: ObligationState = met
      ? (['met', 'metStatedLate', 'metLate'] as const)[lateness(met, line)]
      : waiver
        ? 'waived'
        : start.at === null
          ? 'startUnknown'
          : isPast(horizon, line)
            ? 'overdue'
            : (warnAt !== null && horizon >= warnAt) || forecast !== undefined
              ? 'atRisk'
              : 'open';
    const isSettled = now === 'met' || now === 'metLate' || now === 'metStatedLate' || now === 'waived';
    const superseded = dropped !== undefined && (!isSettled || dropped.wasWrong);
    return {
      key: running.key,
      incident: this.#incident.id,
      plan: pin.plan,
      rule: rule.id,
      scope,
      label: rule.label,
      cite: rule.cite,
      state: superseded ? 'superseded' : now,
      ...(superseded ? { outcome: now, supersededAt: dropped.at, supersededBy: dropped.by } : {}),
      soft: dueAt === null && !(rule.limit !== undefined && start.at === null),
      ...(rule.soft ? { softWord: rule.soft } : {}),
      startedAt: start.at,
      ...(start.event === undefined ? {} : { startEvent: start.event }),
      ...(start.ahead ? { notBegun: true } : {}),
      ...(start.assumed ? { startAssumed: true } : {}),
      dueAt,
      warnAt,
      excludesLine: rule.excludesLine,
      ...(isPast(running.bornAt, line) ? { overdueAtBirth: true } : {}),
      ...(met ? { metAt: met.at } : {}),
      evidence: met?.refs ?? [],
      ...(waiver && !met
        ? { waivedBy: { event: waiver.event, occurredAt: waiver.from, recordedAt: waiver.recordedAt } }
        : {}),
      ...(forecast !== undefined && now === 'atRisk' ? { forecastAt: forecast } : {}),
      ...(rule.demands ? { demandsGrade: rule.demands.regrade } : {}),
      ...(chain ? { chain: chainSteps(chain, scene) } : {}),
      ...(rule.actor ? { actor: rule.actor } : {}),
      recipients: recipientsOf(rule, scene),
      ...(rule.medium ? { medium: rule.medium } : {}),
      ...(rule.otherwise ? { otherwise: rule.otherwise } : {}),
      ...(rule.reading ? { reading: rule.reading } : {}),
      beforeClosing: rule.beforeClosing,
      ...(rule.ifNeeded && !answer ? { ifNeeded: rule.ifNeeded } : {}),
    };
  }
}

function namesChain(stop: EvidenceRule): boolean {
  if ('anyOf' in stop) return stop.anyOf.some(namesChain);
  if ('allOf' in stop) return stop.allOf.some(namesChain);
  return 'chain' in stop;
}

/** A quarter of the limit is left, unless the rule says otherwise. */
function warnPoint(rule: PlanRule, startedAt: Instant, dueAt: Instant): Instant {
  const left = rule.warn?.left ?? { share: 0.25 };
  return Math.max(startedAt, dueAt - (typeof left === 'number' ? left : Math.round((dueAt - startedAt) * left.share)));
}

/** The forecast instant where it lies past the line; a word that means "never" lies past every line. */
function forecastPast(fact: string, scene: Scene, line: Line): Instant | undefined {
  const value = factValue(scene, fact);
  if (typeof value === 'number') return isPast(value, line) ? value : undefined;
  const definition = scene.adopted.plan.facts[fact];
  const word = definition?.type === 'instant' ? definition.or.find((entry) => entry.id === value) : undefined;
  return word?.means === 'never' ? Number.MAX_SAFE_INTEGER : undefined;
}

function reasonOf(cause: Act | undefined): NonNullable<Obligation['supersededBy']> {
  switch (cause?.type) {
    case 'incident.graded':
      return 'regrade';
    case 'incident.fact-corrected':
      return 'correction';
    case 'incident.withdrawn':
      return 'withdrawal';
    case 'incident.facts-recorded':
    case 'incident.call-attached':
      return 'restatement';
    default:
      return 'facts';
  }
}

/** What the end of an incident makes of a duty that was still running. */
function ended(obligation: Obligation, ending: NonNullable<Tally['ending']>): Obligation {
  const running =
    obligation.state === 'open' ||
    obligation.state === 'atRisk' ||
    obligation.state === 'overdue' ||
    obligation.state === 'startUnknown';
  if (!running || ending.kind === 'closed') return obligation;
  if (ending.kind === 'transferred')
    return {
      ...obligation,
      state: 'superseded',
      outcome: obligation.state,
      supersededAt: ending.at,
      supersededBy: 'ended',
    };
  return { ...obligation, state: 'void', outcome: obligation.state };
}
