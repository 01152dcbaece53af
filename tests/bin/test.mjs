// `npm test`: every test of the repository. Arguments narrow it down: `npm test -- shared/src/plan`.
// Its last line is `N passed, N failed`; exit 1 on any failure, when nothing ran and when the run broke off.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command, orExplain, prepare, ROOT } from '../../server/bin/prepare.mjs';

const node = orExplain(() => prepare({ client: true }));
const folder = mkdtempSync(join(tmpdir(), 'duty-room-test-'));
const countFile = join(folder, 'count.json');

const runner = spawn(
  node,
  [
    command('vitest'),
    'run',
    '--config=tests/vitest.config.ts',
    '--reporter=default',
    '--reporter=./tests/bin/count-reporter.mjs',
    ...process.argv.slice(2),
  ],
  { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, TEST_COUNT_FILE: countFile } },
);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => runner.kill(signal));

runner.on('close', (code) => {
  let count = { passed: 0, failed: 1, complaints: ['the run broke off before it could be counted'] };
  try {
    count = JSON.parse(readFileSync(countFile, 'utf8'));
  } catch {
    // The sentence above says it.
  }
  rmSync(folder, { recursive: true, force: true });
  if (count.passed + count.failed === 0) count.complaints.push('no test was found');
  for (const complaint of count.complaints) console.log(complaint);
  console.log(`${count.passed} passed, ${count.failed} failed`);
  process.exitCode = code === 0 && count.failed === 0 && count.passed > 0 ? 0 : 1;
});
