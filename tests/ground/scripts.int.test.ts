import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Checkout } from './checkout.ts';

let checkout: Checkout;

beforeEach(async () => {
  checkout = await Checkout.create({
    'client/package.json': '{ "name": "@duty-room/client", "type": "module" }',
    'client/index.html': '<!doctype html><script type="module" src="/src/main.ts"></script>',
    'client/src/main.ts': "document.title = '值班室';\n",
    'server/package.json': '{ "name": "@duty-room/server", "type": "module" }',
    'server/src/main.ts': 'process.exitCode = 0;\n',
    'shared/package.json': '{ "name": "@duty-room/shared", "type": "module" }',
    'shared/src/plan/count.ts': 'export const one = 1;\n',
    'shared/src/plan/count.test.ts':
      "import { expect, it } from 'vitest';\nimport { one } from './count.ts';\nit('counts', () => expect(one).toBe(1));\n",
    'tests/package.json': '{ "name": "@duty-room/tests", "type": "module" }',
  });
  await checkout.take('package-lock.json', 'tests/vitest.config.ts', 'tsconfig.base.json');
});
afterEach(() => checkout.remove());

describe('npm test', () => {
  beforeEach(async () => {
    await checkout.put('package.json', '{ "name": "small", "type": "module" }');
    await checkout.lendPackages();
  });

  const test = (...args: string[]) => {
    const { status, stdout, stderr } = checkout.run(['tests/bin/test.mjs', ...args], { env: { CI: 'true' } });
    const lines = stdout.trimEnd().split('\n');
    return { status, last: lines.at(-1), said: stdout + stderr };
  };

  it('builds the screens, runs every kind of test and says the sum in its last line', async () => {
    const passing = (name: string) => `import { expect, it } from 'vitest';\nit('${name}', () => expect(1).toBe(1));\n`;
    await checkout.put('server/src/store.int.test.ts', passing('stores'));
    await checkout.put('tests/e2e/wall.e2e.test.ts', passing('shows'));
    expect(test()).toMatchObject({ status: 0, last: '3 passed, 0 failed' });
    expect(await checkout.read('client/dist/index.html')).toContain('<script');
    expect(test('tests/e2e')).toMatchObject({ status: 0, last: '1 passed, 0 failed' });
  });

  it.each([
    ['a failure', "it('a', () => expect(1).toBe(2));", '1 passed, 1 failed', /expected 1 to be 2/],
    [
      'a skipped test',
      "it.skip('is left out', () => expect(1).toBe(1));",
      '1 passed, 1 failed',
      /did not run: .*is left out/,
    ],
    ['a test to do', "it.todo('comes later');", '1 passed, 1 failed', /did not run: .*comes later/],
    ['a test that skips itself', "it('gives up', (t) => t.skip());", '1 passed, 1 failed', /did not run: .*gives up/],
    [
      'a file that does not load',
      "await import('./nowhere.ts');",
      '1 passed, 1 failed',
      /failed outside its tests: shared/,
    ],
    [
      'a hook that throws',
      "afterAll(() => { throw new Error('hook'); }); it('a', () => expect(1).toBe(1));",
      '2 passed, 1 failed',
      /hook/,
    ],
    [
      'an error that nobody caught',
      "it('a', async () => { setTimeout(() => { throw new Error('adrift'); }, 0); await new Promise((r) => setTimeout(r, 50)); });",
      '2 passed, 1 failed',
      /unhandled: adrift/,
    ],
  ])('counts %s as failed', async (_what, text, last, reason) => {
    await checkout.put(
      'shared/src/plan/bad.test.ts',
      `import { afterAll, expect, it } from 'vitest';\nafterAll(() => {});\n${text}\n`,
    );
    const result = test('shared');
    expect(result).toMatchObject({ status: 1, last });
    expect(result.said).toMatch(reason);
    expect(result.said).not.toContain('undefined:');
  });

  it('fails where one test alone is asked for by the code', async () => {
    await checkout.put(
      'shared/src/plan/only.test.ts',
      "import { expect, it } from 'vitest';\nit.only('me', () => expect(1).toBe(1));\n",
    );
    expect(test().status).toBe(1);
  });

  it('fails where there is no test', () => {
    const result = test('nothing-of-this-name');
    expect(result).toMatchObject({ status: 1, last: '0 passed, 0 failed' });
    expect(result.said).toContain('no test was found');
  });

  it('fails where the run breaks off', async () => {
    await checkout.put('tests/vitest.config.ts', "throw new Error('broken configuration');\n");
    const result = test();
    expect(result).toMatchObject({ status: 1, last: '0 passed, 1 failed' });
    expect(result.said).toContain('the run broke off');
  });
});

