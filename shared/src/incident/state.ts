import type { Medium } from '../kernel/event.ts';
import type { Instant } from '../kernel/instant.ts';
import type { IncidentEventData, IncidentEventType, PlanPin } from './events.ts';
import type { ObligationSettlement } from './settlement.ts';

/**
 * One act of an incident's history, as it stands in the log, without what is personal.
 * The obligations are derived from these acts alone; `withdrawnBy` is the only mark that a later event adds.
 */
export type Act<Type extends IncidentEventType = IncidentEventType> = {
  [T in Type]: {
    readonly id: string;
    readonly type: T;
    readonly revision: number;
    readonly occurredAt: Instant;
    readonly recordedAt: Instant;
    readonly actor: string;
    readonly onBehalfOf?: string;
    readonly medium?: Medium;
    readonly data: IncidentEventData[T];
  };
}[Type];

export type IncidentStatus = 'open' | 'transferring' | 'transferred' | 'merged' | 'mistaken' | 'closed';

export type IncidentState = {
  readonly id: string;
  readonly number: string;
  readonly title: string;
  readonly place: string;
  readonly status: IncidentStatus;
  readonly pins: readonly PlanPin[];
  /** Revision of the last event; -1 before the first. */
  readonly revision: number;
  readonly acts: readonly Act[];
  /** Ids of acts that were withdrawn, with the withdrawing act's id. */
  readonly withdrawn: Readonly<Record<string, string>>;
  readonly receivedAt: Instant;
  readonly endedAt?: Instant;
  readonly mergedInto?: string;
  readonly transferTo?: string;
  readonly settlement?: readonly ObligationSettlement[];
  /** Keys of commands that this stream has handled, so that a repeat is recognised (key -> digest of its fingerprint, see kernel/fingerprint.ts). */
  readonly handled: Readonly<Record<string, string>>;
};
