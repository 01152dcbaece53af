import type { CommandMeta, DecideContext, Draft } from '../kernel/decider.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Outcome } from '../kernel/refusal.ts';
import type { Obligation } from '../obligation/obligation.ts';
import type { AdoptedPlan } from '../plan/adopted-plan.ts';
import type { Condition } from '../plan/condition.ts';
import type { IncidentCommand, IncidentCommandName } from './commands.ts';
import type { IncidentEventData, IncidentEventType } from './events.ts';
import type { IncidentState } from './state.ts';

/** What deciding about an incident needs to know beside the incident itself. */
export type IncidentContext = DecideContext & {
  /** Adoption id -> plan, at least of every adoption that an incident pins. */
  readonly plans: Readonly<Record<string, AdoptedPlan>>;
  /** Plan id -> the adoption in force, which a new incident pins. */
  readonly currentPlans: Readonly<Record<string, string>>;
  /** Another incident, by id. */
  readonly incident: (id: string) => IncidentState | undefined;
  /** The duties of the incident now, as known. */
  readonly obligations: (incident: IncidentState) => readonly Obligation[];
  /** Whether a condition of a pinned plan holds now, as known. */
  readonly holds: (incident: IncidentState, adopted: AdoptedPlan, condition: Condition) => boolean;
  /** Whether the contact directory has this person. */
  readonly hasPerson: (id: string) => boolean;
  /** Accounts that are signed on as leader on duty (带班领导). */
  readonly leadersOnDuty: readonly string[];
  /** IANA name of the office's time zone; empty before the set-up. */
  readonly timeZone: string;
  /** The highest running number given in that year of the office, 0 where there is none. */
  readonly lastNumber: (year: string) => number;
};

export type IncidentDraft = {
  [Type in IncidentEventType]: Draft<Type, IncidentEventData[Type]>;
}[IncidentEventType];

export type IncidentMessage = IncidentCommand & { readonly meta: CommandMeta };

/** What a case decides by: the context, the stated instant (never ahead of now) and what stands beside the command's data. */
export type Here = IncidentContext & { readonly at: Instant; readonly meta: CommandMeta };

/** Decides one command on an incident that exists. */
export type Case<Name extends IncidentCommandName> = (
  incident: IncidentState,
  data: Extract<IncidentCommand, { readonly name: Name }>['data'],
  here: Here,
) => Outcome<readonly IncidentDraft[]>;
