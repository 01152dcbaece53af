import { chmod, cp, mkdir, mkdtemp, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createManualClock } from '@duty-room/server/clock/manual-clock';
import { openSqliteStore } from '@duty-room/server/event-store/sqlite/sqlite-store';
import { createLogger, type RunningServer, startServer } from '@duty-room/server/start-server';
import { MINUTE, SECOND } from '@duty-room/shared/kernel/instant';
import Database from 'better-sqlite3';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Browser, config, EVENING, newKey, once, openOffice, report, setUpRequest } from '../support/office.ts';
import { DidNotStart, type Ended, startServerProcess } from '../support/server-process.ts';
import { readLogFile } from './log-file.ts';

const BECOME_NOBODY = fileURLToPath(new URL('./become-nobody.ts', import.meta.url));
const CALLER = '来电人张某某说阀门井冒气';

const logger = createLogger('silent');
const open = (dataDir: string): Promise<RunningServer> =>
  startServer(config({ dataDir, eventStore: { kind: 'sqlite' } }), { clientDir: null, logger });

describe('a data folder that is not as it should be', () => {
  let folder: string;
  let good: string;
  let stream: string;
  const officer = new Browser('');

  /** A small office with one incident and what its caller said, stopped cleanly. */
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'duty-room-ground-'));
    good = join(folder, 'good');
    await chmod(folder, 0o755);
    const server = await open(good);
    officer.server = server.address;
    const wanted = setUpRequest(server.setUpToken!);
    const administrator = { ...wanted.administrator, roles: ['administrator', 'officer'] };
    expect((await officer.post('/api/set-up', { ...wanted, administrator })).status).toBe(200);
    const accident = { title: '停热', under: [{ plan: 'heating', class: 'accident' }], personal: { text: CALLER } };
    stream = (await officer.command('incident.report', accident)).json.stream;
    await server.close();
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  let copies = 0;
  async function copyOf(from: string): Promise<string> {
    const to = join(folder, `copy-${(copies += 1)}`);
    await cp(from, to, { recursive: true });
    return to;
  }
  async function failsToStart(dataDir: string, env: Record<string, string> = {}): Promise<Ended> {
    const started = await startServerProcess({ dataDir, env }).catch((error: unknown) => error);
    if (started instanceof DidNotStart) return started.ended;
    if (started instanceof Error) throw started;
    throw new Error('It started');
  }
  /** One line for the person at the keyboard, in Chinese and English, that names the file; no address, no trace. */
  function expectClear({ code, output, complaints }: Ended, says: RegExp): void {
    expect(code).toBe(1);
    expect(output).toBe('');
    expect(complaints.trim().split('\n')).toHaveLength(1);
    expect(complaints).toMatch(/^无法启动.*The server could not start: /);
    expect(complaints).toMatch(says);
  }
  /** Everything is there: the log as it was, the session, what the caller said, and a new command. */
  async function expectWhole(dataDir: string): Promise<void> {
    const server = await open(dataDir);
    try {
      officer.server = server.address;
      expect(readLogFile(dataDir).slice(0, before.length)).toEqual(before);
      const texts = await officer.get(`/api/personal?stream=${stream}`);
      expect(texts.text).toContain(CALLER);
      const incident = stream.replace('incident-', '');
      const answer = await officer.command('incident.confirm', { incident });
      expect(answer.status, answer.text).toBe(200);
    } finally {
      await server.close();
    }
  }
  let before: ReturnType<typeof readLogFile>;
  beforeAll(() => {
    before = readLogFile(good);
  });

  const log = 'log.sqlite';
  const vault = 'vault.sqlite';
  const key = 'master.key';
  const change = (path: string, sql: string) => {
    const db = new Database(path);
    db.exec(sql);
    db.close();
  };
  const cases: readonly (readonly [string, string, (path: string) => void | Promise<void>, RegExp])[] = [
    ['a log that is no database', log, (path) => writeFile(path, 'not a database '.repeat(1_000)), /log\.sqlite/],
    [
      'a database of something else in its place',
      log,
      async (path) => {
        await rm(path);
        change(path, 'CREATE TABLE customers (name TEXT)');
      },
      /log\.sqlite is not a duty-room log/,
    ],
    ['a log cut in the middle', log, (path) => truncate(path, 3 * 4096 + 100), /log\.sqlite/],
    [
      'an event damaged in the file',
      log,
      (path) =>
        change(path, 'DROP TRIGGER events_are_not_changed; UPDATE events SET body = \'{"id":7}\' WHERE position = 3'),
      /plan-heating\/0 does not hold an event/,
    ],
    ['a log of a newer format', log, (path) => change(path, 'PRAGMA user_version = 99'), /log format 99/],
    [
      'an event of a newer program',
      log,
      (path) =>
        change(
          path,
          "DROP TRIGGER events_are_not_changed; UPDATE events SET body = json_set(body, '$.type', 'room.moved') WHERE position = 1",
        ),
      /room\.moved/,
    ],
    ['a master key that is gone', key, (path) => rename(path, `${path}.away`), /master key .*master\.key is missing/],
    [
      'another master key',
      key,
      (path) => writeFile(path, `${Buffer.alloc(32, 7).toString('base64')}\n`),
      /master\.key is not the master key of/,
    ],
    ['a master key cut short', key, (path) => truncate(path, 11), /master\.key holds no master key/],
    ['a vault that is no database', vault, (path) => writeFile(path, 'not a vault '.repeat(1_000)), /vault\.sqlite/],
    ...(process.platform === 'win32'
      ? []
      : ([
          ['a master key open to others', key, (path: string) => chmod(path, 0o644), /master\.key is open to others/],
        ] as const)),
  ];

  it.each(cases)(
    '%s: one clear line, nothing is touched, and all is there when it is put right',
    async (_, name, spoil, says) => {
      const dataDir = await copyOf(good);
      const path = join(dataDir, name);
      await spoil(path);
      const spoilt = existsSync(path) ? await readFile(path) : null;
      expectClear(await failsToStart(dataDir), says);
      expect(existsSync(path) ? await readFile(path) : null).toEqual(spoilt);
      await cp(join(good, name), path);
      await chmod(path, 0o600);
      await expectWhole(dataDir);
    },
  );

  it('a folder that takes no files', async () => {
    const dataDir = await copyOf(good);
    await chmod(dataDir, 0o555);
    const asRoot = process.geteuid?.() === 0;
    const ended = await failsToStart(dataDir, asRoot ? { NODE_OPTIONS: `--import=${BECOME_NOBODY}` } : {});
    expect(ended.code).toBe(1);
    expectClear(ended, /log\.sqlite.*(EACCES|EPERM|permission)/);
    await chmod(dataDir, 0o700);
    await expectWhole(dataDir);
  });

  it('a folder that is a file', async () => {
    const path = join(folder, 'a-file');
    await writeFile(path, 'mine');
    expectClear(await failsToStart(path), /a-file/);
    expectClear(await failsToStart(join(path, 'data')), /a-file/);
    expect(await readFile(path, 'utf8')).toBe('mine');
  });

  it('a second server: it is refused and names the first, which does not notice', async () => {
    const dataDir = await copyOf(good);
    const server = await open(dataDir);
    try {
      officer.server = server.address;
      expectClear(
        await failsToStart(dataDir),
        new RegExp(`already open in another server \\(process ${process.pid}\\)`),
      );
      const incident = stream.replace('incident-', '');
      expect((await officer.command('incident.confirm', { incident })).status).toBe(200);
    } finally {
      await server.close();
    }
  });

  it('a plan of the office’s own that is broken: the others load, and whoever adopts it is told what is wrong', async () => {
    const dataDir = await copyOf(good);
    await mkdir(join(dataDir, 'plans'), { recursive: true });
    await writeFile(join(dataDir, 'plans', 'own.yaml'), 'plan: own\nrules: [ {');
    const server = await open(dataDir);
    try {
      officer.server = server.address;
      const answer = await officer.command('plan.adopt', { pack: 'own' });
      expect([answer.status, answer.json.code]).toEqual([400, 'bad-input']);
      expect(JSON.stringify(answer.json.details.problems)).toMatch(/own\.yaml/);
      const packs = (await officer.get('/api/packs')).json;
      expect(JSON.stringify(packs)).toContain('"heating"');
    } finally {
      await server.close();
    }
    await rm(join(dataDir, 'plans'), { recursive: true });
    await expectWhole(dataDir);
  });
});

