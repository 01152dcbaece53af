import type { StoredEvent } from '@duty-room/shared/kernel/event';
import type { Outcome } from '@duty-room/shared/kernel/refusal';
import type { DrillView, StartDrill } from '@duty-room/shared/protocol/http';
import type { Label } from '@duty-room/shared/plan/label';
import type { Room } from '../room/room.ts';
import type { Feeds } from './feeds.ts';

/** A room as the network knows it. A drill's room answers the same from a thread of its own. */
export type HostedRoom = {
  /** Names the room's log; another one after a restore. */
  readonly epoch: string;
  readonly room: Pick<Room, 'execute' | 'board' | 'subscribe' | 'personal' | 'numbers' | 'time' | 'health'>;
  /** The log itself, for replay and for screens that were away. */
  readonly read: (after: string, limit: number) => AsyncIterable<StoredEvent>;
  readonly feeds: Feeds;
};

/** The drills of this server. They stand beside the live room and never in it. */
export type DrillHost = {
  readonly scenarios: () => Promise<
    readonly { readonly id: string; readonly title: Label; readonly about?: Label | undefined }[]
  >;
  readonly list: () => readonly DrillView[];
  readonly room: (drill: string) => HostedRoom | undefined;
  readonly start: (wanted: Required<StartDrill>, by: string) => Promise<Outcome<DrillView>>;
  readonly setSpeed: (drill: string, speed: number) => Promise<Outcome<DrillView>>;
  readonly stop: (drill: string) => Promise<Outcome<true>>;
  readonly close: () => Promise<void>;
};

/** Through this the routes and sockets find the room that they are about. */
export type RoomRegistry = { readonly live: HostedRoom; readonly drills: DrillHost };
