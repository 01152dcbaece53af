import { chmod, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMemoryVault } from './memory-vault.ts';
import { type Vault, VaultRefused } from './port.ts';
import { openSqliteVault } from './sqlite-vault.ts';
import { openVaultDatabase } from './vault-database.ts';

const CALLER = { name: '王小明', number: '13800000000', text: '三楼没有暖气' };

/** File modes mean something there. */
const posix = process.platform === 'win32' ? () => undefined : it;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vault-'));
});
afterEach(() => rm(folder, { recursive: true }));
const files = () => ({ file: join(folder, 'vault.db'), keyFile: join(folder, 'master.key') });

describe.each<[string, () => Vault]>([
  ['memory', createMemoryVault],
  ['sqlite', () => openSqliteVault(files())],
])('the %s vault', (_, open) => {
  let vault: Vault;
  beforeEach(() => {
    vault = open();
  });
  afterEach(() => vault.close());

  it('opens what it sealed, and only that', async () => {
    const sealed = await vault.seal('incident-1', CALLER);
    expect(sealed).not.toContain('王小明');
    expect(await vault.open('incident-1', sealed)).toEqual(CALLER);
    expect(await vault.seal('incident-1', CALLER)).not.toBe(sealed);
    await vault.seal('incident-2', {});
    expect(await vault.open('incident-2', sealed)).toBeNull();
  });

  it('refuses a sealed text that was changed', async () => {
    const sealed = await vault.seal('incident-1', CALLER);
    const changed = sealed.slice(0, -2) + (sealed.endsWith('AA') ? 'BB' : 'AA');
    await expect(vault.open('incident-1', changed)).rejects.toThrow(VaultRefused);
    await expect(vault.open('incident-1', 'nonsense')).rejects.toThrow(VaultRefused);
  });

  it('opens nothing of a subject whose key was destroyed, and everything of the others', async () => {
    const first = await vault.seal('incident-1', CALLER);
    const second = await vault.seal('incident-2', CALLER);
    await vault.destroy('incident-1');
    expect(await vault.open('incident-1', first)).toBeNull();
    expect(await vault.open('incident-2', second)).toEqual(CALLER);
  });

  it('seals for a destroyed subject anew without opening the old', async () => {
    const before = await vault.seal('incident-1', CALLER);
    await vault.destroy('incident-1');
    const after = await vault.seal('incident-1', { text: '后续' });
    expect(await vault.open('incident-1', before)).toBeNull();
    expect(await vault.open('incident-1', after)).toEqual({ text: '后续' });
  });

  it('keeps secrets by kind and id', async () => {
    await vault.secrets.set('session', 'b', { account: 'a1', until: 5 });
    await vault.secrets.set('session', 'a', { account: 'a2', until: 6 });
    await vault.secrets.set('account', 'a', { password: 'hash' });
    await vault.secrets.set('account', 'a', { password: 'newer hash' });
    expect(await vault.secrets.get('account', 'a')).toEqual({ password: 'newer hash' });
    expect(await vault.secrets.list('session')).toEqual([
      { id: 'a', value: { account: 'a2', until: 6 } },
      { id: 'b', value: { account: 'a1', until: 5 } },
    ]);
    await vault.secrets.remove('session', 'a');
    expect(await vault.secrets.get('session', 'a')).toBeUndefined();
    expect(await vault.secrets.list('device')).toEqual([]);
  });

  it('says that it is closed', async () => {
    await vault.close();
    await expect(vault.seal('incident-1', CALLER)).rejects.toMatchObject({ reason: 'closed' });
    await expect(vault.secrets.get('account', 'a')).rejects.toMatchObject({ reason: 'closed' });
  });
});

describe('the vault on disk', () => {
  it('holds everything over a restart and shows none of it in its files', async () => {
    const first = openSqliteVault(files());
    const sealed = await first.seal('incident-1', CALLER);
    await first.secrets.set('account', 'a', { password: 'argon2id hash' });
    const bytes = Buffer.concat(await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name)))));
    expect(bytes.includes('argon2id')).toBe(false);
    await first.close();
    const second = openSqliteVault(files());
    expect(await second.open('incident-1', sealed)).toEqual(CALLER);
    expect(await second.secrets.get('account', 'a')).toEqual({ password: 'argon2id hash' });
    await second.close();
  });

  it('leaves no copy of a destroyed key in any of its files', async () => {
    const vault = openSqliteVault(files());
    for (const subject of ['incident-1', 'incident-2', 'incident-3']) await vault.seal(subject, CALLER);
    const db = new Database(files().file, { readonly: true });
    const wrapped = db
      .prepare<[string], Buffer>('SELECT wrapped FROM keys WHERE subject = ?')
      .pluck()
      .get('incident-2')!;
    db.close();
    const found = async () => {
      const contents = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name))));
      return contents.some((content) => content.includes(wrapped));
    };
    expect(await found()).toBe(true);
    await vault.destroy('incident-2');
    expect(await found()).toBe(false);
    await vault.close();
    expect(await found()).toBe(false);
  });

  it('writes through to the disk and overwrites what it deletes', () => {
    const db = openVaultDatabase(files().file);
    const setting = (name: string) => db.pragma(name, { simple: true });
    expect([setting('journal_mode'), setting('synchronous'), setting('secure_delete')]).toEqual(['wal', 2, 1]);
    db.close();
  });

  posix('makes a master key for its owner alone, and refuses one open to others', async () => {
    await openSqliteVault(files()).close();
    expect((await stat(files().keyFile)).mode & 0o777).toBe(0o600);
    await chmod(files().keyFile, 0o640);
    expect(() => openSqliteVault(files())).toThrow(/open to others.*640/);
  });

  it('refuses to go on without its master key or with another one', async () => {
    await openSqliteVault(files()).close();
    await rm(files().keyFile);
    expect(() => openSqliteVault(files())).toThrow(/missing/);
    const other = { file: join(folder, 'other.db'), keyFile: files().keyFile };
    await openSqliteVault(other).close();
    expect(() => openSqliteVault(files())).toThrow(VaultRefused);
  });

  it('serves two processes on one file', async () => {
    const [first, second] = [openSqliteVault(files()), openSqliteVault(files())];
    const sealed = await first.seal('incident-1', CALLER);
    expect(await second.open('incident-1', sealed)).toEqual(CALLER);
    await second.destroy('incident-1');
    expect(await first.open('incident-1', sealed)).toBeNull();
    await first.close();
    await second.close();
  });
});
