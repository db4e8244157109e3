/**
 * States of Log.
 */
import { AppError, callOutcome } from '../../src/contract/index.ts';
import { aRecord } from './things.ts';
import type { Script } from './fixture-bridge.ts';
import type { Scenario } from './scenarios.ts';
import type { CallRecord, LogFilter } from '../../src/contract/index.ts';

/** One red pixel. */
const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==';

const varied: CallRecord[] = [
  aRecord(1, {
    result: {
      content: [
        { type: 'text', text: '{"files":["notes.md","budget.csv"]}' },
        { type: 'image', data: pixel, mimeType: 'image/png' },
      ],
    },
  }),
  aRecord(2, { tool: 'write_file', approval: 'once', durationMs: 14 }),
  aRecord(3, { tool: 'move_file', approval: 'denied', result: null, error: 'The owner said no.', durationMs: 5_300 }),
  aRecord(4, {
    server: 'weather',
    tool: 'forecast',
    result: null,
    error: 'The server did not answer within 30 s.',
    durationMs: 30_000,
  }),
  aRecord(5, {
    server: 'everything',
    tool: 'get-sum',
    result: { content: [{ type: 'text', text: 'a must be a number' }], isError: true },
  }),
  aRecord(6, {
    tool: 'edit_file',
    approval: 'expired',
    result: null,
    error: 'Nobody answered within 30 s, which counts as no.',
    durationMs: 30_000,
  }),
];

function matching(records: readonly CallRecord[], filter: LogFilter): CallRecord[] {
  const { server, outcome, sinceMs = 0, search = '' } = filter;
  return records.filter(
    (record) =>
      (server === undefined || record.server === server) &&
      (outcome === undefined || callOutcome(record) === outcome) &&
      record.startedAtMs >= sinceMs &&
      JSON.stringify(record).toLowerCase().includes(search.toLowerCase()),
  );
}

function servedFrom(records: readonly CallRecord[]): Script['methods'] {
  return {
    'log.count': ({ first = 0, ...filter }) => {
      const all = matching(records, filter);
      return { total: all.length, latest: all[0]?.id ?? null, first: all.slice(0, first) };
    },
    'log.list': ({ limit = 100, skip = 0, after, ...filter }) => {
      const all = matching(records, filter);
      const at = after ? all.findIndex(({ id }) => id === after.id) + 1 : 0;
      return all.slice(at + skip, at + skip + limit);
    },
    'log.show': ({ id }) => {
      const found = records.find((record) => record.id === id);
      if (!found) throw new AppError('bridge/bad-input', 'There is no call with this id in the log.');
      return found;
    },
  };
}

type AskLog = (method: string, input: unknown) => Promise<never>;

const askLog: AskLog = (method, input) => {
  const ask = (globalThis as { askLog?: AskLog }).askLog;
  return ask ? ask(method, input) : Promise.reject(new AppError('history/unavailable', 'There is no log here.'));
};

const servedByPage: Script['methods'] = {
  'log.count': (input) => askLog('log.count', input),
  'log.list': (input) => askLog('log.list', input),
  'log.show': (input) => askLog('log.show', input),
};

export function logScenarios(script: (change?: Partial<Script>) => Script): Readonly<Record<string, Scenario>> {
  const many = Array.from({ length: 1_000 }, (_, index) => aRecord(index + 1));
  const working = [...varied, ...many.slice(6, 40)];
  return {
    'log-empty': { shows: 'text=No calls yet', hash: '#/log', script: script({ methods: servedFrom([]) }) },
    'log-loading': { shows: 'role=progressbar[name="Loading"]', hash: '#/log', script: { states: {}, methods: {} } },
    'log-working': {
      shows: 'role=link[name="write_file"]',
      hash: '#/log',
      script: script({ methods: servedFrom(working) }),
    },
    'log-detail': {
      shows: 'role=region[name="Call"]',
      hash: '#/log/call/call-1',
      script: script({ methods: servedFrom(working) }),
    },
    'log-long': { shows: 'text=1,000 calls', hash: '#/log', script: script({ methods: servedFrom(many) }) },
    /** On the store that whoever opens the page hands in. */
    'log-store': {
      shows: 'role=alert >> text=There is no log here.',
      hash: '#/log',
      script: script({ methods: servedByPage }),
    },
    'log-failing': {
      shows: 'role=alert >> text=The log cannot be read',
      hash: '#/log',
      script: script({
        methods: {
          'log.count': () =>
            Promise.reject(
              new AppError(
                'history/unavailable',
                'The log cannot be read: the disk is full. Free some space and open Log again.',
              ),
            ),
        },
      }),
    },
    'log-offline': {
      shows: 'text=Reconnecting to Parley.',
      hash: '#/log',
      script: script({
        methods: servedFrom(working),
        connection: { status: 'waiting', generation: 2, attempt: 1, retryAtMs: 0 },
      }),
    },
  };
}
