// `npm run check`: types, lint, format, dead code and import boundaries; prints each tool's verdict and time.
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { command, orExplain, prepare, ROOT } from '../../server/bin/prepare.mjs';

const node = orExplain(() => prepare());
const WORKSPACES = ['shared', 'server', 'client', 'tests'];

const tasks = [
  ...WORKSPACES.map((name) => ({
    name: `types ${name}`,
    args: [command('tsc', 'typescript'), '--noEmit', '-p', name],
  })),
  { name: 'lint', args: [command('oxlint'), '--deny-warnings', '.'] },
  { name: 'format', args: [command('oxfmt'), '--list-different', '.'] },
  { name: 'dead code', args: [command('knip'), '--config', 'knip.json', '--no-progress'] },
  { name: 'boundaries', args: ['tests/bin/boundaries.mjs'] },
];

function run({ name, args }) {
  const started = performance.now();
  return new Promise((resolve) => {
    const child = spawn(node, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
    const output = [];
    child.stdout.on('data', (chunk) => output.push(chunk));
    child.stderr.on('data', (chunk) => output.push(chunk));
    child.on('close', (code) => {
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${name.padEnd(14)} ${seconds} s`);
      resolve({ name, ok: code === 0, output: Buffer.concat(output).toString('utf8').trim() });
    });
  });
}

const queue = [...tasks];
const results = [];
await Promise.all(
  Array.from({ length: Math.min(4, availableParallelism()) }, async () => {
    for (let task = queue.shift(); task; task = queue.shift()) results.push(await run(task));
  }),
);
const bad = results.filter((result) => !result.ok);
for (const { name, output } of bad) console.log(`\n--- ${name}\n${output}`);
console.log(bad.length === 0 ? 'all clean' : `\nnot clean: ${bad.map((result) => result.name).join(', ')}`);
process.exitCode = bad.length === 0 ? 0 : 1;
