import type { Json } from '@duty-room/shared/kernel/json';
import Database from 'better-sqlite3';
import { z } from 'zod';
import { StoreUnavailable } from '../event-store/port.ts';
import { faultOf } from '../event-store/sqlite/fault.ts';
import { decrypt, encrypt } from './cipher.ts';
import { makeMasterKey, readMasterKey } from './master-key.ts';
import { VaultRefused, type Vault } from './port.ts';
import { newSubjectKey, openText, sealText, type SubjectKey } from './sealed-text.ts';
import { openVaultDatabase } from './vault-database.ts';

const PROOF = 'duty-room vault';

type KeyRow = { readonly id: string; readonly wrapped: Buffer };
type SecretRow = { readonly id: string; readonly sealed: Buffer };
const json: z.ZodType<Json> = z.json();

/**
 * The vault as a second SQLite file beside the log. Every write is on the disk when it resolves. Subject keys and secrets are
 * encrypted under the master key; no plain key is kept in memory, so that destroying one destroys it at once for every process.
 * Throws `VaultRefused` for a master key that is missing, another one, or open to others, and `StoreUnavailable` for the disk.
 */
export function openSqliteVault(options: { readonly file: string; readonly keyFile: string }): Vault {
  const { file } = options;
  const db = unlessRefused(file, () => openVaultDatabase(file));
  let master: Uint8Array;
  try {
    master = masterKeyFor(db, options);
  } catch (error) {
    db.close();
    throw error;
  }

  const readKey = db.prepare<[string], KeyRow>('SELECT id, wrapped FROM keys WHERE subject = ?');
  const addKey = db.prepare<[string, string, Buffer]>('INSERT INTO keys (subject, id, wrapped) VALUES (?, ?, ?)');
  const dropKey = db.prepare<[string]>('DELETE FROM keys WHERE subject = ?');
  const readSecret = db.prepare<[string, string], SecretRow>(
    'SELECT id, sealed FROM secrets WHERE kind = ? AND id = ?',
  );
  const readSecrets = db.prepare<[string], SecretRow>('SELECT id, sealed FROM secrets WHERE kind = ? ORDER BY id');
  const putSecret = db.prepare<[string, string, Buffer]>(
    'INSERT INTO secrets (kind, id, sealed) VALUES (?, ?, ?) ON CONFLICT (kind, id) DO UPDATE SET sealed = excluded.sealed',
  );
  const dropSecret = db.prepare<[string, string]>('DELETE FROM secrets WHERE kind = ? AND id = ?');

  const keyOf = (subject: string): SubjectKey | undefined => {
    const row = readKey.get(subject);
    return row && { id: row.id, key: decrypt(master, row.wrapped, `key ${row.id} ${subject}`) };
  };
  const keyFor = db.transaction((subject: string): SubjectKey => {
    const known = keyOf(subject);
    if (known !== undefined) return known;
    const made = newSubjectKey();
    addKey.run(subject, made.id, encrypt(master, made.key, `key ${made.id} ${subject}`));
    return made;
  });
  const aboutSecret = (kind: string, id: string) => `secret ${kind} ${id}`;
  const openSecret = (kind: string, row: SecretRow): Json =>
    json.parse(JSON.parse(decrypt(master, row.sealed, aboutSecret(kind, row.id)).toString('utf8')));

  const work = async <T>(run: () => T): Promise<T> => {
    if (!db.open) throw new StoreUnavailable('closed', 'The vault is closed');
    return unlessRefused(file, run);
  };

  return {
    seal: (subject, plain) => work(() => sealText(keyFor.immediate(subject), subject, plain)),
    open: (subject, sealed) => work(() => openText(keyOf(subject), subject, sealed)),
    destroy: (subject) =>
      work(() => {
        dropKey.run(subject);
        emptyLog(db);
      }),
    secrets: {
      get: (kind, id) =>
        work(() => {
          const row = readSecret.get(kind, id);
          return row === undefined ? undefined : openSecret(kind, row);
        }),
      set: (kind, id, value) =>
        work(() => {
          putSecret.run(kind, id, encrypt(master, Buffer.from(JSON.stringify(value)), aboutSecret(kind, id)));
        }),
      remove: (kind, id) =>
        work(() => {
          dropSecret.run(kind, id);
        }),
      list: (kind) => work(() => readSecrets.all(kind).map((row) => ({ id: row.id, value: openSecret(kind, row) }))),
    },
    async close() {
      db.close();
    },
  };
}

/** The write-ahead log still holds the page as it was before; it is written back and cut to nothing. */
function emptyLog(db: Database.Database): void {
  const [result] = z.array(z.object({ busy: z.number() })).parse(db.pragma('wal_checkpoint(TRUNCATE)'));
  if (result?.busy !== 0)
    throw new StoreUnavailable('locked', 'The vault is being read; the key is deleted, its copy is not yet');
}

/** A vault and its master key belong together: a lost key must not be replaced by a new one that opens nothing. */
function masterKeyFor(
  db: Database.Database,
  { file, keyFile }: { readonly file: string; readonly keyFile: string },
): Uint8Array {
  const proof = db.prepare<[], Buffer>('SELECT proof FROM master').pluck().get();
  const key = readMasterKey(keyFile);
  if (proof === undefined) {
    const master = key ?? makeMasterKey(keyFile);
    db.prepare<[Buffer]>('INSERT INTO master (one, proof) VALUES (1, ?)').run(
      encrypt(master, Buffer.from(PROOF), PROOF),
    );
    return master;
  }
  if (key === null) throw new VaultRefused(`The master key ${keyFile} is missing; ${file} cannot be opened without it`);
  try {
    decrypt(key, proof, PROOF);
  } catch (cause) {
    throw new VaultRefused(`${keyFile} is not the master key of ${file}`, { cause });
  }
  return key;
}

function unlessRefused<T>(file: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof Database.SqliteError)) throw error;
    const { reason, message } = faultOf(error, file);
    throw new StoreUnavailable(reason, message, { cause: error });
  }
}
