import { Button } from '@radix-ui/themes';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAction } from '../bridge/use-action.ts';
import { blankArguments } from './blank-arguments.ts';
import { ResultView } from '../log/result-view.tsx';
import type { ReactNode } from 'react';
import type { ServerView, ToolResult, ToolView } from '../../contract/index.ts';

/** One real call with arguments typed by hand; it goes through the same approvals as the assistant's. */
export function ToolTrial({ server, tool }: { server: ServerView; tool: ToolView }): ReactNode {
  const { t } = useTranslation();
  const [text, setText] = useState(() => blankArguments(tool.inputSchema));
  const [fault, setFault] = useState(false);
  const [result, setResult] = useState<ToolResult | null>(null);
  const call = useAction('mcp.call');
  const run = async (): Promise<void> => {
    const given = toArguments(text);
    setFault(given === null);
    if (given === null) return;
    setResult(null);
    const answered = await call.run({ name: server.name, tool: tool.name, arguments: given });
    if (answered) setResult(answered.output);
  };
  return (
    <div className="stack-small">
      <textarea
        className="field code-field"
        rows={3}
        aria-label={t('calls.arguments')}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <div className="row">
        <Button size="1" variant="soft" loading={call.pending} onClick={() => void run()}>
          {t('servers.tryTool')}
        </Button>
      </div>
      {fault && <p className="call-error">{t('servers.badArguments')}</p>}
      {call.error && <p className="call-error">{call.error.message}</p>}
      {result && <ResultView result={result} />}
    </div>
  );
}

function toArguments(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}
