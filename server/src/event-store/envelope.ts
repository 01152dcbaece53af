import { canonical } from '@duty-room/shared/kernel/canonical';
import type { NewEvent, StoredEvent } from '@duty-room/shared/kernel/event';
import { StoreUnavailable, type ExpectedRevision } from './port.ts';

const LONGEST_STREAM_NAME = 256;

/** One append as an adapter takes it: checked, each event in the form in which it is kept. */
export type CheckedAppend = {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly ids: readonly string[];
  /** Canonical JSON (RFC 8785) of each event, without position, stream and revision. */
  readonly bodies: readonly string[];
};

/** Checks an append and turns it into the stored form. Throws a TypeError for what no store could keep. */
export function checkAppend(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): CheckedAppend {
  if (!isStreamName(stream)) throw new TypeError(`Not a stream name: ${JSON.stringify(stream)}`);
  if (typeof expected === 'number' && !(Number.isSafeInteger(expected) && expected >= -1)) {
    throw new TypeError(`Not a revision: ${expected}`);
  }
  const ids = events.map((event) => event.id);
  if (new Set(ids).size !== ids.length) throw new TypeError(`${stream}: one event id twice in a batch`);
  return { stream, expected, ids, bodies: events.map(encodeEvent) };
}

function isStreamName(stream: string): boolean {
  return (
    stream.length > 0 &&
    stream.length <= LONGEST_STREAM_NAME &&
    stream.isWellFormed() &&
    !stream.startsWith('$') &&
    !/\p{Cc}/u.test(stream)
  );
}

/** The canonical JSON of an event. What only the store knows (position, stream, revision) is left out. */
export function encodeEvent(event: NewEvent): string {
  if (!isNewEvent(event)) throw new TypeError('Not an event: a field of the envelope is missing or of a wrong type');
  try {
    // The fields in canonical order by hand: the general function costs several times as much, and every append pays it.
    const personal = event.personal && { subject: event.personal.subject, sealed: event.personal.sealed };
    return (
      `{"actor":${text(event.actor)},"causationId":${text(event.causationId)},"commandKey":${text(event.commandKey)},` +
      `"correlationId":${text(event.correlationId)},"data":${canonical(event.data)},"id":${text(event.id)}` +
      (event.medium === undefined ? '' : `,"medium":${text(event.medium)}`) +
      `,"occurredAt":${canonical(event.occurredAt)}` +
      (event.onBehalfOf === undefined ? '' : `,"onBehalfOf":${text(event.onBehalfOf)}`) +
      (personal === undefined ? '' : `,"personal":${canonical(personal)}`) +
      `,"recordedAt":${canonical(event.recordedAt)},"schemaVersion":${canonical(event.schemaVersion)},"type":${text(event.type)}}`
    );
  } catch (error) {
    throw new TypeError(`Event ${event.type} (${event.id}) cannot be stored`, { cause: error });
  }
}

const text = (value: string): string => JSON.stringify(value);

/** The event that was stored as `body`. Throws `StoreUnavailable('corrupt')` where it is none. */
export function decodeEvent(position: string, stream: string, revision: number, body: string): StoredEvent {
  const event: unknown = parse(body);
  if (!isNewEvent(event)) throw new StoreUnavailable('corrupt', `${stream}/${revision} does not hold an event`);
  return { ...event, position, stream, revision };
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** Whether the envelope is whole. The data inside is the business of the type's own schema. */
export function isNewEvent(value: unknown): value is NewEvent {
  if (typeof value !== 'object' || value === null) return false;
  const event: { readonly [Field in keyof NewEvent]?: unknown } = value;
  return (
    isText(event.id) &&
    isText(event.type) &&
    isInteger(event.schemaVersion) &&
    isInteger(event.occurredAt) &&
    isInteger(event.recordedAt) &&
    isText(event.actor) &&
    typeof event.correlationId === 'string' &&
    typeof event.causationId === 'string' &&
    typeof event.commandKey === 'string' &&
    typeof event.data === 'object' &&
    event.data !== null &&
    !Array.isArray(event.data) &&
    (event.onBehalfOf === undefined || typeof event.onBehalfOf === 'string') &&
    (event.medium === undefined || typeof event.medium === 'string') &&
    (event.personal === undefined || isSealed(event.personal))
  );
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value.length > 0;
}

function isInteger(value: unknown): boolean {
  return Number.isSafeInteger(value);
}

function isSealed(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const sealed: { readonly subject?: unknown; readonly sealed?: unknown } = value;
  return isText(sealed.subject) && isText(sealed.sealed);
}

/** A whole number as a position: 20 digits, so that comparing the strings compares the numbers. */
export function positionFrom(ordinal: number): string {
  return String(ordinal).padStart(20, '0');
}