describe('npm run check', () => {
  const workspaces = ['shared', 'server', 'client', 'tests'];
  const check = () => {
    const { status, stdout } = checkout.run(['tests/bin/check.mjs']);
    const verdicts = Object.fromEntries(
      [...stdout.matchAll(/^(ok|FAIL)\s+(\S.*?)\s+\d+\.\d s$/gm)].map(([, verdict, name]) => [name, verdict]),
    );
    return { status, verdicts, stdout };
  };

  beforeEach(async () => {
    await checkout.take(
      '.oxlintrc.json',
      '.oxfmtrc.json',
      'knip.json',
      ...workspaces.map((name) => `${name}/tsconfig.json`),
    );
    await checkout.put(
      'package.json',
      `${JSON.stringify({ name: 'small', private: true, type: 'module', workspaces, devDependencies: { vitest: '*', typescript: '*', oxlint: '*', oxfmt: '*', knip: '*' } }, null, 2)}\n`,
    );
    await checkout.put('.gitignore', 'node_modules/\ndist/\n');
    // The repository's own rules name files that this small one has not; its packages are lent.
    const rules = z.looseObject({ exclude: z.array(z.string()) }).parse(JSON.parse(await checkout.read('knip.json')));
    const lent = ['dependencies', 'devDependencies', 'unlisted', 'unresolved', 'binaries'];
    await checkout.put('knip.json', JSON.stringify({ ...rules, exclude: [...rules.exclude, ...lent] }));
    await checkout.lendPackages();
    const formatted = checkout.run(['node_modules/oxfmt/bin/oxfmt', '.']);
    expect(formatted.stderr).toBe('');
  });

  it('names each tool that found something, and what it found', async () => {
    const clean = check();
    expect(clean.stdout).toContain('all clean');
    expect(clean.status).toBe(0);
    const tools = [...workspaces.map((name) => `types ${name}`), 'lint', 'format', 'dead code', 'boundaries'];
    expect(Object.keys(clean.verdicts).toSorted()).toEqual(tools.toSorted());

    await checkout.put('server/src/wrong.ts', "export const port: number = '8080';\n");
    await checkout.put('server/src/adrift.ts', 'const later = async (): Promise<number> => 1;\nlater();\n');
    await checkout.put('client/src/ugly.ts', 'export   const a = "b"\n');
    await checkout.put('shared/src/plan/unused.ts', 'export const nobody = Math.random();\n');
    const found = check();
    expect(found.status).toBe(1);
    expect(found.verdicts).toEqual({
      ...Object.fromEntries(tools.map((name) => [name, 'ok'])),
      'types server': 'FAIL',
      lint: 'FAIL',
      format: 'FAIL',
      'dead code': 'FAIL',
      boundaries: 'FAIL',
    });
    for (const trace of [
      /wrong\.ts.*TS2322/,
      /no-floating-promises/,
      /client\/src\/ugly\.ts/,
      /unused\.ts/,
      /unused\.ts:1: draws by chance/,
    ])
      expect(found.stdout).toMatch(trace);
  });
});

describe('the commands of the package', () => {
  const { scripts } = z
    .object({ scripts: z.record(z.string(), z.string()) })
    .parse(JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')));

  it.each(Object.entries(scripts))('%s runs a script that installs first where something is missing', (_name, line) => {
    const [program, script = ''] = line.split(' ');
    expect(program).toBe('node');
    expect(readFileSync(new URL(`../../${script}`, import.meta.url), 'utf8')).toMatch(/\bprepare\(/);
  });

  it('judge a change from its clone on, and stop at the first failure', () => {
    const text = readFileSync(new URL('../../.ci/run', import.meta.url), 'utf8');
    expect(text).toContain('set -euo pipefail');
    expect(text.split('\n').filter((line) => line.startsWith('npm '))).toEqual(['npm ci', 'npm run check', 'npm test']);
  });
});
