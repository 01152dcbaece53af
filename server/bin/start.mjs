// `npm start`: installs and builds what is stale, then runs the server.
import { join } from 'node:path';
import { become, orExplain, prepare, ROOT } from './prepare.mjs';

const node = orExplain(() => prepare({ client: true }));
become(node, [join(ROOT, 'server/src/main.ts'), ...process.argv.slice(2)], { cwd: ROOT });
