import type { Instant } from './instant.ts';
import type { JsonObject } from './json.ts';

/** By what means a statement reached the office or left it. */
export const MEDIA = ['phone', 'written', 'fax', 'radio', 'in-person', 'message', 'system'] as const;
export type Medium = (typeof MEDIA)[number];

/**
 * Names, numbers and free text about callers and victims, sealed per subject with a key in the vault.
 * `sealed` opens to a JSON object only with that key; destroying the key destroys what it opens. No reducer reads it.
 */
export type SealedPersonal = { readonly subject: string; readonly sealed: string };

/**
 * One fact of the log. `occurredAt` is when it happened as a person stated it; `recordedAt` is the server's trusted time,
 * never editable and never decreasing within a stream.
 */
export type NewEvent<Type extends string = string, Data = JsonObject> = {
  /** Derived from the command's idempotency key, so that a retry makes the same id. */
  readonly id: string;
  readonly type: Type;
  readonly schemaVersion: number;
  readonly occurredAt: Instant;
  readonly recordedAt: Instant;
  /** Account id, or `system:<part>` for the room itself. */
  readonly actor: string;
  /** On whose behalf the actor acted (the leader decides by phone, the officer records it): a person or role id. */
  readonly onBehalfOf?: string;
  readonly medium?: Medium;
  readonly correlationId: string;
  /** For a command's events the digest of its fingerprint; for the room's own the id of the event that caused them. */
  readonly causationId: string;
  /** Empty where no command made the event. */
  readonly commandKey: string;
  readonly data: Data;
  readonly personal?: SealedPersonal;
};

/** An event as the store holds it. */
export type StoredEvent<Type extends string = string, Data = JsonObject> = NewEvent<Type, Data> & {
  /** Global order: opaque, fixed width, compared as a string, never parsed outside its adapter. */
  readonly position: string;
  readonly stream: string;
  /** From 0 within the stream. */
  readonly revision: number;
};
