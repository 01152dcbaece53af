import type { Json, JsonObject } from '@duty-room/shared/kernel/json';

/** What cannot be trusted any more: a text that was changed, a database that another master key wrote, a key file open to others. */
export class VaultRefused extends Error {
  override readonly name = 'VaultRefused';
}

/** Secrets of access (password and PIN hashes, sessions, wall identities), by kind and id. A write that resolved is durable. */
export type SecretStore = {
  readonly get: (kind: string, id: string) => Promise<Json | undefined>;
  readonly set: (kind: string, id: string, value: Json) => Promise<void>;
  readonly remove: (kind: string, id: string) => Promise<void>;
  readonly list: (kind: string) => Promise<readonly { readonly id: string; readonly value: Json }[]>;
};

/**
 * The keys of what is personal, one per subject, and the secrets of access. All state of the product is the log and the vault.
 * Adapters: memory, sqlite; both pass one contract suite. Rejects with `StoreUnavailable` where the disk refuses.
 */
export type Vault = {
  /** Encrypts under the subject's key, which is made and kept first where there is none. */
  readonly seal: (subject: string, plain: JsonObject) => Promise<string>;
  /** The plain object; null once the subject's key was destroyed. Rejects with `VaultRefused` for a text that was changed. */
  readonly open: (subject: string, sealed: string) => Promise<JsonObject | null>;
  /** Destroys the subject's key: nothing sealed under it opens again, here or from any file of the vault. */
  readonly destroy: (subject: string) => Promise<void>;
  readonly secrets: SecretStore;
  readonly close: () => Promise<void>;
};
