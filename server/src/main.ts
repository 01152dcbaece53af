// The server: `npm start`. What was compiled once is kept beside the packages, which halves the time of the next start.
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

// Where the folder cannot be written, as in a read-only installation, every start compiles anew.
enableCompileCache(fileURLToPath(new URL('../../node_modules/.cache/compile', import.meta.url)));
await import('./serve.ts');
