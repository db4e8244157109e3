import { Cross2Icon } from '@radix-ui/react-icons';
import { IconButton } from '@radix-ui/themes';
import { useTranslation } from 'react-i18next';
import { useRequest } from '../bridge/use-request.ts';
import { goTo } from '../shell/route.ts';
import { BackHeading } from '../shell/back-heading.tsx';
import { Skeleton } from '../shell/skeleton.tsx';
import { useFocusWhileOpen } from '../shell/use-focus-while-open.ts';
import { CallRecordView } from './call-record-view.tsx';
import { useCloseByEscape } from './use-close-by-escape.ts';
import { ProblemBox } from '../shell/failure.tsx';
import type { ReactNode } from 'react';
import type { CallId, CallRecord } from '../../contract/index.ts';

/** One call, whole. `known` is shown at once where the list has it. */
export function LogDrawer({ id, known }: { id: string; known: CallRecord | null }): ReactNode {
  const { t } = useTranslation();
  const { data, error } = useRequest('log.show', { id: id as CallId });
  const close = (): void => goTo({ place: 'log' });
  useCloseByEscape(close);
  const section = useFocusWhileOpen<HTMLElement>();
  const record = data ?? known;
  return (
    <section ref={section} className="drawer" aria-label={t('log.detail')} tabIndex={-1}>
      <BackHeading route={{ place: 'log' }} />
      <IconButton
        className="drawer-close"
        size="1"
        variant="ghost"
        color="gray"
        aria-label={t('close')}
        onClick={close}
      >
        <Cross2Icon />
      </IconButton>
      {record ? (
        <CallRecordView record={record} />
      ) : error ? (
        <ProblemBox sentence={error.message} />
      ) : (
        <Skeleton lines={8} />
      )}
    </section>
  );
}
