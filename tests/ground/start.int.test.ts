import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Checkout, putNodePackage } from './checkout.ts';

/** Stands for Vite: says what it was run with, and breaks where the sources say so. */
const BUILDER = `
  import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
  if (readFileSync('src/main.ts', 'utf8').includes('broken')) { console.error('main.ts: broken'); process.exit(1); }
  mkdirSync('dist', { recursive: true });
  writeFileSync('dist/index.html', 'built');
`;

/** Stands for the server: tells what it got, then echoes its input and ends as it is told. */
const SERVER = `
  const args: string[] = process.argv.slice(2);
  console.log(JSON.stringify({ args, node: process.version, cwd: process.cwd() }));
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => { console.log(signal); process.exit(7); });
  process.stdin.on('data', (part) => console.log('heard ' + String(part).trim()));
  process.stdin.on('end', () => { if (!args.includes('--wait')) process.exit(args.includes('--fail') ? 3 : 0); });
  if (args.includes('--wait')) setInterval(() => {}, 1000);
`;

let checkout: Checkout;

/** Writes a manifest and a lockfile of packages that lie beside them, so that npm needs no network. */
async function lock(...more: string[]): Promise<void> {
  const node = await putNodePackage(checkout);
  const names = [node, 'vite', ...more];
  const vendored = Object.fromEntries(names.map((name) => [name, `file:vendor/${name}`]));
  await checkout.put(
    'vendor/vite/package.json',
    JSON.stringify({ name: 'vite', version: '1.0.0', bin: 'bin/vite.js', type: 'module' }),
  );
  await checkout.put('vendor/vite/bin/vite.js', BUILDER);
  await checkout.put('package.json', JSON.stringify({ name: 'small', version: '1.0.0', dependencies: vendored }));
  await checkout.put(
    'package-lock.json',
    JSON.stringify({
      name: 'small',
      version: '1.0.0',
      lockfileVersion: 3,
      requires: true,
      packages: {
        '': { name: 'small', version: '1.0.0', dependencies: vendored },
        ...Object.fromEntries(
          names.flatMap((name): [string, object][] => [
            [`node_modules/${name}`, { resolved: `vendor/${name}`, link: true }],
            [`vendor/${name}`, { version: '1.0.0' }],
          ]),
        ),
      },
    }),
  );
}

const start = (...args: string[]) => checkout.run(['server/bin/start.mjs', ...args]);
const steps = (stderr: string) =>
  [/Installing/.test(stderr) && 'install', /Building/.test(stderr) && 'build'].filter((step) => step !== false);

beforeEach(async () => {
  checkout = await Checkout.create({
    'client/src/main.ts': 'one',
    'client/src/main.test.ts': 'one',
    'client/index.html': '<p>',
    'shared/src/kernel/event.ts': 'one',
    'server/src/main.ts': SERVER,
  });
  await lock();
});
afterEach(() => checkout.remove());

