import { type MessagePort, parentPort } from 'node:worker_threads';

/** The port to the thread that started this drill. Throws on the main thread. */
export function drillPort(): MessagePort {
  if (parentPort === null) throw new Error('A drill runs in a worker thread');
  return parentPort;
}
