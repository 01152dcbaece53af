import { createHash } from 'node:crypto';
import type { NewEvent, StoredEvent } from '@duty-room/shared/kernel/event';
import { isNewEvent } from '../envelope.ts';
import { START, StoreUnavailable } from '../port.ts';

export type LogPosition = { readonly commit: bigint; readonly prepare: bigint };

/** What the server gives back of a record, as far as it is needed here. */
export type ServerRecord = {
  readonly streamId: string;
  readonly revision: bigint;
  readonly type: string;
  readonly data: unknown;
  readonly metadata?: unknown;
  readonly position?: LogPosition | undefined;
};

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
/** What the server says where it does not know a position. */
const UNKNOWN_PLACE = 1n << 63n;

/** Everything of the envelope but type and data, as the flat text values that every append of the client takes. */
export function metadataOf(event: NewEvent): Record<string, string> {
  return {
    id: event.id,
    schemaVersion: String(event.schemaVersion),
    occurredAt: String(event.occurredAt),
    recordedAt: String(event.recordedAt),
    actor: event.actor,
    correlationId: event.correlationId,
    causationId: event.causationId,
    commandKey: event.commandKey,
    ...(event.onBehalfOf !== undefined && { onBehalfOf: event.onBehalfOf }),
    ...(event.medium !== undefined && { medium: event.medium }),
    ...(event.personal !== undefined && {
      personalSubject: event.personal.subject,
      personalSealed: event.personal.sealed,
    }),
  };
}

/** The event in a record of `stream`. Throws `StoreUnavailable('corrupt')` where it holds none of ours. */
export function eventFrom(record: ServerRecord, stream: string): StoredEvent {
  const meta = textsOf(record.metadata);
  const event: unknown = {
    id: meta.id,
    type: record.type,
    schemaVersion: Number(meta.schemaVersion),
    occurredAt: Number(meta.occurredAt),
    recordedAt: Number(meta.recordedAt),
    actor: meta.actor,
    correlationId: meta.correlationId,
    causationId: meta.causationId,
    commandKey: meta.commandKey,
    data: record.data,
    ...(meta.onBehalfOf !== undefined && { onBehalfOf: meta.onBehalfOf }),
    ...(meta.medium !== undefined && { medium: meta.medium }),
    ...(meta.personalSubject !== undefined && {
      personal: { subject: meta.personalSubject, sealed: meta.personalSealed },
    }),
  };
  if (!isNewEvent(event)) throw new StoreUnavailable('corrupt', `${stream}/${record.revision} does not hold an event`);
  return { ...event, position: positionOf(record.position), stream, revision: Number(record.revision) };
}

type Texts = { readonly [Field in 'personalSubject' | 'personalSealed' | keyof NewEvent]?: string };

function textsOf(metadata: unknown): Texts {
  if (typeof metadata !== 'object' || metadata === null) return {};
  return Object.fromEntries(
    Object.entries(metadata).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/** Commit and prepare side by side, each of 20 digits: as strings they compare in the server's order. */
export function positionOf(position: LogPosition | undefined): string {
  if (position === undefined || position.commit >= UNKNOWN_PLACE) {
    throw new StoreUnavailable(
      'failed',
      'This server does not tell positions; EventStoreDB 22.6 or any KurrentDB does',
    );
  }
  return digits(position.commit) + digits(position.prepare);
}

/** The server's form of a position; undefined before the first event. */
export function placeOf(position: string): LogPosition | undefined {
  if (position === START) return undefined;
  return { commit: BigInt(position.slice(0, 20)), prepare: BigInt(position.slice(20)) };
}

function digits(value: bigint): string {
  return String(value).padStart(20, '0');
}

/** The server wants UUIDs: an id that is none is hashed into one, always the same. The id itself travels in the metadata. */
export function uuidOf(id: string): string {
  if (UUID.test(id)) return id;
  const hex = createHash('sha256').update(id).digest('hex');
  const variant = '89ab'[Number.parseInt(hex.charAt(16), 16) % 4];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
