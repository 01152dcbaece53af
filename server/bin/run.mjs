// Runs one TypeScript program of the repository: `node server/bin/run.mjs [--screens] FILE [ARGUMENTS]`.
// With `--screens` the client is built first where it is stale.
import { join } from 'node:path';
import { become, orExplain, prepare, ROOT } from './prepare.mjs';

const args = process.argv.slice(2);
const client = args[0] === '--screens';
if (client) args.shift();
const [file, ...rest] = args;
if (!file) {
  process.stderr.write('usage: node server/bin/run.mjs [--screens] FILE [ARGUMENTS]\n');
  process.exit(2);
}
const node = orExplain(() => prepare({ client }));
become(node, [join(ROOT, file), ...rest]);
