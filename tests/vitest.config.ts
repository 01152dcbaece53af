import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('..', import.meta.url));
const away = ['**/node_modules/**', '**/dist/**', 'data/**'];

/** Three kinds of test, told by their suffix. Browser tests come last and one at a time: they measure and they need the machine. */
export default defineConfig({
  root,
  test: {
    allowOnly: false,
    passWithNoTests: false,
    projects: [
      {
        root,
        test: {
          name: 'pure',
          include: ['{shared,server,client,tests}/**/*.test.{ts,tsx}'],
          exclude: [...away, '**/*.{int,e2e}.test.{ts,tsx}'],
          testTimeout: 20_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        root,
        test: {
          name: 'int',
          include: ['{shared,server,client,tests}/**/*.int.test.{ts,tsx}'],
          exclude: away,
          testTimeout: 120_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        root,
        test: {
          name: 'e2e',
          include: ['{client,tests}/**/*.e2e.test.{ts,tsx}'],
          exclude: away,
          testTimeout: 180_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
