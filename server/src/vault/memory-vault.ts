import type { Json } from '@duty-room/shared/kernel/json';
import { StoreUnavailable } from '../event-store/port.ts';
import type { Vault } from './port.ts';
import { newSubjectKey, openText, sealText, type SubjectKey } from './sealed-text.ts';

/** A vault that lives as long as the process: for tests, scenarios and throw-away drills. */
export function createMemoryVault(): Vault {
  const keys = new Map<string, SubjectKey>();
  const secrets = new Map<string, Map<string, string>>();
  let closed = false;

  const keyOf = (subject: string): SubjectKey => {
    const key = keys.get(subject) ?? newSubjectKey();
    keys.set(subject, key);
    return key;
  };
  const refuseClosed = () => {
    if (closed) throw new StoreUnavailable('closed', 'The vault is closed');
  };
  // Secrets are kept as text, so that nobody shares an object with the vault.
  const parse = (text: string): Json => JSON.parse(text);

  return {
    async seal(subject, plain) {
      refuseClosed();
      return sealText(keyOf(subject), subject, plain);
    },
    async open(subject, sealed) {
      refuseClosed();
      return openText(keys.get(subject), subject, sealed);
    },
    async destroy(subject) {
      refuseClosed();
      keys.delete(subject);
    },
    secrets: {
      async get(kind, id) {
        refuseClosed();
        const text = secrets.get(kind)?.get(id);
        return text === undefined ? undefined : parse(text);
      },
      async set(kind, id, value) {
        refuseClosed();
        const ofKind = secrets.get(kind) ?? new Map<string, string>();
        secrets.set(kind, ofKind.set(id, JSON.stringify(value)));
      },
      async remove(kind, id) {
        refuseClosed();
        secrets.get(kind)?.delete(id);
      },
      async list(kind) {
        refuseClosed();
        const rows = [...(secrets.get(kind) ?? [])].toSorted(([a], [b]) => (a < b ? -1 : 1));
        return rows.map(([id, text]) => ({ id, value: parse(text) }));
      },
    },
    async close() {
      closed = true;
    },
  };
}
