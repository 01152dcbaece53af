import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Worker } from 'node:worker_threads';
import { START, StoreUnavailable } from '@duty-room/server/event-store/port';
import { createLogWriter } from '@duty-room/server/event-store/sqlite/log-writer';
import {
  SAFE_SQLITE,
  openForReading,
  openForWriting,
  refuseOldSqlite,
} from '@duty-room/server/event-store/sqlite/schema';
import {
  type SqliteOptions,
  type SqliteStore,
  openSqliteStore,
} from '@duty-room/server/event-store/sqlite/sqlite-store';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { all, event, ids, until } from './event-store.ts';

const HOLD = fileURLToPath(new URL('./hold-log.ts', import.meta.url));
/** A user id that owns nothing here. */
const NOBODY = '65534';

describe('the SQLite log', () => {
  let folder: string;
  let file: string;
  let stores: SqliteStore[];
  let children: ChildProcess[];

  const open = async (options: Partial<SqliteOptions> = {}): Promise<SqliteStore> => {
    const store = await openSqliteStore({ file, ...options });
    stores.push(store);
    return store;
  };

  /** Starts another process on a log; tells what it printed. */
  const holdElsewhere = async (...args: string[]): Promise<{ child: ChildProcess; says: string }> => {
    const child = spawn(process.execPath, [HOLD, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    children.push(child);
    if (child.stdout === null) throw new Error('The process has no output');
    for await (const says of createInterface({ input: child.stdout })) return { child, says };
    throw new Error('The process said nothing');
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'duty-room-sqlite-'));
    file = join(folder, 'log.sqlite');
    stores = [];
    children = [];
  });
  afterEach(async () => {
    await Promise.all(stores.map((store) => store.close()));
    for (const child of children) child.kill('SIGKILL');
    chmodSync(folder, 0o755);
    await rm(folder, { recursive: true, force: true });
  });

  describe('keeps what it acknowledged', () => {
    it('syncs each commit to the disk: the writing connection itself says FULL, WAL and recursive triggers', async () => {
      const store = await open();
      expect(await store.pragmas()).toMatchObject({
        journalMode: 'wal',
        synchronous: 2,
        recursiveTriggers: 1,
        schemaVersion: 1,
      });
      await store.append('a', 'none', [event('1')]);
      expect(await store.pragmas()).toMatchObject({ synchronous: 2 });
    });

    it('forbids changing, removing, replacing and inserting anywhere but at the end', async () => {
      const store = await open();
      await store.append('a', 'none', [event('1'), event('2'), event('3')]);
      await store.close();
      const db = openForWriting(file, SAFE_SQLITE);
      try {
        const before = db.prepare('SELECT * FROM events').all();
        const row = '(position, stream, revision, id, body) VALUES';
        expect(() => db.exec("UPDATE events SET body = '{}' WHERE position = 2")).toThrow('events are never changed');
        expect(() => db.exec('DELETE FROM events WHERE position = 3')).toThrow('events are never removed');
        expect(() => db.exec('DELETE FROM events')).toThrow('events are never removed');
        expect(() => db.exec(`INSERT OR REPLACE INTO events ${row} (2, 'a', 1, '2', '{}')`)).toThrow(
          'only be added at the end',
        );
        // The next free position, but the id or the revision of an old event: replacing would remove that one.
        expect(() => db.exec(`INSERT OR REPLACE INTO events ${row} (4, 'b', 0, '2', '{}')`)).toThrow(
          'events are never removed',
        );
        expect(() => db.exec(`INSERT OR REPLACE INTO events ${row} (4, 'a', 1, 'x', '{}')`)).toThrow(
          'events are never removed',
        );
        expect(() => db.exec(`INSERT INTO events ${row} (-1, 'b', 0, 'x', '{}')`)).toThrow('only be added at the end');
        expect(() => db.exec(`INSERT INTO events ${row} (9, 'b', 0, 'x', '{}')`)).toThrow('only be added at the end');
        expect(() => db.exec("UPDATE epochs SET epoch = 'x'")).toThrow('epochs are never changed');
        expect(() => db.exec('DELETE FROM epochs')).toThrow('epochs are never removed');
        expect(db.prepare('SELECT * FROM events').all()).toEqual(before);
      } finally {
        db.close();
      }
    });

    it('reads a prefix of its history, and no part of a batch, wherever its write-ahead log is cut or damaged', async () => {
      const store = await open();
      const history: string[] = [];
      for (let n = 0; n < 25; n += 1) {
        const batch = [event(`${n}-x`), event(`${n}-y`)];
        await store.append(`s-${n % 4}`, 'any', batch);
        history.push(...batch.map(({ id }) => id));
      }
      const wal = readFileSync(`${file}-wal`);
      const frame = 4096 + 24;
      const frames = Math.floor((wal.length - 32) / frame);
      expect(frames).toBeGreaterThan(50);
      const idsWith = (bytes: Buffer): string[] => {
        const copy = join(folder, 'cut.sqlite');
        copyFileSync(file, copy);
        writeFileSync(`${copy}-wal`, bytes);
        const db = new Database(copy);
        try {
          if (db.prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'events'").pluck().get() === 0) return [];
          expect(db.pragma('quick_check', { simple: true })).toBe('ok');
          return db.prepare<[], string>('SELECT id FROM events ORDER BY position').pluck().all();
        } finally {
          db.close();
        }
      };
      const lengths = new Set<number>();
      const expectPrefix = (found: string[]) => {
        expect(found).toEqual(history.slice(0, found.length));
        expect(found.length % 2).toBe(0);
        lengths.add(found.length);
      };
      for (let cut = 1; cut <= frames; cut += 1) {
        for (const extra of [0, 1 + ((cut * 37) % 23), 24 + ((cut * 911) % 4000)])
          expectPrefix(idsWith(wal.subarray(0, 32 + cut * frame + extra)));
        if (cut % 5 > 0) continue;
        const damaged = Buffer.from(wal);
        const at = 32 + (cut - 1) * frame + ((cut * 1_013) % frame);
        damaged[at] = (damaged[at] ?? 0) ^ 1;
        expectPrefix(idsWith(damaged));
      }
      expect(lengths.size).toBeGreaterThan(10);
      expect(idsWith(wal)).toEqual(history);
    });

    it('loses nothing when its writing thread dies: who waits is told, a repeat is safe, subscribers go on', async () => {
      const workers: Worker[] = [];
      const note = (worker: Worker) => void workers.push(worker);
      process.on('worker', note);
      const store = await open();
      process.off('worker', note);
      const seen: string[] = [];
      await store.subscribe(START, { onEvent: ({ id }) => void seen.push(id) });
      await store.append('a', 'none', [event('1')]);

      const pending = store.append('a', 0, [event('2')]).then(
        () => 'done',
        (error: unknown) => error,
      );
      await Promise.all(workers.map((worker) => worker.terminate()));
      const outcome = await pending;
      if (outcome !== 'done') expect(outcome).toMatchObject({ name: 'StoreUnavailable', reason: 'failed' });

      expect(await store.append('a', 0, [event('2')])).toMatchObject({ revision: 1 });
      expect(await store.append('a', 1, [event('3')])).toMatchObject({ revision: 2 });
      await until(() => seen.includes('3'));
      expect(seen).toEqual(['1', '2', '3']);
      expect(await ids(store.readAll())).toEqual(['1', '2', '3']);
    });
  });

  describe('on a full or read-only disk', () => {
    it('refuses as full, loses nothing, still reads, and takes the same append when there is room again', async () => {
      const store = await open();
      const { pageCount, maxPageCount } = await store.pragmas();
      await store.limitPages(pageCount + 20);
      let head = -1;
      const big = (n: number) => ({ ...event(`n-${n}`), data: { text: 'x'.repeat(9_000) } });
      const fill = async () => {
        for (;;) head = (await store.append('a', head, [big(head + 1)])).revision;
      };
      await expect(fill()).rejects.toMatchObject({ name: 'StoreUnavailable', reason: 'full' });
      expect(head).toBeGreaterThan(2);
      await expect(store.append('a', head, [big(head + 1)])).rejects.toMatchObject({ reason: 'full' });
      const kept = Array.from({ length: head + 1 }, (_, n) => `n-${n}`);
      expect(await ids(store.readAll())).toEqual(kept);
      await store.limitPages(maxPageCount);
      expect(await store.append('a', head, [big(head + 1)])).toMatchObject({ revision: head + 1 });
      expect(await ids(store.readAll())).toEqual([...kept, `n-${head + 1}`]);
    });

    it('lets one append that does not fit fail alone', async () => {
      const store = await open();
      await store.limitPages((await store.pragmas()).pageCount + 10);
      const huge = { ...event('huge'), data: { text: 'x'.repeat(500_000) } };
      const outcomes = await Promise.allSettled([
        store.append('a', 'none', [event('1')]),
        store.append('b', 'none', [event('2'), huge]),
        store.append('a', 0, [event('3')]),
      ]);
      expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      expect(await ids(store.readAll())).toEqual(['1', '3']);
    });

    it('says read-only where writing is forbidden, and goes on where it is allowed again', () => {
      const db = openForWriting(file, SAFE_SQLITE);
      const writer = createLogWriter(db);
      const request = { n: 1, stream: 'a', expected: -1, ids: ['1'], bodies: ['{}'] };
      db.pragma('query_only = ON');
      expect(writer.commit([request])).toMatchObject([{ is: 'fault', fault: { reason: 'read-only' } }]);
      db.pragma('query_only = OFF');
      expect(writer.commit([request])).toMatchObject([{ is: 'done', revision: 0, position: 1 }]);
      db.close();
    });

    it('does not open in a folder that takes no files, and says so', async () => {
      chmodSync(folder, 0o555);
      const asRoot = process.geteuid?.() === 0;
      const { says } = await holdElsewhere(file, ...(asRoot ? [NOBODY] : []));
      expect(says).toBe('read-only');
    });
  });

  describe('opens only what it may', () => {
    it('refuses an SQLite that can corrupt a write-ahead log', async () => {
      for (const bad of ['3.51.2', '3.40.1', '3.7.0', '2.99.99']) {
        expect(() => refuseOldSqlite(bad, SAFE_SQLITE)).toThrow(`SQLite ${bad} is too old`);
      }
      for (const good of ['3.51.3', '3.51.10', '3.54.1', '4.0.0']) refuseOldSqlite(good, SAFE_SQLITE);
      await expect(open({ sqliteAtLeast: '99.0.0' })).rejects.toThrow('too old: at least 99.0.0');
      expect(existsSync(`${file}-wal`)).toBe(false);
      // Nothing of the refusal stays behind.
      await open();
    });

    it('refuses a second server, in this process and in another, and names the first', async () => {
      await open();
      const refused = expect.objectContaining({ name: 'StoreUnavailable', reason: 'locked' });
      await expect(open()).rejects.toEqual(refused);
      await expect(open()).rejects.toThrow(`already open in another server (process ${process.pid})`);
      expect((await holdElsewhere(file)).says).toBe('locked');
    });

    it('opens at once after the first server was killed', async () => {
      const { child, says } = await holdElsewhere(file);
      expect(says).toBe('open');
      await expect(open()).rejects.toThrow(`(process ${child.pid})`);
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
      const store = await open();
      expect(await store.append('a', 'none', [event('1')])).toMatchObject({ revision: 0 });
    });

    it('refuses a database that is no log, a log of a newer format, and what is no database', async () => {
      const foreign = new Database(file);
      foreign.exec('CREATE TABLE something (x)');
      foreign.close();
      await expect(open()).rejects.toMatchObject({
        reason: 'corrupt',
        message: expect.stringContaining('not a duty-room log'),
      });

      file = join(folder, 'newer.sqlite');
      await (await open()).close();
      const newer = new Database(file);
      newer.pragma('user_version = 2');
      newer.close();
      await expect(open()).rejects.toThrow('has log format 2; this program knows format 1');

      file = join(folder, 'text.sqlite');
      writeFileSync(file, 'This is not a database. '.repeat(100));
      await expect(open()).rejects.toBeInstanceOf(StoreUnavailable);
      await expect(open()).rejects.toMatchObject({ reason: 'corrupt' });
    });

    it('makes the folder of a new log', async () => {
      file = join(folder, 'data', 'live', 'log.sqlite');
      await open();
      expect(existsSync(file)).toBe(true);
    });

    it('refuses a subscriber whose place lies past the end: it comes from another log', async () => {
      const store = await open();
      const { position } = await store.append('a', 'none', [event('1')]);
      await store.subscribe(position, { onEvent: () => undefined });
      await expect(store.subscribe('00000000000000000002', { onEvent: () => undefined })).rejects.toThrow(RangeError);
    });

    it('refuses an id that another stream has', async () => {
      const store = await open();
      await store.append('a', 'none', [event('1')]);
      await expect(store.append('b', 'none', [event('1')])).rejects.toThrow('Event id 1 is already used in a');
      await expect(store.append('b', 'any', [event('0'), event('1')])).rejects.toThrow('already used in a');
      expect(await ids(store.readAll())).toEqual(['1']);
      expect(await store.append('b', 'none', [event('2')])).toMatchObject({ revision: 0 });
    });

    it('reports an event that was damaged in the file instead of handing it over', async () => {
      const store = await open();
      await store.append('a', 'none', [event('1'), event('2')]);
      await store.close();
      const db = new Database(file);
      db.exec('DROP TRIGGER events_are_not_changed; UPDATE events SET body = \'{"id":7}\' WHERE position = 2');
      db.close();
      const again = await open();
      await expect(all(again.readAll())).rejects.toMatchObject({
        reason: 'corrupt',
        message: expect.stringContaining('a/1'),
      });
    });
  });

  describe('makes copies', () => {
    it('whole and checked, while appends go on; who opens one starts a new epoch', async () => {
      const store = await open();
      for (let n = 0; n < 30; n += 1) await store.append('a', n - 1, [event(`n-${n}`)]);
      let going = true;
      const appending = (async () => {
        for (let n = 30; going; n += 1) await store.append('a', n - 1, [event(`n-${n}`)]);
      })();
      const to = join(folder, 'copies', 'one.sqlite');
      const { position } = await store.backup(to);
      going = false;
      await appending;
      expect(existsSync(`${to}.partial`)).toBe(false);

      const copy = await open({ file: to });
      expect(await copy.head()).toBe(position);
      expect(copy.epoch).not.toBe(store.epoch);
      const copied = await all(copy.readAll());
      expect(copied.length).toBeGreaterThanOrEqual(30);
      expect(copied).toEqual((await all(store.readAll())).slice(0, copied.length));
      expect(await copy.append('a', copied.length - 1, [event('after')])).toMatchObject({ revision: copied.length });
      await copy.close();
      expect((await open({ file: to })).epoch).toBe(copy.epoch);
      const db = openForReading(to);
      expect(db.prepare('SELECT epoch FROM epochs ORDER BY ordinal').pluck().all()).toEqual([store.epoch, copy.epoch]);
      db.close();
    });

    it('gives a copy that is restored twice two epochs', async () => {
      const store = await open();
      await store.append('a', 'none', [event('1')]);
      const copy = join(folder, 'copy.sqlite');
      await store.backup(copy);
      const restored = ['x', 'y'].map((name) => join(folder, `${name}.sqlite`));
      for (const to of restored) copyFileSync(copy, to);
      const [first, second] = await Promise.all(restored.map((to) => open({ file: to })));
      expect(first?.epoch).not.toBe(second?.epoch);
    });

    it('or tells why it cannot', async () => {
      const store = await open();
      await mkdir(join(folder, 'taken'));
      await expect(store.backup(join(folder, 'taken'))).rejects.toBeInstanceOf(StoreUnavailable);
      expect(existsSync(join(folder, 'taken.partial'))).toBe(false);
      await store.append('a', 'none', [event('1')]);
    });
  });
});
