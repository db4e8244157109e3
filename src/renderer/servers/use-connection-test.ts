import { useRef, useState } from 'react';
import { useAction } from '../bridge/use-action.ts';
import type { MethodInput, TestReport, WireError } from '../../contract/index.ts';

export interface ConnectionTest {
  readonly report: TestReport | null;
  readonly pending: boolean;
  readonly error: WireError | null;
  run(input: MethodInput<'mcp.test'>): Promise<void>;
  /** Forgets what was found, also by a test that still runs. */
  clear(): void;
}

/** A real connection test and what it found. */
export function useConnectionTest(): ConnectionTest {
  const action = useAction('mcp.test');
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
      if (found && asked === generation.current) setReport(found.output);
    },
    clear() {
      generation.current += 1;
      setReport(null);
      action.clear();
    },
  };
}
