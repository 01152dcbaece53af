import type { Millis } from '../kernel/instant.ts';
import type { Versions } from '../kernel/known-event.ts';
import type { OrderStage } from '../plan/anchor.ts';
import type { ObligationSettlement } from './settlement.ts';

/** A fact's value: an instant (ms), a count, a flag, a choice or word id, or short public text. `null` takes it back to unknown. */
export type FactValue = number | boolean | string | null;

/** Instants of the incident's own times (`occurred`, `discovered`, `received`, …) and of plan facts share one map: id -> value. */
export type FactValues = Readonly<Record<string, FactValue>>;

/** A plan that the incident is under, by the adoption that it pins. */
export type PlanPin = { readonly plan: string; readonly adoption: string; readonly class: string };

/** Every event type of an incident stream with its data. Past tense; a new shape of data is a new schema version. */
export type IncidentEventData = {
  /** The intake call (接报). `received` stands in `facts`; the office was told at that instant. */
  'incident.reported': {
    readonly number: string;
    readonly title: string;
    readonly place: string;
    readonly pins: readonly PlanPin[];
    readonly source: string;
    /** Role that reported, where the caller is one of the plan's (`heating-unit`). */
    readonly by?: string;
    readonly facts: FactValues;
    /** Whom the caller said they had already told: role ids or words. */
    readonly alreadyTold: readonly string[];
  };
  'incident.call-attached': {
    readonly call: string;
    readonly source: string;
    readonly by?: string;
    readonly facts: FactValues;
  };
  'incident.merged': { readonly into: string; readonly reason: string };
  /** 误报. */
  'incident.marked-mistaken': { readonly reason: string };
  /** 转办: another office owns it; it ends with that office's receipt. */
  'incident.transferred': { readonly to: string; readonly reason: string };
  'incident.transfer-received': { readonly by: string };
  'incident.placed-under': { readonly pin: PlanPin };
  'incident.facts-recorded': { readonly facts: FactValues };
  /** `replaces` = id of the event that stated the value; the new one holds from that entry's own instant. */
  'incident.fact-corrected': {
    readonly fact: string;
    readonly value: FactValue;
    readonly replaces: string;
    readonly reason: string;
  };
  'incident.confirmed': Readonly<Record<string, never>>;
  'incident.graded': {
    readonly plan: string;
    readonly grade: string;
    /** Index and text of the criterion that the person relied on; absent where it was their own judgement. */
    readonly basis?: string;
    readonly reason?: string;
  };
  'incident.grade-kept': {
    readonly plan: string;
    readonly proposed: string;
    readonly reason: string;
  };
  /** A role was told (信息传递). `reached: false` records an attempt that met nobody; it completes nothing. */
  'incident.relayed': {
    readonly to: string;
    readonly hop?: string;
    readonly person?: string;
    readonly reached: boolean;
    /** How the receipt was given: read back, signed, machine receipt. */
    readonly receipt?: string;
  };
  'incident.decided': {
    readonly hop: string;
    readonly choice: 'yes' | 'no';
    readonly by: string;
    readonly reason?: string;
  };
  'incident.report-sent': {
    readonly report: string;
    /** The plan that declares the kind. */
    readonly plan?: string;
    readonly kind: string;
    readonly sequence: number;
    readonly to: readonly string[];
    /** Which fields were filled in; what they say is sealed. */
    readonly fields: readonly string[];
    readonly receipt?: string;
  };
  'incident.report-received': {
    readonly report: string;
    readonly by: string;
    readonly receipt: string;
  };
  'incident.mechanism-started': {
    readonly mechanism: string;
    readonly plan: string;
    readonly level?: string;
    readonly reason?: string;
  };
  'incident.mechanism-ended': {
    readonly mechanism: string;
    readonly plan: string;
    readonly reason?: string;
  };
  'incident.crew-ordered': {
    readonly order: string;
    readonly crew: string;
    readonly task: string;
    readonly limit?: Millis;
  };
  'incident.crew-reported': {
    readonly order: string;
    readonly stage: Exclude<OrderStage, 'ordered'>;
  };
  'incident.arrived': { readonly role: string; readonly person?: string };
  'incident.duty-discharged': {
    readonly plan: string;
    readonly rule: string;
    readonly scope?: string;
  };
  /** A duty "if needed" (必要时): yes opens it, no ends it. */
  'incident.duty-answered': {
    readonly plan: string;
    readonly rule: string;
    readonly choice: 'yes' | 'no';
    readonly reason?: string;
  };
  'incident.duty-waived': { readonly duty: string; readonly reason: string };
  'incident.noted': Readonly<Record<string, never>>;
  /** A mis-click: the target event counts as never made from here on; what it stopped opens again. */
  'incident.withdrawn': { readonly target: string; readonly reason: string };
  'incident.closed': {
    readonly settlement: readonly ObligationSettlement[];
    /** Orders that were not done when the incident was closed. */
    readonly openOrders: readonly string[];
    readonly summary?: string;
  };
  'incident.reopened': { readonly reason: string };
};

export type IncidentEventType = keyof IncidentEventData;

/** Current schema version of each type. */
export const INCIDENT_EVENTS: Versions<IncidentEventData> = {
  'incident.reported': 1,
  'incident.call-attached': 1,
  'incident.merged': 1,
  'incident.marked-mistaken': 1,
  'incident.transferred': 1,
  'incident.transfer-received': 1,
  'incident.placed-under': 1,
  'incident.facts-recorded': 1,
  'incident.fact-corrected': 1,
  'incident.confirmed': 1,
  'incident.graded': 1,
  'incident.grade-kept': 1,
  'incident.relayed': 1,
  'incident.decided': 1,
  'incident.report-sent': 1,
  'incident.report-received': 1,
  'incident.mechanism-started': 1,
  'incident.mechanism-ended': 1,
  'incident.crew-ordered': 1,
  'incident.crew-reported': 1,
  'incident.arrived': 1,
  'incident.duty-discharged': 1,
  'incident.duty-answered': 1,
  'incident.duty-waived': 1,
  'incident.noted': 1,
  'incident.withdrawn': 1,
  'incident.closed': 1,
  'incident.reopened': 1,
};

/** Event types that a person may take back, because they claim that something was done. */
export const WITHDRAWABLE: readonly IncidentEventType[] = [
  'incident.relayed',
  'incident.decided',
  'incident.report-sent',
  'incident.report-received',
  'incident.crew-ordered',
  'incident.crew-reported',
  'incident.arrived',
  'incident.duty-discharged',
  'incident.duty-answered',
  'incident.duty-waived',
  'incident.mechanism-started',
  'incident.mechanism-ended',
  'incident.graded',
  'incident.grade-kept',
  'incident.confirmed',
  'incident.call-attached',
];
