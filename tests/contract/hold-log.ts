import { writeSync } from 'node:fs';
import { openSqliteStore } from '@duty-room/server/event-store/sqlite/sqlite-store';

/**
 * Opens the log in the file that is its first argument and holds it until it is killed.
 * With a second argument it first becomes that user, for whom a folder may be read-only. Prints `open`, or why not.
 */
const [file = '', user] = process.argv.slice(2);
if (user !== undefined) process.seteuid?.(Number(user));
try {
  await openSqliteStore({ file });
  writeSync(1, 'open\n');
} catch (error) {
  writeSync(1, `${error instanceof Error && 'reason' in error ? String(error.reason) : String(error)}\n`);
}
