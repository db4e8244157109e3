/**
 * Three suites: `unit` needs nothing, `integration` real programs and transports, `e2e` the whole app, one at a time.
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
          exclude: [...integration, ...endToEnd, 'test/bench/**'],
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
          name: 'e2e',
          include: endToEnd,
          expect: expectation,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
