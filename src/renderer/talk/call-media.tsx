import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useRequest } from '../bridge/use-request.ts';
import { toResultParts } from '../log/result-parts.ts';
import { ResultPartView } from '../log/result-view.tsx';
import { hrefOf } from '../shell/route.ts';
import type { ReactNode } from 'react';
import type { CallId } from '../../contract/index.ts';

/** Of one call; a result can be thousands of tiny images. */
const mostMedia = 12;

/** Images and sound that a call returned, which the talk's stream leaves out: read from the log, for its owner. */
export function CallMedia({ id }: { id: CallId }): ReactNode {
  const { t } = useTranslation();
  const { data } = useRequest('log.show', { id });
  const media = useMemo(() => toResultParts(data?.result).filter(({ type }) => type !== 'text'), [data]);
  if (media.length === 0) return null;
  return (
    <div className="call-media">
      {media.slice(0, mostMedia).map((part, index) => (
        <ResultPartView key={index} part={part} />
      ))}
      {media.length > mostMedia && (
        <a href={hrefOf({ place: 'log', call: id })}>{t('calls.moreInLog', { count: media.length - mostMedia })}</a>
      )}
    </div>
  );
}
