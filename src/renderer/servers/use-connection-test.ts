import { useRef, useState } from 'react';
import { useAction } from '../bridge/use-action.ts';
import type { MethodInput, TestReport, WireError } from '../../contract/index.ts';

type TestMethod = 'mcp.test' | 'mcp.testImport';

export interface ConnectionTest<M extends TestMethod> {
  readonly report: TestReport | null;
  readonly pending: boolean;
  readonly error: WireError | null;
  run(input: MethodInput<M>): Promise<void>;
  /** Forgets what was found, also by a test that still runs. */
  clear(): void;
}

/** A real connection test and what it found: of a server, or of one that is not added yet. */
export function useConnectionTest<M extends TestMethod>(method: M): ConnectionTest<M> {
  const action = useAction(method);
  const [report, setReport] = useState<TestReport | null>(null);
  const generation = useRef(0);
  return {
    report,
    pending: action.pending,
    error: action.error,
    async run(input) {
      setReport(null);
      const asked = (generation.current += 1);
      const found = await action.run(input);
      if (found && asked === generation.current) setReport(found.output as TestReport);
    },
    clear() {
      generation.current += 1;
      setReport(null);
      action.clear();
    },
  };
}
