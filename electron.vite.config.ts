/**
 * Builds what Electron and browsers load: out/main, out/preload, out/renderer. tools/set-up/build.mjs runs it.
 *
 * Always: packages stay external in main; the preload is one CommonJS file (its sandbox loads nothing else); the renderer
 * has relative addresses and no inline script, because the headless host serves the same files under the same policy.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const root = import.meta.dirname;
const mainEntry = path.join(root, 'src/main/main.ts');
const preloadEntry = path.join(root, 'src/preload/preload.ts');
const rendererEntry = path.join(root, 'src/renderer/index.html');

export default defineConfig({
  ...(existsSync(mainEntry) && {
    main: {
      build: {
        sourcemap: true,
        reportCompressedSize: false,
        externalizeDeps: true,
        rolldownOptions: { input: { main: mainEntry }, output: { format: 'es', entryFileNames: '[name].js' } },
      },
    },
  }),
  ...(existsSync(preloadEntry) && {
    preload: {
      build: {
        sourcemap: true,
        reportCompressedSize: false,
        externalizeDeps: false,
        rolldownOptions: { input: { preload: preloadEntry }, output: { format: 'cjs', entryFileNames: '[name].cjs' } },
      },
    },
  }),
  ...(existsSync(rendererEntry) && {
    renderer: {
      root: path.join(root, 'src/renderer'),
      base: './',
      plugins: [react()],
      build: {
        sourcemap: true,
        minify: true,
        reportCompressedSize: false,
        chunkSizeWarningLimit: 4000,
        modulePreload: { polyfill: false },
        assetsInlineLimit: 0,
        rolldownOptions: { input: { index: rendererEntry } },
      },
    },
  }),
});
