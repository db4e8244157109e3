import { DownloadIcon } from '@radix-ui/react-icons';
import { Button } from '@radix-ui/themes';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toWireError } from '../../contract/index.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import { saveFile } from '../shell/save-file.ts';
import { exportLog } from './export-log.ts';
import { Failure } from '../shell/failure.tsx';
import type { ReactNode } from 'react';
import type { LogFilter } from '../../contract/index.ts';

/** Saves the calls that `filter` leaves as a file, one JSON record a line; a second click stops it. */
export function LogExport({ filter, disabled }: { filter: LogFilter; disabled: boolean }): ReactNode {
  const { t } = useTranslation();
  const bridge = useBridge();
  const running = useRef<AbortController | null>(null);
  const [count, setCount] = useState<number | null>(null);
  const [error, setError] = useState<string | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const run = async (): Promise<void> => {
    const abort = (running.current = new AbortController());
    setError(null);
    setCount(0);
    try {
      const lines = await exportLog(bridge, filter, { signal: abort.signal, onProgress: setCount });
      saveFile(lines, `parley-log-${new Date().toISOString().slice(0, 10)}.ndjson`);
    } catch (thrown) {
      if (!abort.signal.aborted) setError(toWireError(thrown).message);
    } finally {
      setCount(null);
    }
  };
  return (
    <>
      <Button
        size="2"
        variant="soft"
        color="gray"
        disabled={disabled && count === null}
        onClick={() => (count === null ? void run() : running.current?.abort())}
      >
        <DownloadIcon /> {count === null ? t('log.export') : t('log.exporting', { count })}
      </Button>
      {error !== null && <Failure>{error}</Failure>}
    </>
  );
}
