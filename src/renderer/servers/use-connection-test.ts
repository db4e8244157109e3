import { useRef, useState } from 'react';
import { useAction } from '../bridge/use-action.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import type { MethodInput, TestProgress, TestReport, WireError } from '../../contract/index.ts';

type TestMethod = 'mcp.test' | 'mcp.testImport';

export interface ConnectionTest<M extends TestMethod> {
  /** How far it is, as long as it runs; null before its first step. */
  readonly progress: TestProgress | null;
  readonly report: TestReport | null;
  readonly pending: boolean;
  readonly error: WireError | null;
  run(input: MethodInput<M>): Promise<void>;
  /** Forgets what was found, also by a test that still runs. */
  clear(): void;
}

/** A real connection test, its steps and what it found: of a server, or of one that is not added yet. */
export function useConnectionTest<M extends TestMethod>(method: M): ConnectionTest<M> {
  const bridge = useBridge();
  const action = useAction(method);
  const [progress, setProgress] = useState<TestProgress | null>(null);
  const [report, setReport] = useState<TestReport | null>(null);
  const latest = useRef<string | null>(null);
  const begin = (testId: string | null): void => {
    latest.current = testId;
    setProgress(null);
    setReport(null);
  };
  return {
    progress,
    report,
    pending: action.pending,
    error: action.error,
    async run(input) {
      const testId = crypto.randomUUID();
      begin(testId);
      const end = bridge.subscribe('mcp.testProgressed', (message) => {
        if (message.type === 'event' && message.payload.testId === latest.current) setProgress(message.payload);
      });
      const found = await action.run({ ...input, testId });
      end();
      if (testId !== latest.current) return;
      setProgress(null);
      if (found) setReport(found.output as TestReport);
    },
    clear() {
      begin(null);
      action.clear();
    },
  };
}
