/**
 * What a connection test of a scenario finds: everything, or, by the server's name, a start that takes long or a failure.
 */
import { AppError, toWireError } from '../../src/contract/index.ts';
import type { FixtureBridge } from './fixture-bridge.ts';
import type { TestReport, TestStep } from '../../src/contract/index.ts';

const started: TestStep[] = [
  { step: 'found', program: '/usr/local/bin/npx' },
  { step: 'started', pid: 5151 },
];

const found: TestReport = {
  ok: true,
  era: '2026-07-28',
  version: '2026.8.31',
  capabilities: {},
  tools: ['read_text_file', 'write_file', 'list_directory'],
  cause: null,
  steps: [...started, { step: 'answered', era: '2026-07-28', version: '2026.8.31' }, { step: 'listed', tools: 3 }],
  failedAt: null,
};

const unreachable: TestReport = {
  ...found,
  ok: false,
  era: null,
  version: null,
  tools: [],
  cause: toWireError(
    new AppError('mcp/unreachable', 'https://calendar.example.com/mcp does not answer. Check the address.'),
  ),
  steps: [],
  failedAt: 'answered',
};

/** `everything` is started and has not answered yet; `calendar` cannot be reached. */
export function scriptedTest(
  bridge: FixtureBridge,
  { name, testId = '' }: { readonly name: string; readonly testId?: string | undefined },
): TestReport | Promise<TestReport> {
  if (name === 'calendar') return unreachable;
  if (name !== 'everything') return found;
  // Steps of another test, which are not shown with this one's.
  bridge.emit('mcp.testProgressed', { testId: 'another', steps: [], at: 'listed' }, null);
  bridge.emit('mcp.testProgressed', { testId, steps: started, at: 'answered' }, null);
  bridge.emit('mcp.testProgressed', { testId: 'another', steps: found.steps, at: null }, null);
  return new Promise(() => undefined);
}
