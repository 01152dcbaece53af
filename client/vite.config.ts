import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** The offices' browsers are old: what is built runs on Chromium 92. */
const OLDEST = 'chrome92';

/** Writing JSON schemas is the server's business (its interface document); no screen does it, and a wall loads every byte at each start. */
function withoutJsonSchemas(): Plugin {
  const parts = /[\\/]zod[\\/]v4[\\/]core[\\/](?:json-schema-processors|to-json-schema)\.js$/;
  return {
    name: 'without-json-schemas',
    transform(code, id) {
      if (!parts.test(id)) return null;
      const names = [...code.matchAll(/^export (?:const|function|class) (\w+)/gm)].map((match) => match[1]);
      return {
        code: `const nothing = () => nothing;\n${names.map((name) => `export { nothing as ${name} };`).join('\n')}`,
        map: null,
      };
    },
  };
}

export default defineConfig({
  plugins: [react(), withoutJsonSchemas()],
  build: {
    target: OLDEST,
    cssTarget: OLDEST,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
    manifest: true,
    sourcemap: false,
    rolldownOptions: {
      // The core reads plan files with `yaml`; screens get plans from the log and never use that part.
      treeshake: { moduleSideEffects: [{ test: /[\\/]node_modules[\\/]yaml[\\/]/, sideEffects: false }] },
    },
  },
});
