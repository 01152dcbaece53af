import type { Medium, NewEvent, SealedPersonal } from '@duty-room/shared/kernel/event';
import type { Instant } from '@duty-room/shared/kernel/instant';
import type { JsonObject } from '@duty-room/shared/kernel/json';
import { accept, refuse, type Outcome } from '@duty-room/shared/kernel/refusal';
import type { EventType } from '@duty-room/shared/protocol/event-types';
import { EVENT_VERSIONS } from '@duty-room/shared/protocol/event-types';
import { type EventStore, RevisionConflict } from '../event-store/port.ts';
import type { RoomLog } from './room-log.ts';
import { storeRefusal } from './store-refusal.ts';

/** An event that lacks only its stamp and its place in the log. */
export type Prepared = {
  readonly id: string;
  readonly type: EventType;
  readonly data: object;
  readonly occurredAt: Instant;
  readonly actor: string;
  readonly causationId: string;
  readonly commandKey: string;
  readonly onBehalfOf?: string | undefined;
  readonly medium?: Medium | undefined;
  readonly personal?: SealedPersonal | undefined;
};

/** What is to be appended, decided upon the stream at `expected`. */
export type Plan = { readonly stream: string; readonly expected: number; readonly events: readonly Prepared[] };
export type Appended = { readonly stream: string; readonly revision: number; readonly position: string };

/** How often another writer may be faster before the command is refused as a conflict. */
const TRIES = 8;

export type Recorder = {
  /**
   * Appends what `decide` wants, stamped with the room's time, and resolves when it is folded. Where another writer was faster it
   * folds that and asks again. A store that refuses is a refusal; null where there was nothing to append.
   */
  readonly append: (decide: () => Promise<Outcome<Plan | null>>) => Promise<Outcome<Appended | null>>;
};

export function createRecorder(options: {
  readonly store: EventStore;
  readonly log: RoomLog;
  readonly now: () => Instant;
}): Recorder {
  const { store, log, now } = options;
  let lastStamp: Instant = 0;

  /** Never decreasing over what this room has seen and written. The append must follow at once, so that the log keeps the order. */
  const stamp = (): Instant => {
    lastStamp = Math.max(now(), lastStamp, log.board().recordedMax);
    return lastStamp;
  };

  const write = async ({ stream, expected, events: prepared }: Plan): Promise<Outcome<Appended>> => {
    const recordedAt = stamp();
    const events = prepared.map((event) => complete(event, stream, recordedAt));
    log.rehearse(
      events.map((event, index) => ({
        ...event,
        stream,
        revision: expected + 1 + index,
        // After everything folded so far, whatever form the store gives its positions.
        position: `${log.board().position}~${String(index).padStart(9, '0')}`,
      })),
    );
    const { revision, position } = await store.append(stream, expected === -1 ? 'none' : expected, events);
    // What the store has taken is on record, even where this room can no longer follow it.
    await log.whenProcessed(position).catch(() => undefined);
    return accept({ stream, revision, position });
  };

  return {
    async append(decide) {
      for (let attempt = 0; attempt < TRIES; attempt += 1) {
        try {
          const plan = await decide();
          if (!plan.ok) return plan;
          if (plan.value === null || plan.value.events.length === 0) return accept(null);
          return await write(plan.value);
        } catch (error) {
          const refusal = storeRefusal(error);
          if (refusal !== undefined) return refusal;
          if (!(error instanceof RevisionConflict)) throw error;
          const caughtUp = await log.catchUp().then(() => undefined, storeRefusal);
          if (caughtUp !== undefined) return caughtUp;
        }
      }
      return refuse('conflict');
    },
  };
}

function complete(event: Prepared, stream: string, recordedAt: Instant): NewEvent {
  return {
    id: event.id,
    type: event.type,
    schemaVersion: EVENT_VERSIONS[event.type],
    occurredAt: event.occurredAt,
    recordedAt,
    actor: event.actor,
    ...(event.onBehalfOf !== undefined && { onBehalfOf: event.onBehalfOf }),
    ...(event.medium !== undefined && { medium: event.medium }),
    correlationId: stream.startsWith('clock-') ? stream.slice('clock-'.length) : stream,
    causationId: event.causationId,
    commandKey: event.commandKey,
    data: plainJson(event.data),
    ...(event.personal !== undefined && { personal: event.personal }),
  };
}

/** Event data is JSON by its type; members that are undefined are left out, as the store would. */
function plainJson(data: object): JsonObject {
  const plain: JsonObject = JSON.parse(JSON.stringify(data));
  return plain;
}
