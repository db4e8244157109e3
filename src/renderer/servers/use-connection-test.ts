import { useState } from 'react';
import { useAction } from '../bridge/use-action.ts';
import type { MethodInput, TestReport, WireError } from '../../contract/index.ts';

export interface ConnectionTest {
  readonly report: TestReport | null;
  readonly pending: boolean;
  readonly error: WireError | null;
  run(input: MethodInput<'mcp.test'>): Promise<void>;
}

/** A real connection test and what it found. */
export function useConnectionTest(): ConnectionTest {
  const action = useAction('mcp.test');
  const [report, setReport] = useState<TestReport | null>(null);
  return {
    report,
    pending: action.pending,
    error: action.error,
    async run(input) {
      setReport(null);
      const found = await action.run(input);
      if (found) setReport(found.output);
    },
  };
}
