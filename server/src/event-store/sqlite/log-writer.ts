import type Database from 'better-sqlite3';
import { codeOf, faultOf } from './fault.ts';
import { ANY_REVISION, type AppendReply, type AppendRequest } from './messages.ts';
import { headOf } from './schema.ts';

/** So many stream heads are remembered; then the memory starts afresh. */
const REMEMBERED_STREAMS = 10_000;

type Row = { readonly stream: string; readonly revision: number; readonly position: number };

export type LogWriter = {
  readonly head: () => number;
  /** Writes a group in one transaction. Each reply holds only once this has returned: then the group is on the disk. */
  readonly commit: (group: readonly AppendRequest[]) => AppendReply[];
};

/** The rules of appending over one SQLite connection, which must be the only one that writes. */
export function createLogWriter(db: Database.Database): LogWriter {
  const begin = db.prepare('BEGIN IMMEDIATE');
  const commitNow = db.prepare('COMMIT');
  const rollback = db.prepare('ROLLBACK');
  const savepoint = db.prepare('SAVEPOINT batch');
  const release = db.prepare('RELEASE batch');
  const undo = db.prepare('ROLLBACK TO batch');
  const insert = db.prepare<[number, string, number, string, string]>(
    'INSERT INTO events (position, stream, revision, id, body) VALUES (?, ?, ?, ?, ?)',
  );
  const lastRevision = db
    .prepare<[string], number>('SELECT revision FROM events WHERE stream = ? ORDER BY revision DESC LIMIT 1')
    .pluck();
  const byId = db.prepare<[string], Row>('SELECT stream, revision, position FROM events WHERE id = ?');

  let head = headOf(db);
  const revisions = new Map<string, number>();

  const revisionOf = (stream: string): number => {
    const known = revisions.get(stream);
    if (known !== undefined) return known;
    return remember(stream, lastRevision.get(stream) ?? -1);
  };

  const remember = (stream: string, revision: number): number => {
    if (revisions.size >= REMEMBERED_STREAMS) revisions.clear();
    revisions.set(stream, revision);
    return revision;
  };

  /** The answer to an append whose ids are on record: the first answer again, or why it cannot be. */
  const answerAgain = ({ n, stream, expected, ids }: AppendRequest, actual: number): AppendReply => {
    const rows = ids.map((id) => byId.get(id));
    const first = expected === ANY_REVISION ? (rows[0]?.revision ?? 0) : expected + 1;
    const last = rows.at(-1);
    const same = rows.every((row, index) => row?.stream === stream && row.revision === first + index);
    if (same && last !== undefined) {
      return { n, is: 'done', revision: last.revision, position: last.position, fresh: false };
    }
    const foreign = rows.findIndex((row) => row !== undefined && row.stream !== stream);
    const id = ids[foreign];
    const where = rows[foreign]?.stream;
    if (id !== undefined && where !== undefined) return { n, is: 'foreign', id, stream: where };
    return { n, is: 'conflict', actual };
  };

  const append = (request: AppendRequest): AppendReply => {
    const { n, stream, expected, ids, bodies } = request;
    const actual = revisionOf(stream);
    if (expected !== ANY_REVISION && expected !== actual) return answerAgain(request, actual);
    if (ids.length === 0) return { n, is: 'done', revision: actual, position: head, fresh: false };
    const inParts = ids.length > 1;
    if (inParts) savepoint.run();
    try {
      for (let index = 0; index < ids.length; index += 1) {
        insert.run(head + 1 + index, stream, actual + 1 + index, ids[index] ?? '', bodies[index] ?? '');
      }
    } catch (error) {
      if (codeOf(error) !== 'SQLITE_CONSTRAINT_UNIQUE') throw error;
      if (inParts) {
        undo.run();
        release.run();
      }
      return answerAgain(request, actual);
    }
    if (inParts) release.run();
    head += ids.length;
    const revision = remember(stream, actual + ids.length);
    return { n, is: 'done', revision, position: head, fresh: true };
  };

  const commit = (group: readonly AppendRequest[]): AppendReply[] => {
    const headBefore = head;
    try {
      begin.run();
      const replies = group.map(append);
      commitNow.run();
      return replies;
    } catch (error) {
      if (db.inTransaction) rollback.run();
      head = headBefore;
      revisions.clear();
      // One append that cannot be stored must not take the others of its group down with it.
      if (group.length > 1) return group.flatMap((request) => commit([request]));
      return group.map(({ n }) => ({ n, is: 'fault', fault: faultOf(error, db.name) }));
    }
  };

  return { head: () => head, commit };
}
