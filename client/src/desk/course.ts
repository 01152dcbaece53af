import type { Act as Deed, IncidentState } from '@duty-room/shared/incident/state';
import { ruleOfKey } from '@duty-room/shared/obligation/duty-key';
import { WITHDRAWABLE } from '@duty-room/shared/incident/events';
import { MINUTE } from '@duty-room/shared/kernel/instant';
import type { BoardState } from '@duty-room/shared/board/state';
import type { FactValue } from '@duty-room/shared/incident/events';
import { factFields } from './acts/fact-acts.ts';
import { pinned, roleName } from './acts/context.ts';
import { crewName } from './acts/resource-acts.ts';
import type { IntakeField } from './intake-fields.ts';
import { bracketed, type DeskWords } from './words.ts';

export type CourseContext = { readonly state: BoardState; readonly incident: IncidentState; readonly words: DeskWords };

/** One line of the course of events (经过). */
export type CourseLine = {
  readonly event: string;
  readonly at: number;
  readonly recordedAt: number;
  readonly text: string;
  /** Stated to have happened this long before it was typed in; 0 where it was typed in at once. */
  readonly enteredLate: number;
  readonly withdrawn: boolean;
  readonly canWithdraw: boolean;
  readonly actor: string;
  readonly medium: string | undefined;
  /** A report's fields in the receiver's order; what they say is personal and comes apart from the log. */
  readonly fields: readonly { readonly id: string; readonly label: string }[];
};

/** A fact's value in words. */
export function valueText(field: IntakeField | undefined, value: FactValue, words: DeskWords): string {
  if (value === null) return words.say('value.unknown');
  if (typeof value === 'boolean') return words.say(value ? 'value.yes' : 'value.no');
  const { input } = field ?? {};
  if (input?.kind === 'instant') {
    if (typeof value === 'number') return words.instant(value);
    const word = input.or.find((one) => one.id === value);
    return word ? words.label(word.label) : value;
  }
  if (input?.kind === 'choice' && typeof value === 'string') {
    const word = input.of.find((one) => one.id === value);
    return word ? words.label(word.label) : value;
  }
  if (input?.kind === 'count') {
    const figure = typeof value === 'number' ? String(value).replaceAll(/\B(?=(\d{3})+$)/g, ' ') : value;
    return input.unit ? `${figure} ${words.label(input.unit)}` : figure;
  }
  return String(value);
}

function factsText(context: CourseContext, facts: Readonly<Record<string, FactValue>>): string {
  const fields = factFields(context);
  const { words } = context;
  return Object.entries(facts)
    .map(([id, value]) => {
      const field = fields.find((one) => one.id === id);
      const name = field?.label ? words.label(field.label) : words.time(id);
      return `${name} ${valueText(field, value, words)}`;
    })
    .join(words.say('list.comma'));
}

const gradeName = ({ state, incident, words }: CourseContext, plan: string, grade: string): string => {
  // Two classes may use the same id on their own scales: the incident's class decides.
  const pin = pinned({ state, incident }).find((one) => one.plan.plan.plan === plan);
  const scale = pin?.plan.plan.classes.find((one) => one.id === pin.class)?.scale;
  const found = pin?.plan.plan.scales.find((one) => one.id === scale)?.grades.find((one) => one.id === grade);
  return found ? words.label(found.label) : grade;
};

/** A person of the directory, an account, or the role that decided where the directory names nobody. */
const personName = (context: CourseContext, id: string): string =>
  context.state.directory.persons[id]?.name ?? context.state.people.accounts[id]?.name ?? roleName(context, id);

function ruleName(context: CourseContext, plan: string, rule: string): string {
  const found = pinned(context)
    .find((one) => one.plan.plan.plan === plan)
    ?.plan.plan.rules.find((one) => one.id === rule);
  return found ? context.words.label(found.label) : rule;
}

function hopName(context: CourseContext, id: string): string {
  for (const { plan } of pinned(context)) {
    const hop = plan.plan.chains.flatMap((chain) => chain.hops).find((one) => one.id === id);
    if (hop) return context.words.label(hop.decide?.question ?? hop.label);
  }
  return id;
}

