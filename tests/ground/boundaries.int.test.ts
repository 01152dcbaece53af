import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const SCRIPT = fileURLToPath(new URL('../bin/boundaries.mjs', import.meta.url));
let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'duty-room-boundaries-'));
  await put('shared/package.json', JSON.stringify({ dependencies: { zod: '4' } }));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
}

function judge(): { status: number | null; lines: string[] } {
  const { status, stdout } = spawnSync(process.execPath, [SCRIPT, root], { encoding: 'utf8' });
  return { status, lines: stdout.split('\n').filter((line) => line !== '') };
}

describe('the arrows between packages', () => {
  it.each([
    ['shared/src/plan/a.ts', "import { readFileSync } from 'node:fs';"],
    ['shared/src/plan/a.ts', "import { readFileSync } from 'fs';"],
    ['shared/src/plan/a.ts', "import react from 'react';"],
    ['shared/src/plan/a.ts', "import type { Config } from '@duty-room/server/config';"],
    ['shared/src/plan/a.ts', "import { x } from '../../../server/src/config.ts';"],
    ['client/src/wall/a.tsx', "import { x } from '@duty-room/server/config';"],
    ['client/src/wall/a.tsx', "const { x } = await import('@duty-room/server/config');"],
    ['client/src/wall/a.tsx', "import { join } from 'node:path';"],
    ['client/src/wall/a.tsx', "import { x } from '../../../shared/src/kernel/event.ts';"],
    ['server/src/room/a.ts', "import { x } from '@duty-room/client/wall/a';"],
    ['server/src/room/a.ts', "export { x } from '@duty-room/tests/bench/main';"],
    ['server/src/room/a.ts', "new Worker(new URL('../../../tests/bench/worker.ts', import.meta.url));"],
    ['server/src/room/a.ts', "import { x } from './b.test.ts';"],
    ['server/src/room/a.ts', "import { seed } from './test-support/seed.ts';"],
    ['shared/src/kernel/a.ts', "import type { Plan } from '../plan/schema.ts';"],
    ['shared/src/incident/a.ts', "import { reduce } from '../board/reduce.ts';"],
    ['shared/src/obligation/a.ts', "import { at } from '@duty-room/shared/timeline/at';"],
    ['shared/src/plan/a.ts', "import {\n  one,\n  two,\n} from '../incident/events.ts';"],
  ])('%s may not say %s', async (path, text) => {
    await put(path, text);
    const { status, lines } = judge();
    expect(status).toBe(1);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(new RegExp(`^${path}:1: `));
  });

  it.each([
    ['shared/src/plan/a.ts', "import { z } from 'zod';\nimport type { Instant } from '../kernel/instant.ts';"],
    ['shared/src/protocol/a.ts', "import { reduce } from '../board/reduce.ts';"],
    ['shared/src/timeline/a.ts', "import { reduce } from '../board/reduce.ts';"],
    ['shared/src/plan/a.test.ts', "import { readFileSync } from 'node:fs';\nimport { it } from 'vitest';"],
    ['client/src/wall/a.tsx', "import { x } from '@duty-room/shared/board/view';\nimport './wall.css';"],
    [
      'server/src/room/a.ts',
      "import { join } from 'node:path';\nimport plan from '@duty-room/shared/plans/heating.yaml';",
    ],
    [
      'tests/bench/a.ts',
      "import { x } from '@duty-room/server/config';\nimport { y } from '@duty-room/client/live/feed';",
    ],
    ['shared/src/incident/a.ts', "// import { reduce } from '../board/reduce.ts';\nconst text = \"import 'node:fs'\";"],
  ])('%s may say %s', async (path, text) => {
    await put(path, text);
    expect(judge()).toEqual({ status: 0, lines: [] });
  });
});

describe('the purity of the core', () => {
  it.each([
    'const now = Date.now();',
    'const now = new Date();',
    'const now = new Date;',
    'const text = Date();',
    'const n = Math.random();',
    'const id = crypto.randomUUID();',
    'const port = process.env.PORT;',
    'window.alert(1);',
    "document.title = 'x';",
    'setTimeout(() => 1, 2);',
    "await fetch('https://example.org');",
    'const text = `${Date.now()}`;',
  ])('has no %s', async (line) => {
    await put('shared/src/shift/a.ts', `export const one = 1;\n${line}\n`);
    const { status, lines } = judge();
    expect(status).toBe(1);
    expect(lines[0]).toMatch(/^shared\/src\/shift\/a\.ts:2: /);
  });

  it.each([
    'const day = new Date(instant);',
    '// not Date.now(): the present is an argument',
    '/* Math.random() would not do */',
    "const words = 'Date.now()';",
    'const document = parse(text);\nexport const root = document.contents;',
    'const year = Date.UTC(2026, 0, 1);',
    'const at = room.window.start;',
    'const plan = context.process.name;',
    'await source.fetch(1);',
  ])('may say %s', async (line) => {
    await put('shared/src/shift/a.ts', `${line}\n`);
    expect(judge()).toEqual({ status: 0, lines: [] });
  });

  it('is asked of the core only', async () => {
    await put('server/src/clock/a.ts', 'export const now = () => Date.now();');
    await put('shared/src/shift/a.test.ts', 'const now = Date.now();');
    expect(judge().status).toBe(0);
  });
});