describe('npm start on a fresh clone', () => {
  it('installs, builds and starts the server in its place', () => {
    const { status, stdout, stderr } = start('--demo', 'x');
    expect(steps(stderr)).toEqual(['install', 'build']);
    expect(stderr.trim().split('\n')).toHaveLength(2);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ args: ['--demo', 'x'], node: process.version, cwd: checkout.root });
    expect(existsSync(checkout.path('client/dist/index.html'))).toBe(true);
  });

  it('hands its input to the server and takes over its exit code', () => {
    const { status, stdout } = checkout.run(['server/bin/start.mjs', '--fail'], { input: 'hello\n' });
    expect(status).toBe(3);
    expect(stdout).toContain('heard hello');
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('passes %s on to the server and ends as it ends', async (signal) => {
    start();
    const child = spawn(process.execPath, ['server/bin/start.mjs', '--wait'], {
      cwd: checkout.root,
      env: checkout.env(),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const lines: string[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      lines.push(line);
      if (lines.length === 1) child.kill(signal);
    }
    const code = child.exitCode ?? ((await once(child, 'exit')) as [number])[0];
    expect(lines.slice(1)).toEqual([signal]);
    expect(code).toBe(7);
  });
});

describe('npm start that is stopped', () => {
  it('does not leave its server behind', async () => {
    start();
    await checkout.put('package.json', JSON.stringify({ scripts: { start: 'node server/bin/start.mjs --wait' } }));
    const npm = spawn('npm', ['start'], {
      cwd: checkout.root,
      env: checkout.env(),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const lines: string[] = [];
    // Its output ends when the last process that holds it has ended: the server.
    for await (const line of createInterface({ input: npm.stdout })) {
      lines.push(line);
      if (line.startsWith('{')) npm.kill('SIGTERM');
    }
    expect(lines.at(-1)).toBe('SIGTERM');
  });
});

describe('npm start again', () => {
  beforeEach(() => {
    start();
  });

  it('does nothing but start', () => {
    expect(start().stderr).toBe('');
  });

  it('costs less than 300 ms more than the server alone', () => {
    const time = (args: string[]) => {
      const before = performance.now();
      checkout.run(args);
      return performance.now() - before;
    };
    // The best of a few on each side: what is measured is the work of the script, not the load of the machine.
    const best = (args: string[]) => Math.min(...Array.from({ length: 7 }, () => time(args)));
    expect(best(['server/bin/start.mjs']) - best(['server/src/main.ts'])).toBeLessThan(300);
  });

  it.each(['client/src/main.ts', 'client/src/new.css', 'client/vite.config.ts', 'shared/src/kernel/event.ts'])(
    'builds again when %s has changed',
    async (path) => {
      await checkout.put(path, 'two');
      expect(steps(start().stderr)).toEqual(['build']);
      expect(steps(start().stderr)).toEqual([]);
    },
  );

  it.each(['client/src/main.test.ts', 'server/src/main.test.ts', 'README.md'])('does not care for %s', async (path) => {
    await checkout.put(path, 'two');
    expect(steps(start().stderr)).toEqual([]);
  });

  it('builds again when the screens are gone', async () => {
    await rm(checkout.path('client/dist'), { recursive: true });
    expect(steps(start().stderr)).toEqual(['build']);
  });

  it('installs again when the lockfile asks for something else', async () => {
    await checkout.put('vendor/more/package.json', JSON.stringify({ name: 'more', version: '1.0.0' }));
    await lock('more');
    expect(steps(start().stderr)).toEqual(['install', 'build']);
    expect(steps(start().stderr)).toEqual([]);
  });

  it('installs again when the packages are gone', async () => {
    await rm(checkout.path('node_modules'), { recursive: true });
    expect(steps(start().stderr)).toEqual(['install']);
  });

  it('does not install what somebody has installed by hand', async () => {
    await checkout.put('package-lock.json', `${await checkout.read('package-lock.json')}\n`);
    expect(steps(start().stderr)).not.toContain('install');
  });
});

describe('npm start that cannot', () => {
  it('says in one message that the packages could not be installed', async () => {
    await checkout.put('package-lock.json', '{}');
    const { status, stderr, stdout } = start();
    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/安装依赖失败/);
    expect(stderr).toMatch(/Installing the packages failed/);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it('shows why the screens could not be built, and tries again the next time', async () => {
    await checkout.put('client/src/main.ts', 'broken');
    for (const attempt of [1, 2]) {
      const { status, stderr } = start();
      expect(status, `attempt ${attempt}`).toBe(1);
      expect(stderr).toContain('main.ts: broken');
      expect(stderr).toMatch(/could not be built/);
    }
  });

  const elsewhere = (platform: string, version: string) =>
    checkout.run([
      '--import',
      `data:text/javascript,Object.defineProperty(process,'platform',{value:'${platform}'});Object.defineProperty(process,'version',{value:'${version}'})`,
      'server/bin/start.mjs',
    ]);

  it('asks for Node 24 where none comes with the packages', () => {
    const { status, stderr } = elsewhere('darwin', 'v22.20.0');
    expect(status).toBe(1);
    expect(stderr).toMatch(/需要 Node 24.*v22\.20\.0/);
    expect(stderr).toMatch(/Node 24 or later is needed, this is v22\.20\.0/);
    expect(existsSync(checkout.path('node_modules'))).toBe(false);
  });

  it('runs there on a Node that is new enough', () => {
    expect(elsewhere('darwin', 'v24.1.0').status).toBe(0);
  });

  it('asks for Node 20 everywhere', () => {
    const { status, stderr } = elsewhere(process.platform, 'v18.20.0');
    expect(status).toBe(1);
    expect(stderr).toMatch(/Node 20 or later is needed/);
  });
});

describe('run.mjs', () => {
  it('runs a program of the repository, with the screens only where they are asked for', async () => {
    await checkout.put(
      'tests/bench/main.ts',
      'const n: number = process.argv.length; console.log(n); process.exit(4);',
    );
    const plain = checkout.run(['server/bin/run.mjs', 'tests/bench/main.ts', '--json']);
    expect(steps(plain.stderr)).toEqual(['install']);
    expect([plain.status, plain.stdout.trim()]).toEqual([4, '3']);
    expect(steps(checkout.run(['server/bin/run.mjs', '--screens', 'tests/bench/main.ts']).stderr)).toEqual(['build']);
  });

  it('says how it is used', () => {
    expect(checkout.run(['server/bin/run.mjs'])).toMatchObject({ status: 2 });
  });
});
