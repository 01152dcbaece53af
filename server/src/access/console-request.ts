import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/**
 * How the server's console reaches the server: files in `DATA_DIR/console`, which only the server's own user can write. A request waits
 * there until the server takes it, at once where it runs and at its next start where it does not; so the log has one writer.
 * It holds a hash, never a password.
 */
const request = z.strictObject({ act: z.literal('reset-password'), login: z.string().min(1), hash: z.string().min(1) });
const answer = z.object({ done: z.boolean(), why: z.enum(['unknown-login', 'failed']).optional() });
export type ConsoleRequest = z.infer<typeof request>;
export type ConsoleAnswer = z.infer<typeof answer>;

/** Nobody waits longer for an answer. */
export const CONSOLE_WAITS_MS = 6_000;

const folderOf = (dataDir: string) => join(dataDir, 'console');

async function put(folder: string, name: string, value: object): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // Written beside and renamed: nobody reads half a file.
  const draft = join(folder, `.${name}`);
  await writeFile(draft, JSON.stringify(value), { mode: 0o600 });
  await rename(draft, join(folder, name));
}

/** Leaves a request; returns its number. */
export async function leaveRequest(dataDir: string, value: ConsoleRequest): Promise<string> {
  const id = randomUUID();
  await put(folderOf(dataDir), `${id}.request`, value);
  return id;
}

/** The server's answer, taken away; undefined while there is none. */
export async function takeAnswer(dataDir: string, id: string): Promise<ConsoleAnswer | undefined> {
  const file = join(folderOf(dataDir), `${id}.answer`);
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  await rm(file, { force: true });
  return answer.parse(JSON.parse(text));
}

/** What the server's own user (or root) alone may have written, and when (ms). Throws for anything else. */
async function readOwn(file: string): Promise<{ readonly text: string; readonly leftAt: number }> {
  const handle = await open(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
  try {
    const { uid, mode, mtimeMs } = await handle.stat();
    const owner = process.geteuid?.();
    if (owner !== undefined && ((uid !== owner && uid !== 0) || (mode & 0o022) !== 0))
      throw new Error(`${file} may have been written by somebody else`);
    return { text: await handle.readFile('utf8'), leftAt: mtimeMs };
  } finally {
    await handle.close();
  }
}

/** The server's part: carries out what waits, oldest name first, and leaves an answer for each. */
export async function handleRequests(
  dataDir: string,
  carryOut: (given: ConsoleRequest) => Promise<ConsoleAnswer>,
): Promise<void> {
  const folder = folderOf(dataDir);
  const names = await readdir(folder).catch((): string[] => []);
  for (const name of names.filter((one) => one.endsWith('.request')).toSorted()) {
    const file = join(folder, name);
    let awaited = true;
    let result: ConsoleAnswer;
    try {
      const { text, leftAt } = await readOwn(file);
      awaited = Date.now() - leftAt < CONSOLE_WAITS_MS * 2;
      result = await carryOut(request.parse(JSON.parse(text)));
    } catch {
      result = { done: false, why: 'failed' };
    }
    await rm(file, { force: true });
    if (awaited) await put(folder, name.replace(/request$/, 'answer'), result);
  }
}
