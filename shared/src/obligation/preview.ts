import type { FactValues, PlanPin } from '../incident/events.ts';
import type { Act, IncidentState } from '../incident/state.ts';
import type { Instant } from '../kernel/instant.ts';
import type { AdoptedPlan } from '../plan/adopted-plan.ts';
import { derive } from './derive.ts';
import { type GradeProposal, proposeGrade } from './grade-proposal.ts';
import type { Obligation } from './obligation.ts';
import { Tally } from './tally.ts';

type Plans = Readonly<Record<string, AdoptedPlan>>;

/** What a regrade would start and what it would supersede, shown before it is confirmed. */
export type RegradePreview = { readonly starts: readonly Obligation[]; readonly supersedes: readonly Obligation[] };

export function previewGrade(
  incident: IncidentState,
  plans: Plans,
  plan: string,
  grade: string,
  at: Instant,
): RegradePreview {
  const before = running(derive(incident, plans, at, 'known').obligations);
  const act: Act = {
    id: 'preview:grade',
    type: 'incident.graded',
    revision: incident.revision + 1,
    occurredAt: at,
    recordedAt: at,
    actor: 'preview',
    data: { plan, grade },
  };
  const after = running(derive({ ...incident, acts: [...incident.acts, act] }, plans, at, 'known').obligations);
  return {
    starts: [...after.values()].filter((obligation) => !before.has(obligation.key)),
    supersedes: [...before.values()].filter((obligation) => !after.has(obligation.key)),
  };
}

function running(list: readonly Obligation[]): ReadonlyMap<string, Obligation> {
  return new Map(
    list
      .filter(
        (entry) =>
          entry.state === 'open' ||
          entry.state === 'atRisk' ||
          entry.state === 'overdue' ||
          entry.state === 'startUnknown',
      )
      .map((entry) => [entry.key, entry]),
  );
}

/** The incident as it would be if the call being taken were registered now, with a grade confirmed where one is given. */
export type Intake = {
  readonly pins: readonly PlanPin[];
  readonly facts: FactValues;
  readonly grade?: { readonly plan: string; readonly grade: string };
};

/** The duties that a call would start. */
export function previewIntake(intake: Intake, plans: Plans, at: Instant): readonly Obligation[] {
  return derive(draft(intake, at), plans, at, 'known').obligations;
}

/** The grades that the facts propose, per plan that the incident is under. */
export function gradeProposals(
  incident: Pick<IncidentState, 'acts' | 'pins'>,
  plans: Plans,
  at: Instant,
): readonly {
  readonly pin: PlanPin;
  readonly confirmed: string | undefined;
  readonly proposal: GradeProposal | undefined;
}[] {
  const tally = new Tally();
  for (const act of incident.acts) tally.add(act);
  return incident.pins.flatMap((pin) => {
    const adopted = plans[pin.adoption];
    if (!adopted) return [];
    const scene = { tally, adopted, class: pin.class, at };
    return [{ pin, confirmed: tally.gradeAt(pin.plan, at)?.mark.grade, proposal: proposeGrade(scene) }];
  });
}

/** The same for a call that is still being typed. */
export function intakeProposals(intake: Intake, plans: Plans, at: Instant): ReturnType<typeof gradeProposals> {
  return gradeProposals(draft(intake, at), plans, at);
}

function draft(intake: Intake, at: Instant): IncidentState {
  const common = { occurredAt: at, recordedAt: at, actor: 'preview' };
  const reported: Act = {
    ...common,
    id: 'preview:reported',
    type: 'incident.reported',
    revision: 0,
    data: {
      number: '',
      title: '',
      place: '',
      pins: intake.pins,
      source: 'phone',
      facts: { received: at, ...intake.facts },
      alreadyTold: [],
    },
  };
  const graded: readonly Act[] = intake.grade
    ? [{ ...common, id: 'preview:grade', type: 'incident.graded', revision: 1, data: intake.grade }]
    : [];
  return {
    id: 'preview',
    number: '',
    title: '',
    place: '',
    status: 'open',
    pins: intake.pins,
    revision: graded.length,
    acts: [reported, ...graded],
    withdrawn: {},
    receivedAt: at,
    handled: {},
  };
}
