/**
 * How the fixture page is built: the way the product's page is (no inlined assets, no inline scripts).
 */
import path from 'node:path';
import react from '@vitejs/plugin-react';
import type { InlineConfig } from 'vite';

const pages = path.join(import.meta.dirname, 'pages');

/** To `vite build` the page in `root` into `outDir`; the same object serves `vite dev` by its API. */
export function fixtureViteConfig(outDir: string, root = pages): InlineConfig {
  return {
    configFile: false,
    root,
    base: './',
    plugins: [react()],
    logLevel: 'warn',
    build: {
      outDir,
      emptyOutDir: true,
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 4_000,
      reportCompressedSize: false,
      rolldownOptions: { input: { index: path.join(root, 'index.html') } },
    },
  };
}
