import type { Medium } from './event.ts';
import type { Instant } from './instant.ts';
import type { Outcome } from './refusal.ts';

/** The rights that a person can hold. One account may hold several. */
export const RIGHTS_ROLES = ['officer', 'leader', 'command', 'auditor', 'administrator', 'wall'] as const;
export type RightsRole = (typeof RIGHTS_ROLES)[number];

/** What every command carries beside its own data. */
export type CommandMeta = {
  /** Made by the client once per intention; a repeat with the same key is the same command. */
  readonly key: string;
  /** When it happened, where it is not "just now". The future is refused beyond the tolerance for clock skew. */
  readonly occurredAt?: Instant | undefined;
  readonly onBehalfOf?: string | undefined;
  readonly medium?: Medium | undefined;
  /** The revision that the person looked at; a newer one is a conflict. */
  readonly expectedRevision?: number | undefined;
};

/** An event that a decider wants; the room adds ids, times, actor and the sealed personal part. */
export type Draft<Type extends string = string, Data = unknown> = {
  readonly type: Type;
  readonly data: Data;
  /** Where it differs from the command's own. */
  readonly occurredAt?: Instant;
  /** The command's personal part belongs to this event, sealed under this subject. */
  readonly subject?: string;
};

/** What a decider may know of the world. Everything else is in the state. */
export type DecideContext = {
  /** Trusted time, UTC ms. */
  readonly now: Instant;
  readonly actor: string;
  readonly roles: readonly RightsRole[];
  /** An id derived from the command's key: the same for a retry. `part` tells several ids of one command apart. */
  readonly newId: (part: string) => string;
};

export type Decision<D extends Draft> = Outcome<{ readonly stream: string; readonly events: readonly D[] }>;

/** A person's clock may be ahead of the server's by this much; such a statement counts as "now". */
export const CLOCK_SKEW_TOLERANCE_MS = 60_000;
