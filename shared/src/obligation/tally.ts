import { assertNever } from '../kernel/assert-never.ts';
import type { Medium } from '../kernel/event.ts';
import type { Instant, Millis } from '../kernel/instant.ts';
import type { OrderStage } from '../plan/anchor.ts';
import type { FactValue, PlanPin } from '../incident/events.ts';
import type { Act } from '../incident/state.ts';

/** Something on record that may count: when it was so, and when it was typed in. `gone` once it was withdrawn or replaced. */
export type Mark = {
  readonly event: string;
  readonly from: Instant;
  readonly recordedAt: Instant;
  gone: boolean;
};
export type FactMark = Mark & { readonly value: FactValue };
export type GradeMark = Mark & { readonly grade: string };
export type KeptMark = Mark & { readonly proposed: string };
export type ChoiceMark = Mark & { readonly choice: 'yes' | 'no' };
export type ReportMark = Mark & {
  readonly id: string;
  readonly plan: string | undefined;
  readonly kind: string;
  readonly to: readonly string[];
  readonly medium: Medium | undefined;
  readonly receipts: (Mark & { readonly by: string })[];
};
export type OrderTally = {
  readonly id: string;
  readonly limit: Millis | undefined;
  readonly stages: Map<OrderStage, Mark[]>;
};
export type ScopedMark = Mark & { readonly scope: string | undefined };
export type Ending = 'closed' | 'mistaken' | 'merged' | 'transferred';

/**
 * What the acts of one incident add up to, grown act by act in the order of the log.
 * Each fact, hop and grade stays a history of marks; nothing is overwritten, so that any instant can be asked about.
 */
export class Tally {
  readonly facts = new Map<string, FactMark[]>();
  readonly told = new Map<string, Mark[]>();
  readonly grades = new Map<string, GradeMark[]>();
  readonly kept = new Map<string, KeptMark[]>();
  readonly decisions = new Map<string, ChoiceMark[]>();
  readonly answers = new Map<string, ChoiceMark[]>();
  readonly reports: ReportMark[] = [];
  readonly orders = new Map<string, OrderTally>();
  readonly mechanisms = new Map<string, { readonly started: Mark[]; readonly ended: Mark[] }>();
  readonly arrivals = new Map<string, Mark[]>();
  readonly discharges = new Map<string, ScopedMark[]>();
  readonly waivers = new Map<string, Mark[]>();
  readonly calls: (Mark & { readonly id: string })[] = [];
  readonly pins: (Mark & { readonly pin: PlanPin })[] = [];
  ending: { readonly kind: Ending; readonly at: Instant; readonly event: string } | null = null;
  reported: Mark | null = null;

  readonly #byEvent = new Map<string, Mark[]>();

