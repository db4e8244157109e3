import { useEffect, useState } from 'react';
import { toWireError } from '../../contract/index.ts';
import { useBridge } from './bridge-context.tsx';
import { useConnection } from './use-connection.ts';
import type { Method, MethodInput, MethodOutput, WireError } from '../../contract/index.ts';

export interface Request<M extends Method> {
  readonly data: MethodOutput<M> | null;
  readonly error: WireError | null;
  reload(): void;
}

/** What `method` answers for `input`; asked again when `input` or `version` changes, and after a reconnection. */
export function useRequest<M extends Method>(method: M, input: MethodInput<M>, version: unknown = null): Request<M> {
  const bridge = useBridge();
  const { generation } = useConnection();
  const subject = JSON.stringify(input) ?? '';
  const key = JSON.stringify([subject, version]);
  const [asked, setAsked] = useState(0);
  const [answer, setAnswer] = useState<{
    subject: string;
    data: MethodOutput<M> | null;
    error: WireError | null;
  } | null>(null);
  useEffect(() => {
    const abort = new AbortController();
    bridge.invoke(method, (subject ? JSON.parse(subject) : undefined) as MethodInput<M>, { signal: abort.signal }).then(
      (data) => setAnswer({ subject, data, error: null }),
      (thrown: unknown) => {
        if (!abort.signal.aborted)
          setAnswer((last) => ({
            subject,
            data: last?.subject === subject ? last.data : null,
            error: toWireError(thrown),
          }));
      },
    );
    return () => abort.abort();
  }, [bridge, method, subject, key, generation, asked]);
  const current = answer?.subject === subject ? answer : null;
  return { data: current?.data ?? null, error: current?.error ?? null, reload: () => setAsked((count) => count + 1) };
}
