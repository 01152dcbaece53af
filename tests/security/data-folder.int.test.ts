import { chmod, chown, mkdir, mkdtemp, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { handleRequests, leaveRequest, takeAnswer } from '@duty-room/server/access/console-request';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startServerProcess } from '../support/server-process.ts';

describe('the data folder', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'duty-room-folder-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('holds no file that another user of the machine can read, also where the office made it open to all', async () => {
    const dataDir = join(folder, 'data');
    await mkdir(dataDir);
    await chmod(dataDir, 0o755);
    const server = await startServerProcess({ dataDir });
    try {
      const names = await readdir(dataDir);
      expect(names).toEqual(expect.arrayContaining(['log.sqlite', 'vault.sqlite', 'master.key']));
      const modes = await Promise.all(
        names.map(async (name) => [name, (await stat(join(dataDir, name))).mode & 0o077]),
      );
      expect(modes.filter(([, open]) => open !== 0)).toEqual([]);
    } finally {
      await server.stop();
    }
  });

  it('takes a request of the console from the server’s own user, and from nobody else', async () => {
    const asked: string[] = [];
    const obey = () =>
      handleRequests(folder, async ({ login }) => {
        asked.push(login);
        return { done: true };
      });
    const wish = (login: string) => ({ act: 'reset-password' as const, login, hash: 'h' });
    const fileOf = (id: string) => join(folder, 'console', `${id}.request`);

    const own = await leaveRequest(folder, wish('own'));
    await obey();
    expect(asked).toEqual(['own']);
    expect(await takeAnswer(folder, own)).toEqual({ done: true });

    const writable = await leaveRequest(folder, wish('writable'));
    await chmod(fileOf(writable), 0o666);
    const linked = join(folder, 'elsewhere');
    await writeFile(linked, JSON.stringify(wish('linked')), { mode: 0o600 });
    await symlink(linked, fileOf('0-linked'));
    await obey();
    expect(asked).toEqual(['own']);
    expect(await takeAnswer(folder, writable)).toEqual({ done: false, why: 'failed' });
    // What was refused does not wait for a better moment.
    expect((await readdir(join(folder, 'console'))).filter((name) => name.endsWith('.request'))).toEqual([]);

    if (process.geteuid?.() === 0) {
      const foreign = await leaveRequest(folder, wish('foreign'));
      await chown(fileOf(foreign), 12_345, 12_345);
      await obey();
      expect(asked).toEqual(['own']);
    }
  });
});
