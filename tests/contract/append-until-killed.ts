import { writeSync } from 'node:fs';
import { openSqliteStore } from '@duty-room/server/event-store/sqlite/sqlite-store';
import type { NewEvent } from '@duty-room/shared/kernel/event';

/** Appends to the log in the file that is its argument, by 12 writers, until it is killed; prints `position stream revision id` of each acknowledgement. */
const [file = ''] = process.argv.slice(2);
const store = await openSqliteStore({ file });

async function write(writer: number): Promise<never> {
  const stream = `writer-${writer}`;
  for (let n = 0; ; n += 1) {
    const size = 1 + (n % 3);
    const first = n - (n % 3);
    const batch = Array.from({ length: size }, (_, k) => eventOf(`${stream}-${first}-${n}-${k}`));
    const result = await store.append(stream, 'any', batch);
    writeSync(1, `${result.position} ${stream} ${result.revision} ${batch.at(-1)?.id}\n`);
  }
}

function eventOf(id: string): NewEvent {
  return {
    id,
    type: 'log-entry-made',
    schemaVersion: 1,
    occurredAt: 0,
    recordedAt: 0,
    actor: 'account-1',
    correlationId: id,
    causationId: id,
    commandKey: id,
    data: { text: 'x'.repeat(200) },
  };
}

await Promise.all(Array.from({ length: 12 }, (_, writer) => write(writer)));
