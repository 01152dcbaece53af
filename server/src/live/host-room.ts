import type { EventStore } from '../event-store/port.ts';
import type { Room } from '../room/room.ts';
import { createFeeds } from './feeds.ts';
import type { HostedRoom } from './hosted-room.ts';

/** A room of this thread, with its log, as the network knows it. */
export function hostRoom(room: Room, store: EventStore): HostedRoom {
  const feeds = createFeeds({ read: (after) => store.readAll({ after }), subscribe: room.subscribe });
  return { epoch: room.epoch, room, read: (after, limit) => store.readAll({ after, limit }), feeds };
}
