import { workerData } from 'node:worker_threads';
import { faultOf } from './fault.ts';
import type { FromReader, Page, ReadRequest, ToReader } from './messages.ts';
import { ownPort } from './own-port.ts';
import { openForReading } from './schema.ts';

/** A page ends after so many characters, so that big events make short pages. */
const PAGE_TEXT = 1_000_000;

const port = ownPort();
const send = (message: FromReader): void => port.postMessage(message);
const { file }: { readonly file: string } = workerData;

port.on('message', (message: ToReader) => {
  if (message.is === 'close') {
    log?.close();
    port.close();
    return;
  }
  try {
    log ??= openLog();
    send({ is: 'page', n: message.n, page: pageOf(log.rows(message), message.limit) });
  } catch (error) {
    send({ is: 'failed', n: message.n, fault: faultOf(error, file) });
  }
});
// The file is opened on first use: this thread starts beside the writer, which may still be making it.
let log: ReturnType<typeof openLog> | undefined;
send({ is: 'ready' });

/** A connection of its own. Each page is one short transaction: long reads take turns and never hold the log's WAL. */
function openLog(): { rows: (request: ReadRequest) => IterableIterator<Row>; close: () => void } {
  const db = openForReading(file);
  const all = db.prepare<[number, number], Row>(
    'SELECT position, stream, revision, body FROM events WHERE position > ? ORDER BY position LIMIT ?',
  );
  const one = db.prepare<[string, number, number], Row>(
    'SELECT position, stream, revision, body FROM events WHERE stream = ? AND revision > ? ORDER BY revision LIMIT ?',
  );
  return {
    rows: (request) =>
      request.is === 'all'
        ? all.iterate(request.after, request.limit)
        : one.iterate(request.stream, request.after, request.limit),
    close: () => db.close(),
  };
}

type Row = { readonly position: number; readonly stream: string; readonly revision: number; readonly body: string };

function pageOf(rows: IterableIterator<Row>, limit: number): Page {
  const positions: number[] = [];
  const streams: string[] = [];
  const revisions: number[] = [];
  const bodies: string[] = [];
  let text = 0;
  for (const row of rows) {
    positions.push(row.position);
    streams.push(row.stream);
    revisions.push(row.revision);
    bodies.push(row.body);
    text += row.body.length;
    if (text >= PAGE_TEXT) return { positions, streams, revisions, bodies, end: false };
  }
  return { positions, streams, revisions, bodies, end: positions.length < limit };
}
