import type { JsonObject } from './json.ts';

/**
 * An expected no. `code` names the sentence in the officer's language (i18n key `refusal.<code>`), `details` fill its blanks.
 * A refusal is a value; exceptions are for bugs and IO.
 */
export type Refusal = {
  readonly ok: false;
  readonly code: RefusalCode;
  readonly details?: JsonObject;
};

export const REFUSAL_CODES = [
  'already-done',
  'already-exists',
  'bad-input',
  'closed',
  'conflict',
  'future',
  'hard-line-passed',
  'key-reused',
  'last-administrator',
  'locked',
  'missing-reason',
  'not-allowed',
  'not-due',
  'not-found',
  'not-signed-in',
  'not-settled',
  'nothing-to-do',
  'on-duty-only',
  'read-only',
  'set-up-needed',
  'storage-full',
  'too-early',
  'too-large',
  'too-many',
  'unavailable',
  'unknown-plan',
  'unknown-term',
  'wrong-credentials',
  'wrong-link',
  'wrong-time',
] as const;
export type RefusalCode = (typeof REFUSAL_CODES)[number];

export type Accepted<T> = { readonly ok: true; readonly value: T };
export type Outcome<T> = Accepted<T> | Refusal;

/** Says no, with what the sentence needs to be specific. */
export function refuse(code: RefusalCode, details?: JsonObject): Refusal {
  return details === undefined ? { ok: false, code } : { ok: false, code, details };
}

/** Says yes. */
export function accept<T>(value: T): Accepted<T> {
  return { ok: true, value };
}
