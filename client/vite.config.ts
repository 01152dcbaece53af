import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The offices' browsers are old: what is built runs on Chromium 92. */
const OLDEST = 'chrome92';

export default defineConfig({
  plugins: [react()],
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
