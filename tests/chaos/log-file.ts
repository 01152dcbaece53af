import { join } from 'node:path';
import { decodeEvent, positionFrom } from '@duty-room/server/event-store/envelope';
import { openForReading } from '@duty-room/server/event-store/sqlite/schema';
import type { StoredEvent } from '@duty-room/shared/kernel/event';

type Row = { readonly position: number; readonly stream: string; readonly revision: number; readonly body: string };

/** What is on the disk after a position, read past the server. */
export function readLogFile(dataDir: string, after = 0): readonly StoredEvent[] {
  const db = openForReading(join(dataDir, 'log.sqlite'));
  try {
    return db
      .prepare<[number], Row>(
        'SELECT position, stream, revision, body FROM events WHERE position > ? ORDER BY position',
      )
      .all(after)
      .map(({ position, stream, revision, body }) => decodeEvent(positionFrom(position), stream, revision, body));
  } finally {
    db.close();
  }
}
