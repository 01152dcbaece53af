import type { OrderStage } from '../plan/anchor.ts';
import type { IncidentEventType } from './events.ts';
import type { Act, IncidentState } from './state.ts';

type ActOf<Type extends IncidentEventType> = Extract<Act, { readonly type: Type }>;

/** The acts of one type that were not withdrawn, in the order of the log. */
export function standing<Type extends IncidentEventType>(incident: IncidentState, type: Type): readonly ActOf<Type>[] {
  return incident.acts.filter(
    (act): act is ActOf<Type> => act.type === type && !Object.hasOwn(incident.withdrawn, act.id),
  );
}

/** The act that holds now: the latest stated one; of several stated for one instant the one recorded last. */
export function latest<A extends Act>(acts: readonly A[]): A | undefined {
  let found: A | undefined;
  for (const act of acts) if (found === undefined || act.occurredAt >= found.occurredAt) found = act;
  return found;
}

/** The confirmed grade under a plan. */
export function confirmedGrade(incident: IncidentState, plan: string): string | undefined {
  return latest(standing(incident, 'incident.graded').filter((act) => act.data.plan === plan))?.data.grade;
}

/** Whether a mechanism runs, and at which level. */
export function runningMechanism(
  incident: IncidentState,
  plan: string,
  mechanism: string,
): { readonly level: string | undefined } | undefined {
  const ofIt = (act: ActOf<'incident.mechanism-started' | 'incident.mechanism-ended'>): boolean =>
    act.data.plan === plan && act.data.mechanism === mechanism;
  const started = latest(standing(incident, 'incident.mechanism-started').filter(ofIt));
  if (started === undefined) return undefined;
  const ended = latest(standing(incident, 'incident.mechanism-ended').filter(ofIt));
  if (ended !== undefined && isAfter(ended, started)) return undefined;
  return { level: started.data.level };
}

function isAfter(act: Act, other: Act): boolean {
  return act.occurredAt === other.occurredAt ? act.revision > other.revision : act.occurredAt > other.occurredAt;
}

/** The stages that a crew has reported for an order. */
export function stagesOf(incident: IncidentState, order: string): readonly OrderStage[] {
  return standing(incident, 'incident.crew-reported')
    .filter((act) => act.data.order === order)
    .map((act) => act.data.stage);
}

/** Orders that were given and are not done. */
export function openOrders(incident: IncidentState): readonly string[] {
  return standing(incident, 'incident.crew-ordered')
    .map((act) => act.data.order)
    .filter((order) => !stagesOf(incident, order).includes('done'));
}

/** Whether the act states a value of the fact. */
export function statesFact(act: Act, fact: string): boolean {
  switch (act.type) {
    case 'incident.reported':
    case 'incident.call-attached':
    case 'incident.facts-recorded':
      return Object.hasOwn(act.data.facts, fact);
    case 'incident.fact-corrected':
      return act.data.fact === fact;
    case 'incident.confirmed':
      return fact === 'confirmed';
    default:
      return false;
  }
}
