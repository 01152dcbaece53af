import type { Act } from '../incident/state.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Citation, Label } from '../plan/label.ts';
import { dutyKey } from './duty-key.ts';
import { type GradeProposal, proposeGrade } from './grade-proposal.ts';
import type { EvidenceRef, Obligation } from './obligation.ts';
import { scaleOf, type Scene } from './scene.ts';

/** Rule id of the decision that the engine itself asks for; no plan can declare it. */
export const REGRADE_RULE = '@regrade';

type Decision = {
  readonly proposed: string;
  readonly label: Label;
  readonly cite: readonly Citation[];
  readonly startedAt: Instant;
  readonly startEvent?: string;
  end?: { readonly state: 'met' | 'superseded'; readonly at: Instant; readonly evidence?: EvidenceRef };
};

/**
 * Watches whether the facts propose another grade than the confirmed one. Such a decision is due at once (soft), from the stated
 * instant of the fact or the instant at which only time passed the line; it ends by that regrade, by keeping the grade with a
 * reason, or when the facts no longer ask for it.
 */
export class RegradeWatch {
  readonly #incident: string;
  readonly #plan: string;
  readonly #decisions: Decision[] = [];
  #keptAgainst: string | undefined;

  constructor(incident: string, plan: string) {
    this.#incident = incident;
    this.#plan = plan;
  }

  look(scene: Scene, cause: Act | undefined): void {
    const confirmed = scene.tally.gradeAt(this.#plan, scene.at)?.mark;
    const proposal = confirmed ? proposeGrade(scene) : undefined;
    const asks = proposal && confirmed && proposal.grade !== confirmed.grade ? proposal : undefined;
    const open = this.#decisions.find((decision) => !decision.end);
    const kept = scene.tally.kept.get(this.#plan)?.findLast((mark) => !mark.gone && mark.from <= scene.at);
    if (open && kept && kept.proposed === open.proposed && kept.from >= open.startedAt) {
      open.end = {
        state: 'met',
        at: kept.from,
        evidence: { event: kept.event, occurredAt: kept.from, recordedAt: kept.recordedAt },
      };
      this.#keptAgainst = open.proposed;
    } else if (open && open.proposed !== asks?.grade) {
      const regraded = confirmed && confirmed.from >= open.startedAt && cause?.type === 'incident.graded';
      open.end = regraded
        ? {
            state: 'met',
            at: confirmed.from,
            evidence: { event: confirmed.event, occurredAt: confirmed.from, recordedAt: confirmed.recordedAt },
          }
        : { state: 'superseded', at: scene.at };
    }
    if (this.#keptAgainst !== asks?.grade) this.#keptAgainst = undefined;
    if (!asks || this.#keptAgainst === asks.grade || this.#decisions.some((decision) => !decision.end)) return;
    this.#decisions.push({
      proposed: asks.grade,
      label: regradeLabel(scene, asks),
      cite: asks.criterion.cite,
      startedAt: cause ? cause.occurredAt : scene.at,
      ...(cause ? { startEvent: cause.id } : {}),
    });
  }

  obligations(): readonly Obligation[] {
    return this.#decisions.map((decision) => ({
      key: dutyKey({
        incident: this.#incident,
        plan: this.#plan,
        rule: REGRADE_RULE,
        scope: decision.proposed,
        start: decision.startEvent ? `event:${decision.startEvent}` : `at:${decision.startedAt}`,
      }),
      incident: this.#incident,
      plan: this.#plan,
      rule: REGRADE_RULE,
      scope: 'incident',
      label: decision.label,
      cite: decision.cite,
      state: decision.end?.state ?? 'open',
      ...(decision.end?.state === 'superseded'
        ? { outcome: 'open', supersededAt: decision.end.at, supersededBy: 'facts' }
        : {}),
      soft: true,
      softWord: { zh: '立即', en: 'at once' },
      startedAt: decision.startedAt,
      ...(decision.startEvent ? { startEvent: decision.startEvent } : {}),
      dueAt: null,
      warnAt: null,
      excludesLine: false,
      ...(decision.end?.state === 'met' ? { metAt: decision.end.at } : {}),
      evidence: decision.end?.evidence ? [decision.end.evidence] : [],
      demandsGrade: decision.proposed,
      recipients: [],
      beforeClosing: false,
    }));
  }
}

function regradeLabel(scene: Scene, asks: GradeProposal): Label {
  const grade = scaleOf(scene)?.grades.find((entry) => entry.id === asks.grade)?.label;
  return {
    zh: `判定：是否改为${grade?.zh ?? asks.grade}`,
    en: `Decide: change the grade to ${grade?.en ?? asks.grade}`,
  };
}
