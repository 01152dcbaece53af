import type { RightsRole } from '@duty-room/shared/kernel/decider';
import type { StoredEvent } from '@duty-room/shared/kernel/event';
import type { Instant } from '@duty-room/shared/kernel/instant';
import type { JsonObject } from '@duty-room/shared/kernel/json';
import type { Outcome } from '@duty-room/shared/kernel/refusal';
import type { CommandAccepted } from '@duty-room/shared/protocol/catalogue';
import type { TimeReading } from '../clock/trusted-time.ts';
import type { RoomCommand, RoomHealth, Who } from '../room/room.ts';
import type { Scenario } from '../scenario/schema.ts';

/** Somebody of the live office who may act in the drill. */
export type Participant = {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly roles: readonly RightsRole[];
};

/** What the thread of a drill is started with. */
export type DrillData = {
  readonly scenario: Scenario;
  /** Texts of the plan packs by name. */
  readonly packs: Readonly<Record<string, string>>;
  readonly participants: readonly Participant[];
  /** Where the record is kept; null for a drill that leaves none. */
  readonly folder: string | null;
  readonly speed: number;
  /** The script up to this instant has already been played when the drill opens. */
  readonly openAt: Instant | null;
  readonly version: string;
};

/** What is asked of the drill's room, by name, with what it answers. */
export type Questions = {
  readonly execute: { readonly ask: { command: RoomCommand; who: Who }; readonly answer: Outcome<CommandAccepted> };
  readonly personal: { readonly ask: string; readonly answer: Readonly<Record<string, JsonObject>> };
  readonly numbers: { readonly ask: { person: string; who: Who }; readonly answer: Outcome<readonly string[]> };
  readonly read: { readonly ask: { after: string; limit: number }; readonly answer: readonly StoredEvent[] };
};
export type Question = keyof Questions;

export type ToDrill =
  | { [Name in Question]: { readonly is: Name; readonly n: number; readonly ask: Questions[Name]['ask'] } }[Question]
  | { readonly is: 'speed'; readonly speed: number }
  | { readonly is: 'close' };

/** How the drill stands: its time, and whether its script has run out. */
export type DrillPulse = {
  readonly time: TimeReading;
  readonly speed: number;
  readonly finished: boolean;
  readonly health: RoomHealth;
};

export type FromDrill =
  | {
      readonly is: 'ready';
      readonly epoch: string;
      /** The log so far. */
      readonly events: readonly StoredEvent[];
      readonly pulse: DrillPulse;
    }
  | { readonly is: 'refused'; readonly why: string }
  | { readonly is: 'answer'; readonly n: number; readonly answer: unknown }
  | { readonly is: 'failed'; readonly n: number; readonly why: string }
  | { readonly is: 'events'; readonly events: readonly StoredEvent[] }
  | { readonly is: 'pulse'; readonly pulse: DrillPulse }
  | {
      readonly is: 'log';
      readonly level: 'info' | 'warn' | 'error';
      readonly details: string;
      readonly message: string;
    };
