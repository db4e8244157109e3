import { useTranslation } from 'react-i18next';
import { CodeBlock } from '../text/code-block.tsx';
import { AudioResult } from './audio-result.tsx';
import { toResultParts } from './result-parts.ts';
import type { ReactNode } from 'react';
import type { ResultPart } from './result-parts.ts';

/** What a tool returned. */
export function ResultView({ result }: { result: unknown }): ReactNode {
  const { t } = useTranslation();
  const parts = toResultParts(result);
  if (parts.length === 0) return <p className="quiet">{t('calls.nothing')}</p>;
  return parts.map((part, index) => <ResultPartView key={index} part={part} />);
}

export function ResultPartView({ part }: { part: ResultPart }): ReactNode {
  const { t } = useTranslation();
  switch (part.type) {
    case 'text':
      return <CodeBlock label={t('calls.result')} text={part.text} />;
    case 'image':
      return <img className="result-image" src={part.source} alt={t('calls.image')} />;
    case 'audio':
      return <AudioResult data={part.data} mimeType={part.mimeType} />;
    case 'tooLarge':
      return <p className="quiet">{t('calls.tooLarge', { type: part.mimeType })}</p>;
  }
}
