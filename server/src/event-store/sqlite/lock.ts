import { rmSync, writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { StoreUnavailable } from '../port.ts';
import { codeOf, faultOf } from './fault.ts';

export type Lock = { readonly release: () => void };

/**
 * Makes this process the only writer of a log. The lock is one of the operating system's, held through a small database beside
 * the log: it is gone the moment the process is, however it dies, so nothing stale is ever left to clean up.
 * Throws `StoreUnavailable`: `locked` with the holder's process id, `read-only` or `full` for a folder that takes no files.
 */
export function lockLog(file: string): Lock {
  refuseUnwritableFolder(file);
  const lockFile = `${file}.lock`;
  let db: Database.Database | undefined;
  try {
    // timeout 0: who holds the lock holds it for its life.
    db = new Database(lockFile, { timeout: 0 });
    db.exec(`
      BEGIN IMMEDIATE;
      CREATE TABLE IF NOT EXISTS holder (one INTEGER PRIMARY KEY CHECK (one = 1), pid INTEGER NOT NULL) STRICT;
      INSERT OR REPLACE INTO holder (one, pid) VALUES (1, ${process.pid});
      COMMIT;
      BEGIN IMMEDIATE;
    `);
  } catch (error) {
    const holder = db === undefined ? undefined : holderOf(db);
    db?.close();
    if (!codeOf(error).startsWith('SQLITE_BUSY')) throw unavailable(error, lockFile);
    const by = holder === undefined ? '' : ` (process ${holder})`;
    throw new StoreUnavailable('locked', `${file} is already open in another server${by}; only one may write to it`);
  }
  const held = db;
  return {
    release() {
      held.close();
    },
  };
}

function refuseUnwritableFolder(file: string): void {
  const probe = `${file}.probe-${process.pid}`;
  try {
    writeFileSync(probe, 'x', { flag: 'w' });
    rmSync(probe, { force: true });
  } catch (error) {
    throw unavailable(error, file);
  }
}

function unavailable(error: unknown, file: string): StoreUnavailable {
  const { reason, message } = faultOf(error, file);
  return new StoreUnavailable(reason, message, { cause: error });
}

function holderOf(db: Database.Database): number | undefined {
  try {
    return Number(db.prepare('SELECT pid FROM holder').pluck().get());
  } catch {
    return undefined;
  }
}
