import type { BoardState } from '@duty-room/shared/board/state';
import type { IncidentState } from '@duty-room/shared/incident/state';
import { MEDIA } from '@duty-room/shared/kernel/event';
import type { Obligation } from '@duty-room/shared/obligation/obligation';
import type { AdoptedPlan } from '@duty-room/shared/plan/adopted-plan';
import type { IntakeClock } from '../intake-model.ts';
import type { DeskWords } from '../words.ts';
import type { ActField, ActOption } from './act.ts';

/** What acts on an incident are made from. */
export type ActContext = {
  readonly state: BoardState;
  readonly incident: IncidentState;
  readonly obligations: readonly Obligation[];
  readonly clock: IntakeClock;
  readonly words: DeskWords;
  readonly account: string;
};

/** The plans that the incident pins, with their class there. */
export function pinned({
  state,
  incident,
}: Pick<ActContext, 'state' | 'incident'>): readonly { readonly plan: AdoptedPlan; readonly class: string }[] {
  return incident.pins.flatMap((pin) => {
    const plan = state.plans[pin.adoption];
    return plan ? [{ plan, class: pin.class }] : [];
  });
}

/** A role's name in the plans that the incident pins; the id itself where none knows it. */
export function roleName(context: Pick<ActContext, 'state' | 'incident' | 'words'>, id: string): string {
  for (const { plan } of pinned(context)) {
    const role = plan.plan.roles.find((one) => one.id === id);
    if (role) return context.words.label(role.label);
  }
  return id;
}

/** All roles of the pinned plans but the office itself. */
export function otherRoles(context: ActContext): readonly ActOption[] {
  const found = new Map<string, ActOption>();
  for (const { plan } of pinned(context)) {
    for (const role of plan.plan.roles) {
      if (role.id !== plan.plan.office && !found.has(role.id))
        found.set(role.id, { id: role.id, label: context.words.label(role.label) });
    }
  }
  return [...found.values()];
}

/** The persons who fill a role, the holder first. */
export function personsOf(context: Pick<ActContext, 'state'>, role: string): readonly ActOption[] {
  const { directory } = context.state;
  return (directory.roles[role] ?? []).flatMap((id) => {
    const person = directory.persons[id];
    return person && person.removed !== true
      ? [{ id, label: person.post === undefined ? person.name : `${person.name}　${person.post}` }]
      : [];
  });
}

const two = (value: number): string => String(value).padStart(2, '0');

/** The server's time of day as the time fields take it. */
export function clockText(at: number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at);
  const of = (type: string): string => two(Number(parts.find((part) => part.type === type)?.value ?? 0));
  return `${of('hour')}:${of('minute')}:${of('second')}`;
}

/** The fields that most acts share. */
export function common(context: ActContext): {
  readonly at: ActField;
  readonly medium: ActField;
  readonly receipt: ActField;
  readonly reason: ActField;
  readonly now: string;
} {
  const { words, clock } = context;
  return {
    at: { kind: 'time', id: 'at', label: words.say('field.at') },
    medium: {
      kind: 'choice',
      id: 'medium',
      label: words.say('field.medium'),
      required: false,
      options: MEDIA.filter((medium) => medium !== 'system').map((id) => ({ id, label: words.medium(id) })),
    },
    receipt: {
      kind: 'text',
      id: 'receipt',
      label: words.say('field.receipt'),
      max: 200,
      required: false,
      hint: words.say('field.receiptHint'),
    },
    reason: {
      kind: 'text',
      id: 'reason',
      label: words.say('field.reason'),
      max: 500,
      required: true,
      multiline: true,
    },
    now: clockText(clock.now, clock.timeZone),
  };
}
