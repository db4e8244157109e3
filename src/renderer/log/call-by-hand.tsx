import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActionButton } from '../shell/action-button.tsx';
import { useAction } from '../bridge/use-action.ts';
import { ResultView } from './result-view.tsx';
import { Failure } from '../shell/failure.tsx';
import type { ReactNode } from 'react';
import { isRecord } from '../../contract/index.ts';
import type { ServerName, ToolResult } from '../../contract/index.ts';

interface CallByHandProps {
  readonly server: ServerName;
  readonly tool: string;
  /** JSON to begin with. */
  readonly initial: string;
}

/** What the log puts in the place of a secret. */
const redactedMark = '[redacted]';

/** One real call with arguments edited by hand; it goes through the same approvals as the assistant's. */
export function CallByHand({ server, tool, initial }: CallByHandProps): ReactNode {
  const { t } = useTranslation();
  const [text, setText] = useState(initial);
  const [fault, setFault] = useState(false);
  const [result, setResult] = useState<ToolResult | null>(null);
  const call = useAction('mcp.call');
  const run = async (): Promise<void> => {
    const given = toArguments(text);
    setFault(given === null);
    if (given === null) return;
    setResult(null);
    const answered = await call.run({ name: server, tool, arguments: given });
    if (answered) setResult(answered.output);
  };
  return (
    <div className="stack-small">
      <textarea
        className="field code-field"
        rows={Math.min(12, Math.max(3, text.split('\n').length))}
        aria-label={t('calls.arguments')}
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {text.includes(redactedMark) && <p className="quiet">{t('calls.redacted', { mark: redactedMark })}</p>}
      <div className="row">
        <ActionButton size="1" variant="soft" pending={call.pending} onClick={() => void run()}>
          {t('servers.tryTool')}
        </ActionButton>
      </div>
      {fault && <Failure>{t('servers.badArguments')}</Failure>}
      {call.error && <Failure>{call.error.message}</Failure>}
      {result && <ResultView result={result} />}
    </div>
  );
}

function toArguments(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}
