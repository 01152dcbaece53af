import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { loadScenario } from './load.ts';
import { issueText, resultText } from './report.ts';
import { runScenario } from './run.ts';
import { shippedPacks } from './shipped-packs.ts';

const USAGE = 'usage: npm run scenario -- FILE [--json]';

/**
 * `npm run scenario -- FILE [--json]`: runs a scenario and prints its table of duties.
 * Exit code 0 where every expectation holds, 1 where one does not, 2 where the file is bad.
 */
async function main(args: readonly string[]): Promise<0 | 1 | 2> {
  const files = args.filter((argument) => !argument.startsWith('--'));
  const unknown = args.filter((argument) => argument.startsWith('--') && argument !== '--json');
  const [file] = files;
  if (file === undefined || files.length > 1 || unknown.length > 0) {
    process.stderr.write(`${unknown.map((argument) => `${argument}: unknown\n`).join('')}${USAGE}\n`);
    return 2;
  }
  const json = args.includes('--json');
  // npm runs the program elsewhere than where the command was typed.
  const path = resolve(process.env['INIT_CWD'] ?? '.', file);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    process.stderr.write(`${file}: cannot be read (${reason})\n`);
    return 2;
  }
  const loaded = loadScenario(text, file);
  const run = loaded.ok ? await runScenario(loaded.scenario, { packs: shippedPacks(), file }) : loaded;
  if (!run.ok) {
    if (json) process.stdout.write(`${JSON.stringify({ issues: run.issues }, null, 2)}\n`);
    else process.stderr.write(`${run.issues.map(issueText).join('\n')}\n`);
    return 2;
  }
  process.stdout.write(`${json ? JSON.stringify(run.result, null, 2) : resultText(run.result)}\n`);
  return run.result.differences.length === 0 ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
