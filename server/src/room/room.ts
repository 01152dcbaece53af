import type { BoardState } from '@duty-room/shared/board/state';
import type { CommandMeta, RightsRole } from '@duty-room/shared/kernel/decider';
import type { StoredEvent } from '@duty-room/shared/kernel/event';
import type { Instant } from '@duty-room/shared/kernel/instant';
import type { JsonObject } from '@duty-room/shared/kernel/json';
import type { Outcome } from '@duty-room/shared/kernel/refusal';
import type { View } from '@duty-room/shared/obligation/obligation';
import type { EventData, EventType } from '@duty-room/shared/protocol/event-types';
import type { Command, CommandAccepted } from '@duty-room/shared/protocol/catalogue';
import type { TimeReading } from '../clock/trusted-time.ts';

/** Who acts, as access has established it. */
export type Who = { readonly account: string; readonly roles: readonly RightsRole[] };

/** A command whose data the catalogue's schema has passed. */
export type RoomCommand = Command & { readonly meta: CommandMeta };

/** An event for `record`: its type says what its data is. */
export type RecordDraft = {
  [Type in EventType]: {
    readonly type: Type;
    readonly data: EventData[Type];
    readonly occurredAt?: Instant;
  };
}[EventType];

export type Recorded = { readonly stream: string; readonly revision: number; readonly position: string };

/** Whether the room can do its work now; a log that cannot be read on is for good. */
export type RoomHealth = { readonly ok: boolean; readonly reason?: string };

/**
 * The whole application without a network and accounts. The server hosts a live room and rooms of drills; tests and scenarios
 * use the same with the memory store and a clock moved by hand.
 */
export type Room = {
  /** Names the log; another one after a restore. */
  readonly epoch: string;
  /** Names this start of the room. */
  readonly run: string;
  /**
   * Does what the command asks, once: a repeated key is answered as the first time, with the same key another command is refused.
   * What is accepted is on the disk and folded. A store that refuses is a refusal; only a bug rejects.
   */
  readonly execute: (command: RoomCommand, who: Who) => Promise<Outcome<CommandAccepted>>;
  /** Puts facts on record that no command decides (accounts, devices), decided upon the board as it is then. */
  readonly record: (
    stream: string,
    drafts: readonly RecordDraft[] | ((board: BoardState) => Outcome<readonly RecordDraft[]>),
    who: { readonly account: string },
  ) => Promise<Outcome<Recorded>>;
  readonly board: () => BoardState;
  /** Calls with each batch of events after they are folded. Returns what ends it. */
  readonly subscribe: (listener: (events: readonly StoredEvent[]) => void) => () => void;
  /** The room at an instant: as it was known then, or all that is known today for evaluation then. Rejects where the log cannot be read. */
  readonly at: (at: Instant, view: View) => Promise<BoardState>;
  /** Resolves when the log is folded up to here. */
  readonly whenProcessed: (position: string) => Promise<void>;
  /** What is personal in a stream: event id -> opened text. What was destroyed is left out. */
  readonly personal: (stream: string) => Promise<Readonly<Record<string, JsonObject>>>;
  /** A person's numbers; that they were looked at is on record first. */
  readonly numbers: (person: string, who: Who) => Promise<Outcome<readonly string[]>>;
  readonly time: () => TimeReading;
  readonly health: () => RoomHealth;
  /** Resolves when nothing that the room began by itself is under way; undefined where nothing is. */
  readonly settled: () => Promise<void> | undefined;
  /** Records the clean stop and ends. Store and vault stay open: they belong to whoever opened them. */
  readonly close: () => Promise<void>;
};
