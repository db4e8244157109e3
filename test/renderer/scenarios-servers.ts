import type { Script } from './fixture-bridge.ts';
import type { Scenario } from './scenarios.ts';

export function serverScenarios(_script: (change?: Partial<Script>) => Script): Readonly<Record<string, Scenario>> {
  return {};
}
