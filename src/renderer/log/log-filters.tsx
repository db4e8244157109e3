import { MagnifyingGlassIcon } from '@radix-ui/react-icons';
import { useTranslation } from 'react-i18next';
import { CallOutcome } from '../../contract/index.ts';
import { toVisibleText } from '../text/visible-text.ts';
import { spans } from './use-log-filter.ts';
import type { ReactNode } from 'react';
import type { FilterChoice } from './use-log-filter.ts';

/** Search and choices over the log; each narrows. */
export function LogFilters({ filter, servers }: { filter: FilterChoice; servers: readonly string[] }): ReactNode {
  const { t } = useTranslation();
  const { choice, change } = filter;
  const select = <V extends string>(
    label: string,
    value: V | null,
    options: readonly { readonly value: V; readonly word: string }[],
    onChoose: (value: V | null) => void,
  ): ReactNode => (
    <select
      className="select"
      aria-label={label}
      value={value ?? ''}
      onChange={(event) => onChoose(options.find((option) => option.value === event.target.value)?.value ?? null)}
    >
      <option value="">{label}</option>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.word}
        </option>
      ))}
    </select>
  );
  const names = [...new Set([...servers, ...(choice.server === null ? [] : [choice.server])])].sort();
  return (
    <div className="row log-filters" role="search">
      <label className="search">
        <MagnifyingGlassIcon aria-hidden="true" />
        <input
          type="search"
          aria-label={t('log.search')}
          placeholder={t('log.search')}
          maxLength={200}
          value={choice.search}
          onChange={(event) => change({ search: event.target.value })}
        />
      </label>
      {select(
        t('log.filters.server'),
        choice.server,
        names.map((value) => ({ value, word: toVisibleText(value) })),
        (server) => change({ server }),
      )}
      {select(
        t('log.filters.outcome'),
        choice.outcome,
        CallOutcome.options.map((value) => ({ value, word: t(`log.outcomes.${value}`) })),
        (outcome) => change({ outcome }),
      )}
      {select(
        t('log.filters.span'),
        choice.span,
        spans.map((value) => ({ value, word: t(`log.spans.${value}`) })),
        (span) => change({ span }),
      )}
    </div>
  );
}
