/**
 * Four suites: `unit` needs nothing, `integration` real programs and transports, `pages` a browser, `e2e` the whole app, one at a
 * time.
 *
 * Always: no retries (a race is a bug); a file of a folder that is named nowhere below belongs to `unit`.
 */
import { defineConfig } from 'vitest/config';

const integration = ['adapters', 'demo', 'host', 'app', 'main', 'tools'].map(
  (folder) => `test/${folder}/**/*.test.{ts,tsx,mjs}`,
);
/** One file at a time: they speak in real time, and a starved machine mishears. */
const endToEnd = ['agent', 'e2e', 'faults', 'security', 'conformance'].map(
  (folder) => `test/${folder}/**/*.test.{ts,tsx,mjs}`,
);

/** The windows in a browser on scripted states: nobody speaks, so two files run side by side. */
const pages = ['test/e2e/renderer/**/*.test.ts'];

/** What real programs and pages do is waited for also on a starved machine; the default is one second. */
const expectation = { poll: { timeout: 10_000 } };

export default defineConfig({
  test: {
    retry: 0,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: [...integration, ...pages, ...endToEnd, 'test/bench/**'],
          testTimeout: 10_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: integration,
          expect: expectation,
          testTimeout: 30_000,
          hookTimeout: 30_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'pages',
          include: pages,
          expect: expectation,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          name: 'e2e',
          include: endToEnd,
          exclude: pages,
          expect: expectation,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
          maxWorkers: 1,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
