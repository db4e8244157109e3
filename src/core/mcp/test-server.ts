/**
 * A real connection test of one entry: connects, looks, and leaves.
 *
 * Path: mcp.test, mcp.testImport -> here -> port McpConnector; each step that passed -> `mcp.testProgressed`.
 * Always: nothing of it is left; a failure is the report, not an exception.
 */
import { AppError, toWireError } from '../../contract/index.ts';
import type {
  Caller,
  ServerEntry,
  TestId,
  TestProgress,
  TestReport,
  TestStep,
  TestStepName,
} from '../../contract/index.ts';
import type { EventHub } from '../bridge/event-hub.ts';
import type { McpConnector, SecretStore } from '../ports.ts';
import { resolveSecrets } from './resolve-secrets.ts';
import { connectLimitMs, withDownloadAdvice } from './start-limit.ts';

/** What a test works with. */
export interface TestParts {
  readonly connector: McpConnector;
  readonly secrets: SecretStore;
  readonly hub: Pick<EventHub, 'publish'>;
}

/** Who asked for a test, and whether they want to hear its steps. */
export interface TestAsker {
  readonly caller: Pick<Caller, 'connectionId'>;
  readonly testId: TestId | undefined;
  readonly signal: AbortSignal;
}

/** What is tested; `isKnown`: it has answered before. */
export interface Tested {
  readonly name: string;
  readonly entry: ServerEntry;
  readonly isKnown: boolean;
}

const next: Readonly<Record<TestStepName, TestStepName | null>> = {
  found: 'started',
  started: 'answered',
  answered: 'listed',
  listed: null,
};

/** Connects as a start would, within the same limit, and closes again. Never throws. */
export async function testServer(
  { connector, secrets, hub }: TestParts,
  { name, entry, isKnown }: Tested,
  { caller, testId, signal }: TestAsker,
): Promise<TestReport> {
  const limitMs = connectLimitMs(entry, isKnown);
  const silent = { onToolsChanged: () => {}, onClosed: () => {}, onOutput: () => {} };
  let progress: TestProgress = { steps: [], at: null };
  const go = (now: TestProgress): void => {
    progress = now;
    if (testId !== undefined) hub.publish('mcp.testProgressed', caller.connectionId, { ...now, testId });
  };
  try {
    const resolved = await resolveSecrets(entry, secrets);
    go({ steps: [], at: entry.command === undefined ? 'answered' : 'found' });
    const connection = await connector.connect({ name, entry: resolved }, silent, {
      timeoutMs: limitMs,
      signal,
      onStep: (step) => go(pass(progress, step)),
    });
    const { era, version, capabilities, tools } = connection;
    await connection.close();
    return {
      ok: true,
      era,
      version,
      capabilities: { ...capabilities },
      tools: tools.map((tool) => tool.name),
      cause: null,
      steps: progress.steps,
      failedAt: null,
    };
  } catch (error) {
    return failed(withDownloadAdvice(error, limitMs), progress);
  }
}

/** A step that passes again, as where a server is started once more, is followed anew from there. */
function pass({ steps }: TestProgress, step: TestStep): TestProgress {
  const before = steps.findIndex((passed) => passed.step === step.step);
  return { steps: [...(before < 0 ? steps : steps.slice(0, before)), step], at: next[step.step] };
}

/** The report of a test that was not begun. */
export const notApproved = (name: string): TestReport =>
  failed(
    new AppError(
      'mcp/unapproved',
      `The entry of "${name}" waits for approval and is not started before that, not even for a test.`,
    ),
    { steps: [], at: null },
  );

const failed = (error: unknown, { steps, at }: TestProgress): TestReport => ({
  ok: false,
  era: null,
  version: null,
  capabilities: {},
  tools: [],
  cause: toWireError(error),
  steps,
  failedAt: at,
});
