import { useCallback, useState } from 'react';
import { toWireError } from '../../contract/index.ts';
import { useBridge } from './bridge-context.tsx';
import type { Method, MethodInput, MethodOutput, WireError } from '../../contract/index.ts';

export interface Action<M extends Method> {
  /** Resolves with the output, or null when it failed (then `error` says why). */
  run(input: MethodInput<M>): Promise<{ output: MethodOutput<M> } | null>;
  readonly pending: boolean;
  readonly error: WireError | null;
  clear(): void;
}

/** One bridge method behind a button: runs it, and keeps whether it runs and why it failed. */
export function useAction<M extends Method>(method: M): Action<M> {
  const bridge = useBridge();
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<WireError | null>(null);
  const run = useCallback(
    async (input: MethodInput<M>) => {
      setPending(true);
      setError(null);
      try {
        return { output: await bridge.invoke(method, input) };
      } catch (thrown) {
        setError(toWireError(thrown));
        return null;
      } finally {
        setPending(false);
      }
    },
    [bridge, method],
  );
  return { run, pending, error, clear: useCallback(() => setError(null), []) };
}
