import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Browser, newKey, PASSWORD, setUpRequest, type Loose } from '../support/office.ts';

const file = (path: string) => fileURLToPath(new URL(`../../server/src/${path}`, import.meta.url));

describe('the server as a program', () => {
  let folder: string;
  const children: ChildProcess[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'duty-room-'));
  });
  afterEach(async () => {
    for (const child of children.splice(0))
      if (child.exitCode === null && child.kill('SIGKILL')) await once(child, 'exit');
    await rm(folder, { recursive: true, force: true });
  });

  const run = (path: string, args: readonly string[] = [], env: Record<string, string> = {}) => {
    const child = spawn(process.execPath, [file(path), ...args], {
      env: { PATH: process.env['PATH'], PORT: '0', DATA_DIR: folder, LOG_LEVEL: 'info', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    children.push(child);
    const output = { out: '', err: '' };
    child.stdout.on('data', (part) => (output.out += part));
    child.stderr.on('data', (part) => (output.err += part));
    return { child, output, ended: once(child, 'close').then(([code]) => code as number | null) };
  };
  const started = async (env?: Record<string, string>) => {
    const server = run('main.ts', [], env);
    const ended = () => `${server.output.err}${server.child.exitCode ?? ''}`;
    await expect.poll(() => server.output.out || ended(), { timeout: 20_000 }).toMatch(/is open: http/);
    return { ...server, browser: new Browser(/is open: (\S+)/.exec(server.output.out)![1]!) };
  };

  it('prints its address and the set-up link, keeps everything over a restart, and stops cleanly when told to', async () => {
    const first = await started();
    await expect.poll(() => first.output.out).toMatch(/\/set-up#[\w-]{43}\n/);
    const token = /#([\w-]{43})/.exec(first.output.out)![1]!;
    const done = await first.browser.post('/api/set-up', setUpRequest(token));
    expect(done.status, done.text).toBe(200);
    expect((await first.browser.get('/health/ready')).json.freeBytes).toBeGreaterThan(0);
    first.child.kill('SIGTERM');
    expect(await first.ended).toBe(0);

    const second = await started();
    expect(second.output.out).not.toContain('set-up#');
    const again = new Browser(second.browser.server);
    for (const [name, value] of first.browser.cookies) again.cookies.set(name, value);
    expect((await again.get('/api/session')).json.state).toBe('signed-in');
    const people = await again.post('/api/accounts', {
      login: 'audit',
      name: '审计',
      roles: ['auditor'],
      password: PASSWORD,
    });
    expect(people.status).toBe(200);
    const auditor = new Browser(second.browser.server);
    await auditor.signIn('audit');
    const { events } = (await auditor.get('/api/events')).json;
    expect(events.filter((event: Loose) => event.type === 'room.stopped')).toHaveLength(1);
    expect(events.findLast((event: Loose) => event.type === 'room.started').data.cleanStop).toBe(true);

    // The data folder and every secret in it are for the server's own user.
    if (process.platform !== 'win32') expect((await stat(join(folder, 'master.key'))).mode & 0o077).toBe(0);
    // No line of the log names a secret or a person.
    expect(first.output.err + second.output.err).not.toMatch(new RegExp(`${PASSWORD}|${token}|argon2|duty_room_|审计`));
  });

  it('resets a password from the console, while it runs and while it does not', async () => {
    const server = await started();
    const token = /#([\w-]{43})/.exec(server.output.out)![1]!;
    await server.browser.post('/api/set-up', setUpRequest(token));
    const passwordIn = (output: string) => /\n\s+([a-z0-9]{5}-[a-z0-9]{5}-[a-z0-9]{5})\n/.exec(output)![1]!;

    const reset = run('access/console.ts', ['reset-password', 'ADMIN']);
    expect(await reset.ended, reset.output.err).toBe(0);
    expect((await server.browser.get('/api/session')).json.state).toBe('anonymous');
    expect((await server.browser.signIn('admin')).json.code).toBe('wrong-credentials');
    expect((await server.browser.signIn('admin', passwordIn(reset.output.out))).status).toBe(200);

    const unknown = run('access/console.ts', ['reset-password', 'nobody']);
    expect(await unknown.ended).toBe(1);
    expect(unknown.output.err).toContain('no such account');
    expect(await run('access/console.ts', ['drop-everything']).ended).toBe(2);
    expect(await run('access/console.ts', ['reset-password', 'admin'], { DATA_DIR: join(folder, 'none') }).ended).toBe(
      2,
    );

    server.child.kill('SIGTERM');
    await server.ended;
    const later = run('access/console.ts', ['reset-password', 'admin']);
    expect(await later.ended, later.output.err).toBe(0);
    expect(later.output.out).toContain('next start');
    const [request] = (await readdir(join(folder, 'console'))).filter((name) => name.endsWith('.request'));
    expect(await readFile(join(folder, 'console', request!), 'utf8')).not.toContain(passwordIn(later.output.out));
    const second = await started();
    await expect
      .poll(async () => (await second.browser.signIn('admin', passwordIn(later.output.out))).status, {
        interval: 1_500,
        timeout: 15_000,
      })
      .toBe(200);
    const answers = await readdir(join(folder, 'console'));
    expect(answers.filter((name) => name.endsWith('.request'))).toEqual([]);
  });

  it('says in one line what is wrong with its settings, a taken port, or a folder that another server holds', async () => {
    const wrong = run('main.ts', [], { PORT: 'eighty' });
    expect(await wrong.ended).toBe(2);
    expect(wrong.output.err.trim().split('\n')).toHaveLength(1);
    expect(wrong.output.err).toContain('PORT=eighty');

    const server = await started();
    const twin = run('main.ts');
    expect(await twin.ended).toBe(1);
    expect(twin.output.err).toContain('The server could not start');
    expect(twin.output.err).not.toMatch(/\n\s+at /);
    const port = new URL(server.browser.server).port;
    const other = run('main.ts', [], { PORT: port, EVENT_STORE: 'memory' });
    expect(await other.ended).toBe(1);
    expect(other.output.err).toContain('EADDRINUSE');
    expect((await server.browser.get('/health/ready')).status).toBe(200);
  });

  it('killed in the middle keeps what it acknowledged', async () => {
    const server = await started();
    const token = /#([\w-]{43})/.exec(server.output.out)![1]!;
    await server.browser.post('/api/set-up', {
      ...setUpRequest(token),
      administrator: { ...setUpRequest(token).administrator, roles: ['administrator', 'officer'] },
    });
    const keys: string[] = [];
    for (let count = 0; count < 5; count += 1) {
      const key = newKey();
      const answer = await server.browser.ask('POST', '/api/commands/incident.report', {
        key,
        data: { title: `停热 ${count}`, under: [{ plan: 'heating', class: 'accident' }] },
      });
      expect(answer.status, answer.text).toBe(200);
      keys.push(answer.json.stream);
    }
    server.child.kill('SIGKILL');
    await server.ended;
    const again = await started();
    for (const [name, value] of server.browser.cookies) again.browser.cookies.set(name, value);
    const { state } = (await again.browser.get('/api/board')).json;
    expect(
      Object.keys(state.incidents)
        .map((id) => `incident-${id}`)
        .toSorted(),
    ).toEqual(keys.toSorted());
  });
});