  add(act: Act): void {
    const mark = this.#mark(act, act.occurredAt);
    switch (act.type) {
      case 'incident.reported':
        this.reported = mark;
        for (const pin of act.data.pins) this.pins.push({ ...mark, pin });
        this.#facts(act, act.data.facts);
        this.calls.push({ ...mark, id: act.id });
        return;
      case 'incident.call-attached': {
        this.#facts(act, act.data.facts);
        const call = { ...mark, id: act.data.call };
        this.#own(call);
        this.calls.push(call);
        return;
      }
      case 'incident.placed-under': {
        const pin = { ...mark, pin: act.data.pin };
        this.#own(pin);
        this.pins.push(pin);
        return;
      }
      case 'incident.facts-recorded':
        this.#facts(act, act.data.facts);
        return;
      case 'incident.fact-corrected': {
        const history = this.#list(this.facts, act.data.fact);
        const replaced = history.find((entry) => entry.event === act.data.replaces && !entry.gone);
        if (replaced) replaced.gone = true;
        // A correction holds from the instant of the entry that it replaces, not from when it was typed in.
        const entry = { ...this.#mark(act, replaced?.from ?? act.occurredAt), value: act.data.value };
        this.#own(entry);
        history.push(entry);
        return;
      }
      case 'incident.confirmed':
        this.#fact(act, 'confirmed', act.occurredAt);
        return;
      case 'incident.graded':
        this.#push(this.grades, act.data.plan, { ...mark, grade: act.data.grade });
        return;
      case 'incident.grade-kept':
        this.#push(this.kept, act.data.plan, { ...mark, proposed: act.data.proposed });
        return;
      case 'incident.relayed':
        if (act.data.reached) this.#push(this.told, act.data.to, mark);
        return;
      case 'incident.decided':
        this.#push(this.decisions, act.data.hop, { ...mark, choice: act.data.choice });
        return;
      case 'incident.report-sent': {
        const report = {
          ...mark,
          id: act.data.report,
          plan: act.data.plan,
          kind: act.data.kind,
          to: act.data.to,
          medium: act.medium,
          receipts: [],
        };
        this.#own(report);
        this.reports.push(report);
        for (const role of act.data.to) this.#push(this.told, role, { ...mark });
        return;
      }
      case 'incident.report-received': {
        const receipt = { ...mark, by: act.data.by };
        this.#own(receipt);
        this.reports.find((report) => report.id === act.data.report)?.receipts.push(receipt);
        return;
      }
      case 'incident.mechanism-started':
      case 'incident.mechanism-ended': {
        const key = `${act.data.plan}/${act.data.mechanism}`;
        const entry = this.mechanisms.get(key) ?? { started: [], ended: [] };
        this.mechanisms.set(key, entry);
        this.#own(mark);
        (act.type === 'incident.mechanism-started' ? entry.started : entry.ended).push(mark);
        return;
      }
      case 'incident.crew-ordered':
        this.#own(mark);
        this.orders.set(act.data.order, {
          id: act.data.order,
          limit: act.data.limit,
          stages: new Map([['ordered', [mark]]]),
        });
        return;
      case 'incident.crew-reported': {
        const order = this.orders.get(act.data.order);
        if (order) this.#push(order.stages, act.data.stage, mark);
        return;
      }
      case 'incident.arrived':
        this.#push(this.arrivals, act.data.role, mark);
        return;
      case 'incident.duty-discharged':
        this.#push(this.discharges, `${act.data.plan}/${act.data.rule}`, { ...mark, scope: act.data.scope });
        return;
      case 'incident.duty-answered':
        this.#push(this.answers, `${act.data.plan}/${act.data.rule}`, { ...mark, choice: act.data.choice });
        return;
      case 'incident.duty-waived':
        this.#push(this.waivers, act.data.duty, mark);
        return;
      case 'incident.withdrawn':
        for (const entry of this.#byEvent.get(act.data.target) ?? []) entry.gone = true;
        return;
      case 'incident.closed':
        this.ending = { kind: 'closed', at: act.recordedAt, event: act.id };
        return;
      case 'incident.marked-mistaken':
        this.ending = { kind: 'mistaken', at: act.recordedAt, event: act.id };
        return;
      case 'incident.merged':
        this.ending = { kind: 'merged', at: act.recordedAt, event: act.id };
        return;
      case 'incident.transfer-received':
        this.ending = { kind: 'transferred', at: act.recordedAt, event: act.id };
        return;
      case 'incident.reopened':
        this.ending = null;
        return;
      case 'incident.transferred':
      case 'incident.noted':
        return;
      default:
        assertNever(act, 'act');
    }
  }

  /** The entry that holds at `at`: the latest stated instant wins, so an older statement typed in later never does. */
  factAt(fact: string, at: Instant): FactMark | undefined {
    let found: FactMark | undefined;
    for (const entry of this.facts.get(fact) ?? []) {
      if (entry.gone || entry.from > at) continue;
      if (!found || entry.from >= found.from) found = entry;
    }
    return found;
  }

  /** The confirmed grade at `at`, with how many grades stood before it. */
  gradeAt(plan: string, at: Instant): { readonly mark: GradeMark; readonly earlier: number } | undefined {
    const standing = (this.grades.get(plan) ?? []).filter((entry) => !entry.gone && entry.from <= at);
    let found: GradeMark | undefined;
    for (const entry of standing) if (!found || entry.from >= found.from) found = entry;
    return found ? { mark: found, earlier: standing.length - 1 } : undefined;
  }

  /** Instant at which the office received the incident. */
  receivedAt(at: Instant): FactMark | undefined {
    return this.factAt('received', at);
  }

  #mark(act: Act, from: Instant): Mark {
    return { event: act.id, from, recordedAt: act.recordedAt, gone: false };
  }

  #own<M extends Mark>(mark: M): M {
    const owned = this.#byEvent.get(mark.event);
    if (owned) owned.push(mark);
    else this.#byEvent.set(mark.event, [mark]);
    return mark;
  }

  #list<M>(map: Map<string, M[]>, key: string): M[] {
    const list = map.get(key) ?? [];
    map.set(key, list);
    return list;
  }

  #push<K extends string, M extends Mark>(map: Map<K, M[]>, key: K, mark: M): void {
    const list = map.get(key) ?? [];
    map.set(key, list);
    list.push(this.#own(mark));
  }

  #facts(act: Act, values: Readonly<Record<string, FactValue>>): void {
    for (const [fact, value] of Object.entries(values)) this.#fact(act, fact, value);
  }

  #fact(act: Act, fact: string, value: FactValue): void {
    this.#push(this.facts, fact, { ...this.#mark(act, act.occurredAt), value });
  }
}
