import { useTranslation } from 'react-i18next';
import { OutcomeIcon } from '../shell/outcome-icon.tsx';
import { toVisibleText } from '../text/visible-text.ts';
import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import type { TestProgress, TestReport as Report, TestStep } from '../../contract/index.ts';
import type { Tone } from '../talk/call-outcome.ts';

/** A connection test as it goes: each step that passed, then the one under way, what was found, or where and why it failed. */
export function TestReport({
  test: { progress, report },
}: {
  test: { readonly progress: TestProgress | null; readonly report: Report | null };
}): ReactNode {
  const { t } = useTranslation();
  const steps = report?.steps ?? progress?.steps;
  if (!steps) return null;
  const running = report ? null : progress?.at;
  return (
    <div className="report" role="status" data-tone={report ? (report.ok ? 'good' : 'bad') : 'busy'}>
      {steps.map((step) => (
        <Line key={step.step} tone="good">
          {passedWords(t, step)}
        </Line>
      ))}
      {running && <Line tone="busy">{t(`servers.report.running.${running}`)}</Line>}
      {report && !report.ok && <Line tone="bad">{failureWords(t, report)}</Line>}
      {report && report.tools.length > 0 && <p className="quiet">{toVisibleText(report.tools.join(', '))}</p>}
    </div>
  );
}

function Line({ tone, children }: { tone: Tone; children: ReactNode }): ReactNode {
  return (
    <p className="report-step">
      <OutcomeIcon tone={tone} /> <span>{children}</span>
    </p>
  );
}

function passedWords(t: TFunction, step: TestStep): string {
  switch (step.step) {
    case 'found':
      return t('servers.report.passed.found', { program: toVisibleText(step.program) });
    case 'started':
      return t('servers.report.passed.started', { pid: step.pid });
    case 'answered': {
      const { era, version } = step;
      if (version === null) return t('servers.report.passed.answered', { era });
      return t('servers.report.passed.answeredVersion', { era, version: toVisibleText(version) });
    }
    case 'listed':
      return t('servers.report.passed.listed', { count: step.tools });
  }
}

function failureWords(t: TFunction, { failedAt, cause }: Report): string {
  const why = toVisibleText(cause?.message ?? t('servers.report.failed'));
  return failedAt ? `${t(`servers.report.failedAt.${failedAt}`)}: ${why}` : why;
}
