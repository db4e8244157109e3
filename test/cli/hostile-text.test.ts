/**
 * What servers, guests and models wrote is printed by many commands, and steers no terminal by any of them.
 */
import { afterEach, expect, it } from 'vitest';
import type { CallRecord, ServerDetail } from '../../src/contract/index.ts';
import { AppError, CallId, ConversationId, RoomName, Turn } from '../../src/contract/index.ts';
import { exportConversation } from '../../src/core/history/export-conversation.ts';
import { FakeApp } from '../fakes/fake-app.ts';
import { aServerView } from '../fixtures/server-view.ts';
import { openRig } from './cli-rig.ts';
import type { Rig } from './cli-rig.ts';

let rig: Rig;
afterEach(() => rig.close());

/** Clears the screen in two ways, sets the title, turns the direction, hides a word, counterfeits a line. */
const hostile = 'a\u001b[2J\u009b2J\u001b]0;owned\u0007\u202eb\u2066c\u200bd\u{e0041}e\u0085\u2028f';

/** What a terminal may obey, or a person not see; line ends are ours. */
const steering = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

const main = RoomName.parse('main');
const turn = Turn.parse({
  id: 't1',
  room: main,
  speaker: { kind: 'person', identity: 'guest-1', name: hostile },
  text: hostile,
  final: true,
  via: 'voice',
  startedAtMs: 1,
  endedAtMs: 2,
  interrupted: false,
});
const conversation = {
  id: ConversationId.parse('c-1'),
  room: main,
  title: hostile,
  startedAtMs: 1,
  endedAtMs: 2,
  turns: 1,
  found: hostile,
};
const record: CallRecord = {
  id: CallId.parse('c1'),
  server: 'files',
  tool: hostile,
  arguments: { [hostile]: hostile },
  result: { content: [{ type: 'text', text: hostile }] },
  error: hostile,
  startedAtMs: 1,
  durationMs: 1,
  room: 'main',
  device: hostile,
  approval: 'once',
};
const cause = { code: 'mcp/exited', message: hostile } as const;
const server = aServerView('files', { state: 'failed', cause, version: hostile });
const detail: ServerDetail = {
  ...server,
  toolList: [
    {
      name: hostile,
      modelName: 'files__a',
      title: hostile,
      description: hostile,
      inputSchema: { description: hostile },
      annotations: { title: hostile },
      approval: null,
    },
  ],
  capabilities: { [hostile]: {} },
};
const result = {
  content: [
    { type: 'text', text: hostile },
    { type: 'resource', resource: { uri: hostile, text: hostile } },
  ],
  structuredContent: { [hostile]: [hostile] },
};
const report = {
  ok: false,
  era: 'legacy',
  version: hostile,
  capabilities: { [hostile]: {} },
  tools: [hostile],
  cause,
  steps: [
    { step: 'found', program: hostile },
    { step: 'answered', era: 'legacy', version: hostile },
  ],
  failedAt: null,
} as const;

const answers: ConstructorParameters<typeof FakeApp>[0] = {
  'mcp.list': () => [server],
  'mcp.show': () => detail,
  'mcp.logs': () => [hostile],
  'mcp.test': () => ({
    ...report,
    capabilities: { ...report.capabilities },
    tools: [hostile],
    steps: [...report.steps],
  }),
  'mcp.call': () => result,
  'mcp.restart': () => Promise.reject(new AppError('mcp/not-running', hostile)),
  'talk.ask': () => ({ answer: hostile, calls: [] }),
  'log.list': ({ after }) => (after ? [] : [record]),
  'history.list': () => [conversation],
  'history.show': () => ({ conversation, turns: [turn] }),
  'history.export': ({ format }) => exportConversation({ conversation, turns: [turn] }, format),
  'rooms.show': () => [{ identity: hostile, name: hostile, kind: 'person', publishing: true, joinedAtMs: 1 } as never],
};

it.each([
  [['mcp', 'list']],
  [['mcp', 'show', 'files']],
  [['mcp', 'logs', 'files']],
  [['mcp', 'test', 'files']],
  [['mcp', 'call', 'files', 'read']],
  [['mcp', 'restart', 'files']],
  [['ask', 'Hello']],
  [['log']],
  [['log', '--ndjson']],
  [['history', 'list']],
  [['history', 'show', 'c-1']],
  [['history', 'export', 'c-1']],
  [['room', 'show', 'main']],
])('parley %j writes nothing that steers or hides, in words and in JSON', async (args) => {
  const app = new FakeApp(answers);
  app.states.set('approvals.changed', []);
  app.states.set('tools.callChanged', []);
  rig = await openRig({ running: app });
  for (const options of [[], ['--json']]) {
    const { output, errors } = await rig.run(...args, ...options);
    const written = output + errors;
    expect(written).toMatch(/a.*b.*c.*d.*e.*f/);
    expect(steering.exec(written)).toBeNull();
  }
});

it.each([
  [['mcp', 'call', 'files', 'read'], result],
  [['mcp', 'show', 'files'], detail],
  [['log'], [record]],
  [['history', 'show', 'c-1'], { conversation, turns: [turn] }],
  [['history', 'export', 'c-1'], { conversation, turns: [turn] }],
])('the JSON of parley %j is the value itself', async (args, value) => {
  const app = new FakeApp(answers);
  app.states.set('approvals.changed', []);
  rig = await openRig({ running: app });
  expect(JSON.parse((await rig.run(...args, '--json')).output)).toEqual(value);
});
