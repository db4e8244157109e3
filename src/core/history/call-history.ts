/**
 * The tool-call log as the core writes it: secrets taken out, stored, and told to open windows.
 *
 * Path: core/mcp (a call ended) -> here -> CallLog; windows read through the handlers.
 * Always: what is published is the redacted record as stored, with long texts cut; the whole is read by id.
 */
import { AppError } from '../../contract/index.ts';
import type { CallRecord } from '../../contract/index.ts';
import { beginningOf } from '../beginning.ts';
import type { EventHub } from '../bridge/event-hub.ts';
import type { Handlers } from '../bridge/router.ts';
import type { CallLog } from '../ports.ts';
import { redact } from './redact.ts';

/** How many records `log.list` gives where none is named. */
const usualLimit = 100;

/** Of one text, what an open window is told at once. */
const publishedCharacters = 4096;

/** A CallLog that redacts before `log` gets the record, and publishes `log.added`. */
export function createCallHistory(options: {
  log: CallLog;
  events: EventHub;
  knownSecrets: () => readonly string[];
}): CallLog {
  const { log, events, knownSecrets } = options;
  return {
    append(record) {
      const secrets = knownSecrets();
      const clean: CallRecord = {
        ...record,
        arguments: redact(record.arguments, secrets),
        result: redact(record.result, secrets),
        error: record.error === null ? null : String(redact(record.error, secrets)),
      };
      log.append(clean);
      events.publish('log.added', null, { ...clean, arguments: cut(clean.arguments), result: cut(clean.result) });
    },
    list: (query) => log.list(query),
    count: (filter) => log.count(filter),
    get: (id) => log.get(id),
  };
}

/** The bridge's log methods. */
export function logHandlers(options: { log: CallLog }): Pick<Handlers, 'log.list' | 'log.count' | 'log.show'> {
  const { log } = options;
  return {
    'log.list': (query) => log.list({ ...query, limit: query.limit ?? usualLimit }),
    'log.count': async ({ first, ...filter }) => {
      const { total, latest } = await log.count(filter);
      const wanted = first !== undefined && latest !== null;
      const newest = wanted ? await log.list({ ...filter, limit: first, asOf: latest, brief: true }) : [];
      return { total, latest, first: newest };
    },
    'log.show': async ({ id }) => {
      const record = await log.get(id);
      if (!record) throw new AppError('history/unavailable', `The log has no call "${id}".`, { data: { id } });
      return record;
    },
  };
}

function cut(value: unknown): unknown {
  if (typeof value === 'string')
    return value.length > publishedCharacters ? `${beginningOf(value, publishedCharacters)}…` : value;
  if (Array.isArray(value)) return value.map(cut);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, cut(item)]));
}
