import type { Instant, Millis } from '../kernel/instant.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { Versions } from '../kernel/known-event.ts';

/** The stream `room`: the office, its starts and stops, and what happened to its clock. */
export type OfficeEventData = {
  'office.set-up': { readonly name: string; readonly timeZone: string; readonly timeSource: string };
  'office.renamed': { readonly name: string };
  /** Wall geometry and the hours of the night theme. */
  'office.wall-set': {
    readonly distanceMetres: number;
    readonly panelInches: number;
    readonly nightFrom: string;
    readonly nightTo: string;
  };
  'room.started': {
    readonly run: string;
    /** The last instant at which the room is known to have run before, if ever. */
    readonly lastKnownAlive?: Instant;
    readonly cleanStop: boolean;
    readonly timeTrusted: boolean;
    readonly version: string;
  };
  'room.stopped': { readonly run: string };
  /** The wall clock and the monotonic clock parted: both readings, and which way. The room keeps its own time. */
  'room.clock-stepped': { readonly wall: Instant; readonly trusted: Instant; readonly stepMs: Millis };
  'room.clock-confirmed': {
    readonly wall: Instant;
    readonly trusted: Instant;
    readonly by: 'synchronisation' | 'person' | 'agreement';
  };
  'room.numbers-viewed': { readonly of: string };
};
export type OfficeEventType = keyof OfficeEventData;

/** Current schema version of each type. */
export const OFFICE_EVENTS: Versions<OfficeEventData> = {
  'office.set-up': 1,
  'office.renamed': 1,
  'office.wall-set': 1,
  'room.started': 1,
  'room.stopped': 1,
  'room.clock-stepped': 1,
  'room.clock-confirmed': 1,
  'room.numbers-viewed': 1,
};

/** The streams `plan-<id>`: each adopted edition whole, as the JSON of its file. */
export type PlanEventData = {
  'plan.adopted': {
    readonly plan: JsonObject;
    readonly hash: string;
    readonly choices: Readonly<Record<string, string>>;
    readonly seasons: Readonly<Record<string, { readonly from: string; readonly to: string }>>;
    readonly softLimits: Readonly<Record<string, Millis>>;
    readonly timeZone: string;
  };
};

export const PLAN_EVENTS: Versions<PlanEventData> = { 'plan.adopted': 1 };

/** The streams `clock-<stream>`: what the ticker saw pass, once per obligation, line and cause. */
export type ClockEventData = {
  'clock.at-risk': ClockFact;
  'clock.overdue': ClockFact;
};
export const CLOCK_EVENTS: Versions<ClockEventData> = { 'clock.at-risk': 1, 'clock.overdue': 1 };
export type ClockFact = {
  readonly key: string;
  readonly incident: string;
  readonly rule: string;
  readonly dueAt: Instant;
  /** When the line was passed; `detectedAt - passedAt` is the lag. */
  readonly passedAt: Instant;
  readonly detectedAt: Instant;
  readonly lagMs: Millis;
  /** `time`, or the event that made the line lie in the past or the forecast pass it. */
  readonly cause: string;
};

export type OfficeState = {
  readonly revision: number;
  readonly setUp: boolean;
  readonly name: string;
  readonly timeZone: string;
  readonly wall: {
    readonly distanceMetres: number;
    readonly panelInches: number;
    readonly nightFrom: string;
    readonly nightTo: string;
  };
  readonly run?: string;
  readonly startedAt?: Instant;
  /** Set while the clock is not to be trusted; both readings of the last step. */
  readonly clock: {
    readonly trusted: boolean;
    readonly step?: {
      readonly wall: Instant;
      readonly trusted: Instant;
      readonly stepMs: Millis;
      readonly at: Instant;
    };
  };
  readonly handled: Readonly<Record<string, string>>;
};
