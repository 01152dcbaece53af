import { randomUUID } from 'node:crypto';
import Database from 'better-sqlite3';
import { StoreUnavailable } from '../port.ts';
import type { LivePragmas } from './messages.ts';

/** Before it, two connections that write or checkpoint at once can corrupt a WAL database (sqlite.org/wal.html, WAL-reset bug). */
export const SAFE_SQLITE = '3.51.3';

const SCHEMA_VERSION = 1;
/** Marks the file as a log of this product ("DUTL"), or as a copy of one that was never opened ("DUTC"). */
const LOG_MARK = 0x4455_544c;
const COPY_MARK = 0x4455_5443;

const SCHEMA = `
  CREATE TABLE events (
    position INTEGER PRIMARY KEY,
    stream   TEXT NOT NULL,
    revision INTEGER NOT NULL CHECK (revision >= 0),
    id       TEXT NOT NULL UNIQUE,
    body     TEXT NOT NULL,
    UNIQUE (stream, revision)
  ) STRICT;
  CREATE TRIGGER events_have_no_gap BEFORE INSERT ON events
    WHEN NEW.position <> (SELECT coalesce(max(position), 0) + 1 FROM events)
    BEGIN SELECT RAISE(ABORT, 'an event can only be added at the end'); END;
  CREATE TRIGGER events_are_not_changed BEFORE UPDATE ON events
    BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;
  CREATE TRIGGER events_are_not_removed BEFORE DELETE ON events
    BEGIN SELECT RAISE(ABORT, 'events are never removed'); END;

  CREATE TABLE epochs (
    ordinal        INTEGER PRIMARY KEY,
    epoch          TEXT NOT NULL UNIQUE,
    after_position INTEGER NOT NULL
  ) STRICT;
  CREATE TRIGGER epochs_are_not_changed BEFORE UPDATE ON epochs
    BEGIN SELECT RAISE(ABORT, 'epochs are never changed'); END;
  CREATE TRIGGER epochs_are_not_removed BEFORE DELETE ON epochs
    BEGIN SELECT RAISE(ABORT, 'epochs are never removed'); END;
`;

/**
 * Opens the log for writing and makes it where there is none. The file may be a restored copy: it then starts a new epoch.
 * Throws `StoreUnavailable` for an SQLite too old or a file that is no log, and SQLite's own error for the rest.
 */
export function openForWriting(file: string, sqliteAtLeast: string): Database.Database {
  const db = new Database(file, { timeout: 5_000 });
  try {
    refuseOldSqlite(sqliteVersion(db), sqliteAtLeast);
    refuseForeignFile(db, file);
    db.pragma('journal_mode = WAL');
    setUp(db);
    db.transaction(() => {
      const mark = numberFrom(db, 'application_id');
      if (mark === 0) {
        db.exec(SCHEMA);
        db.pragma(`user_version = ${SCHEMA_VERSION}`);
      }
      if (mark !== LOG_MARK) {
        db.prepare('INSERT INTO epochs (epoch, after_position) SELECT ?, coalesce(max(position), 0) FROM events').run(
          randomUUID(),
        );
        db.pragma(`application_id = ${LOG_MARK}`);
      }
    }).immediate();
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Opens the log for reading beside its writer. */
export function openForReading(file: string): Database.Database {
  return new Database(file, { readonly: true, fileMustExist: true, timeout: 5_000 });
}

/** Marks a finished copy, so that whoever opens it as a log starts a new epoch. */
export function markAsCopy(file: string): void {
  const db = new Database(file, { fileMustExist: true });
  try {
    db.pragma(`application_id = ${COPY_MARK}`);
    const check = db.pragma('integrity_check', { simple: true });
    if (check !== 'ok') throw new StoreUnavailable('corrupt', `${file}: the copy is not whole: ${String(check)}`);
  } finally {
    db.close();
  }
}

/** The epoch that new events belong to. */
export function currentEpoch(db: Database.Database): string {
  return String(db.prepare('SELECT epoch FROM epochs ORDER BY ordinal DESC LIMIT 1').pluck().get());
}

/** The position of the newest event, 0 where there is none. */
export function headOf(db: Database.Database): number {
  return Number(db.prepare('SELECT coalesce(max(position), 0) FROM events').pluck().get());
}

/** Throws where SQLite is older than `atLeast`. Both are dotted versions. */
export function refuseOldSqlite(version: string, atLeast: string): void {
  const [have, need] = [version, atLeast].map((text) => text.split('.').map(Number));
  for (let part = 0; part < 3; part += 1) {
    const difference = (have?.[part] ?? 0) - (need?.[part] ?? 0);
    if (difference > 0) return;
    if (difference < 0)
      throw new StoreUnavailable(
        'failed',
        `SQLite ${version} is too old: at least ${atLeast} is needed to keep a log safely`,
      );
  }
}

/** Reads back what the connection runs with. */
export function livePragmas(db: Database.Database): LivePragmas {
  return {
    sqliteVersion: sqliteVersion(db),
    journalMode: String(db.pragma('journal_mode', { simple: true })),
    synchronous: numberFrom(db, 'synchronous'),
    recursiveTriggers: numberFrom(db, 'recursive_triggers'),
    schemaVersion: numberFrom(db, 'user_version'),
    pageCount: numberFrom(db, 'page_count'),
    pageSize: numberFrom(db, 'page_size'),
    maxPageCount: numberFrom(db, 'max_page_count'),
  };
}

function setUp(db: Database.Database): void {
  // The driver starts with NORMAL, which may lose the last commits when the power fails.
  db.pragma('synchronous = FULL');
  // Without it INSERT OR REPLACE walks past the trigger that forbids removing.
  db.pragma('recursive_triggers = ON');
  db.pragma('trusted_schema = OFF');
  // Four times the usual: copying the WAL back is what makes the slowest appends, and a longer WAL costs only disk.
  db.pragma('wal_autocheckpoint = 4000');
}

function refuseForeignFile(db: Database.Database, file: string): void {
  const mark = numberFrom(db, 'application_id');
  const version = numberFrom(db, 'user_version');
  const empty = db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() === 0;
  if (mark === 0 && version === 0 && empty) return;
  if (mark !== LOG_MARK && mark !== COPY_MARK) throw new StoreUnavailable('corrupt', `${file} is not a duty-room log`);
  if (version !== SCHEMA_VERSION) {
    throw new StoreUnavailable(
      'failed',
      `${file} has log format ${version}; this program knows format ${SCHEMA_VERSION}`,
    );
  }
}

function sqliteVersion(db: Database.Database): string {
  return String(db.prepare('SELECT sqlite_version()').pluck().get());
}

function numberFrom(db: Database.Database, pragma: string): number {
  return Number(db.pragma(pragma, { simple: true }));
}
