import { scenarios } from './scenarios.ts';

/** Every state there is a script for, but for the window that nobody sees. */
export const scenarioNames: readonly string[] = Object.keys(scenarios).filter(
  (name) => scenarios[name]?.part !== 'voice',
);
