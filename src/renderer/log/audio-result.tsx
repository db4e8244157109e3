import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReactNode } from 'react';

/** Sound that a tool returned, played only when asked for. */
export function AudioResult({ data, mimeType }: { data: string; mimeType: string }): ReactNode {
  const { t } = useTranslation();
  const [source, setSource] = useState<string | null>(null);
  useEffect(() => {
    const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
    const url = URL.createObjectURL(new Blob([bytes], { type: mimeType }));
    setSource(url);
    return () => URL.revokeObjectURL(url);
  }, [data, mimeType]);
  return source && <audio className="result-audio" controls src={source} aria-label={t('calls.sound')} />;
}
