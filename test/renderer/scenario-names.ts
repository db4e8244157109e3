import { scenarios } from './scenarios.ts';

/** Every state there is a script for. */
export const scenarioNames: readonly string[] = Object.keys(scenarios);