describe('a disk that is full', () => {
  let folder: string;
  let close: () => Promise<unknown>;
  afterEach(async () => {
    await close();
    await rm(folder, { recursive: true, force: true });
  });

  it('is told as such; what is on record stays on every screen, time goes on, and what passed meanwhile is recorded when there is room', async () => {
    folder = await mkdtemp(join(tmpdir(), 'duty-room-full-'));
    const store = await openSqliteStore({ file: join(folder, 'log.sqlite') });
    const clock = createManualClock({ wall: EVENING });
    const office = await openOffice({}, { store, clock });
    close = async () => {
      await office.close();
      await store.close();
    };
    const { officer } = office.people;
    const advance = (by: number) => clock.advance(by, () => office.server.room.settled());
    const late = await report(office);
    const socket = office.wall.socket();
    await once(socket, 'connect');

    const { maxPageCount, pageCount } = await store.pragmas();
    await store.limitPages(pageCount);
    const data = { title: '东区停热', under: [{ plan: 'heating', class: 'accident' }] };
    const key = newKey();
    // Until the last free page is used up.
    let answer = await officer.command('incident.report', data, { key });
    let accepted = 0;
    for (; answer.status === 200 && accepted < 200; accepted += 1)
      answer = await officer.command('incident.note', { incident: late, personal: { text: '来电'.repeat(300) } });
    expect([answer.status, answer.json.code]).toEqual([507, 'storage-full']);
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    const refused = { incident: late, to: 'heating-office' };
    const again = newKey();
    const chinese = await officer.ask(
      'POST',
      '/api/commands/incident.relay',
      { key: again, data: refused },
      { 'accept-language': 'zh-CN' },
    );
    expect(chinese.status).toBe(507);
    expect(chinese.json.detail).toMatch(/[\u4e00-\u9fff]/);

    const head = await store.head();
    await advance(20 * MINUTE);
    expect(await store.head()).toBe(head);
    const board = (await office.wall.get('/api/board')).json;
    expect(Object.keys(board.state.incidents)).toContain(late);
    expect(board.serverTime).toBe(EVENING + 20 * MINUTE);
    const beat = once(socket, 'beat');
    socket.emit('hello', { protocol: board.protocol, epoch: board.epoch, position: board.position });
    expect((await beat).serverTime).toBe(EVENING + 20 * MINUTE);
    socket.disconnect();

    await store.limitPages(maxPageCount);
    expect((await officer.ask('POST', '/api/commands/incident.relay', { key: again, data: refused })).status).toBe(200);
    await advance(10 * SECOND);
    const overdue = readLogFile(folder).filter(
      ({ type, data: fact }) => type === 'clock.overdue' && fact['incident'] === late,
    );
    expect(overdue.map(({ data: fact }) => fact['dueAt'])).toEqual([EVENING + 15 * MINUTE]);
    // Seen at the line, and recorded when there was room again.
    expect(Number(overdue[0]!.data['lagMs'])).toBeLessThan(SECOND);
    expect(overdue[0]!.recordedAt).toBeGreaterThanOrEqual(EVENING + 20 * MINUTE);
    expect(readLogFile(folder).filter(({ type }) => type === 'incident.relayed')).toHaveLength(1);
  });
});
