import Database from 'better-sqlite3';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS master (one INTEGER PRIMARY KEY CHECK (one = 1), proof BLOB NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS keys (subject TEXT PRIMARY KEY, id TEXT NOT NULL, wrapped BLOB NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS secrets (
    kind TEXT NOT NULL, id TEXT NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (kind, id)
  ) STRICT, WITHOUT ROWID;
`;
/** Opens the vault's file: what resolved is on the disk, what is deleted is overwritten. Throws SQLite's own errors. */
export function openVaultDatabase(file: string): Database.Database {
  const db = new Database(file, { timeout: 5_000 });
  try {
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    // What is deleted is overwritten with zeros, not only forgotten.
    db.pragma('secure_delete = ON');
    db.exec(SCHEMA);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}
