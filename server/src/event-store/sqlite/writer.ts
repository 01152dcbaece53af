import { receiveMessageOnPort, workerData } from 'node:worker_threads';
import { assertNever } from '@duty-room/shared/kernel/assert-never';
import { faultOf } from './fault.ts';
import { createLogWriter } from './log-writer.ts';
import {
  type AppendReply,
  type AppendRequest,
  type FromWriter,
  isPackedAppends,
  type ToWriter,
  unpackAppends,
  type WriterOptions,
} from './messages.ts';
import { ownPort } from './own-port.ts';
import { currentEpoch, livePragmas, openForWriting } from './schema.ts';

/** So many appends share one commit at most: more would only make each of them wait longer. */
const GROUP = 100;

const port = ownPort();
const send = (message: FromWriter): void => port.postMessage(message);
const options: WriterOptions = workerData;

try {
  run();
} catch (error) {
  send({ is: 'refused', fault: faultOf(error, options.file) });
  port.close();
}

/** The only thread that writes: it takes what is queued, commits it as a group, and answers after the commit. */
function run(): void {
  const db = openForWriting(options.file, options.sqliteAtLeast);
  const log = createLogWriter(db);
  let queue: AppendRequest[] = [];
  let open = true;

  const take = (message: ToWriter): void => {
    if (isPackedAppends(message)) {
      for (const request of unpackAppends(message)) queue.push(request);
      return;
    }
    switch (message.is) {
      case 'pragmas':
        return answerPragmas(message.n);
      case 'quota':
        db.pragma(`max_page_count = ${Math.trunc(message.pages)}`);
        return answerPragmas(message.n);
      case 'close':
        open = false;
        return;
      default:
        assertNever(message);
    }
  };

  const answer = (replies: readonly AppendReply[]): void => {
    const fresh: number[] = [];
    const others: AppendReply[] = [];
    for (const reply of replies) {
      if (reply.is === 'done' && reply.fresh) fresh.push(reply.n, reply.revision, reply.position);
      else others.push(reply);
    }
    send({ is: 'appended', fresh, ...(others.length > 0 && { others }) });
  };

  const answerPragmas = (n: number): void => send({ is: 'pragmas', n, pragmas: livePragmas(db) });

  const takeWaiting = (): void => {
    for (let next = receiveMessageOnPort(port); next !== undefined; next = receiveMessageOnPort(port))
      take(next.message);
  };

  port.on('message', (message: ToWriter) => {
    take(message);
    takeWaiting();
    while (queue.length > 0) {
      const group = queue.slice(0, GROUP);
      queue = queue.slice(GROUP);
      answer(log.commit(group));
      takeWaiting();
    }
    if (!open) {
      db.close();
      port.close();
    }
  });
  send({ is: 'ready', epoch: currentEpoch(db), head: log.head() });
}
