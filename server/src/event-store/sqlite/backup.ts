import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { workerData } from 'node:worker_threads';
import { faultOf } from './fault.ts';
import type { BackupOptions, FromBackup } from './messages.ts';
import { ownPort } from './own-port.ts';
import { headOf, markAsCopy, openForReading } from './schema.ts';

const port = ownPort();
const send = (message: FromBackup): void => port.postMessage(message);
const { file, to }: BackupOptions = workerData;
const partial = `${to}.partial`;

try {
  send({ is: 'ready', head: copy() });
} catch (error) {
  rmSync(partial, { force: true });
  send({ is: 'refused', fault: faultOf(error, to) });
}

/** Copies the log as it is at one instant, checks the copy, and gives it its name only when it is whole and on the disk. */
function copy(): number {
  rmSync(partial, { force: true });
  const db = openForReading(file);
  try {
    db.prepare('VACUUM INTO ?').run(partial);
  } finally {
    db.close();
  }
  markAsCopy(partial);
  const made = openForReading(partial);
  const head = headOf(made);
  made.close();
  sync(partial, 'r+');
  renameSync(partial, to);
  if (process.platform !== 'win32') sync(dirname(to), 'r');
  return head;
}

function sync(path: string, flags: string): void {
  const handle = openSync(path, flags);
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