/** What an act of the incident says, in one line, without what is personal. */
export function deedText(deed: Deed, context: CourseContext): string {
  const { words } = context;
  const { say } = words;
  const role = (id: string): string => roleName(context, id);
  const withTail = (text: string, tail: string | undefined): string =>
    tail === undefined || tail === '' ? text : `${text}${say('list.colon')}${tail}`;
  switch (deed.type) {
    case 'incident.reported':
      return say('deed.reported', { by: deed.data.by === undefined ? '' : role(deed.data.by) });
    case 'incident.call-attached':
      return withTail(say('deed.callAttached'), factsText(context, deed.data.facts));
    case 'incident.merged':
      return withTail(
        say('deed.merged', { into: context.state.incidents[deed.data.into]?.number ?? deed.data.into }),
        deed.data.reason,
      );
    case 'incident.marked-mistaken':
      return withTail(say('deed.mistaken'), deed.data.reason);
    case 'incident.transferred':
      return withTail(say('deed.transferred', { to: deed.data.to }), deed.data.reason);
    case 'incident.transfer-received':
      return say('deed.transferReceived', { by: deed.data.by });
    case 'incident.placed-under': {
      const pin = pinned(context).find((one) => one.plan.plan.plan === deed.data.pin.plan);
      return say('deed.placedUnder', {
        plan: pin ? words.label(pin.plan.plan.title) : deed.data.pin.plan,
      });
    }
    case 'incident.facts-recorded':
      return factsText(context, deed.data.facts);
    case 'incident.fact-corrected':
      return withTail(
        say('deed.corrected', { fact: factsText(context, { [deed.data.fact]: deed.data.value }) }),
        deed.data.reason,
      );
    case 'incident.confirmed':
      return say('deed.confirmed');
    case 'incident.graded':
      return withTail(
        say('deed.graded', { grade: gradeName(context, deed.data.plan, deed.data.grade) }),
        deed.data.reason ?? deed.data.basis,
      );
    case 'incident.grade-kept':
      return withTail(
        say('deed.gradeKept', { grade: gradeName(context, deed.data.plan, deed.data.proposed) }),
        deed.data.reason,
      );
    case 'incident.relayed':
      return withTail(
        say(deed.data.reached ? 'deed.told' : 'deed.notReached', {
          role: role(deed.data.to),
          person: deed.data.person === undefined ? '' : personName(context, deed.data.person),
        }),
        deed.data.receipt,
      );
    case 'incident.decided':
      return withTail(
        say(deed.data.choice === 'yes' ? 'deed.decidedYes' : 'deed.decidedNo', {
          question: hopName(context, deed.data.hop),
          by: deed.onBehalfOf === undefined ? role(deed.data.by) : personName(context, deed.onBehalfOf),
        }),
        deed.data.reason,
      );
    case 'incident.report-sent': {
      const kind = reportKind(deed.data, context);
      return withTail(
        say('deed.reportSent', {
          kind: kind ? words.label(kind.label) : deed.data.kind,
          to: deed.data.to.map(role).join(say('list.comma')),
        }),
        deed.data.receipt,
      );
    }
    case 'incident.report-received':
      return withTail(say('deed.reportReceived', { by: role(deed.data.by) }), deed.data.receipt);
    case 'incident.mechanism-started':
    case 'incident.mechanism-ended': {
      const found = pinned(context)
        .flatMap(({ plan }) => plan.plan.mechanisms)
        .find((one) => one.id === deed.data.mechanism);
      const level = deed.type === 'incident.mechanism-started' ? deed.data.level : undefined;
      const levelName = found?.levels.find((one) => one.id === level)?.label;
      const name = found ? words.label(found.label) : deed.data.mechanism;
      return withTail(
        say(deed.type === 'incident.mechanism-started' ? 'deed.mechanismStarted' : 'deed.mechanismEnded', {
          mechanism: levelName ? bracketed(name, words.label(levelName), words) : name,
        }),
        deed.data.reason,
      );
    }
    case 'incident.crew-ordered':
      return withTail(say('deed.crewOrdered', { crew: crewName(context, deed.data.crew) }), deed.data.task);
    case 'incident.crew-reported': {
      const order = context.incident.acts.find(
        (one) => one.type === 'incident.crew-ordered' && one.data.order === deed.data.order,
      );
      return say('deed.crewReported', {
        crew: order?.type === 'incident.crew-ordered' ? crewName(context, order.data.crew) : deed.data.order,
        stage: say(`stage.${deed.data.stage}`),
      });
    }
    case 'incident.arrived':
      return say('deed.arrived', { role: role(deed.data.role) });
    case 'incident.duty-discharged':
      return say('deed.discharged', { duty: ruleName(context, deed.data.plan, deed.data.rule) });
    case 'incident.duty-answered':
      return withTail(
        say(deed.data.choice === 'yes' ? 'deed.answeredYes' : 'deed.answeredNo', {
          duty: ruleName(context, deed.data.plan, deed.data.rule),
        }),
        deed.data.reason,
      );
    case 'incident.duty-waived': {
      const named = ruleOfKey(deed.data.duty);
      return withTail(
        say('deed.waived', { duty: named ? ruleName(context, named.plan, named.rule) : deed.data.duty }),
        deed.data.reason,
      );
    }
    case 'incident.noted':
      return say('deed.noted');
    case 'incident.withdrawn': {
      const target = context.incident.acts.find((one) => one.id === deed.data.target);
      return withTail(
        say('deed.withdrawn', { what: target ? deedText(target, context) : deed.data.target }),
        deed.data.reason,
      );
    }
    case 'incident.closed':
      return withTail(say('deed.closed'), deed.data.summary);
    case 'incident.reopened':
      return withTail(say('deed.reopened'), deed.data.reason);
    default:
      return deed satisfies never;
  }
}

function reportKind({ kind, plan }: { readonly kind: string; readonly plan?: string }, context: CourseContext) {
  return pinned(context)
    .filter((one) => plan === undefined || one.plan.plan.plan === plan)
    .flatMap((one) => one.plan.plan.reports)
    .find((one) => one.id === kind);
}

function reportFields(deed: Deed, context: CourseContext): CourseLine['fields'] {
  if (deed.type !== 'incident.report-sent') return [];
  return (reportKind(deed.data, context)?.fields ?? [])
    .filter((field) => deed.data.fields.includes(field.id))
    .map((field) => ({ id: field.id, label: context.words.label(field.label) }));
}

/** The course of events, the latest first by stated time. What was typed in later than it happened says so. */
export function courseOf(context: CourseContext): readonly CourseLine[] {
  const { incident, state } = context;
  const open = incident.status === 'open' || incident.status === 'transferring';
  return incident.acts
    .map((deed) => {
      const withdrawn = incident.withdrawn[deed.id] !== undefined;
      const lag = deed.recordedAt - deed.occurredAt;
      return {
        event: deed.id,
        at: deed.occurredAt,
        recordedAt: deed.recordedAt,
        text: deedText(deed, context),
        enteredLate: lag >= MINUTE ? lag : 0,
        withdrawn,
        canWithdraw: open && !withdrawn && WITHDRAWABLE.includes(deed.type),
        actor: state.people.accounts[deed.actor]?.name ?? deed.actor,
        medium: deed.medium,
        fields: reportFields(deed, context),
      };
    })
    .toSorted((a, b) => b.at - a.at);
}
