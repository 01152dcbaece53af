import { type MessagePort, parentPort } from 'node:worker_threads';

/** The port to the thread that started this one. Throws on the main thread. */
export function ownPort(): MessagePort {
  if (parentPort === null) throw new Error('This part of the log runs in a worker thread');
  return parentPort;
}
