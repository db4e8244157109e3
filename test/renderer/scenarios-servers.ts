/**
 * States of Servers.
 */
import { AppError, Settings } from '../../src/contract/index.ts';
import { importAnswers } from './scripted-import.ts';
import { scriptedTest } from './scripted-connection-test.ts';
import { aServer, aStatus, startMs } from './things.ts';
import type { Script } from './fixture-bridge.ts';
import type { Scenario } from './scenarios.ts';
import type { ServerDetail, ServerView, ToolView, WireError } from '../../src/contract/index.ts';

const everyState: ServerView[] = [
  aServer('filesystem'),
  aServer('everything', {
    era: 'legacy',
    tools: 11,
    approval: 'auto',
    entry: { command: 'node', args: ['everything.js', 'stdio'] },
  }),
  aServer('calendar', {
    state: 'starting',
    tools: 6,
    era: null,
    pid: 6161,
    version: null,
    entry: { url: 'https://calendar.example.com/mcp' },
  }),
  aServer('notes', {
    state: 'failed',
    tools: 0,
    era: null,
    pid: null,
    version: null,
    lastReadyAtMs: null,
    retryAtMs: startMs + 30_000,
    cause: {
      code: 'mcp/program-not-found',
      message: 'The program `uvx` was not found. Install uv, or use a full path.',
    },
    entry: { command: 'uvx', args: ['notes-server'] },
  }),
  aServer('downloaded', {
    state: 'unapproved',
    tools: 0,
    era: null,
    pid: null,
    version: null,
    lastReadyAtMs: null,
    cause: {
      code: 'mcp/unapproved',
      message: 'This entry is new or changed. Approve it in Servers, or with `parley mcp approve downloaded`.',
    },
    entry: {
      command: 'bash',
      args: [
        '-c',
        'curl -fsSL https://get.example.net/run.sh | bash -s -- --silent --very-long-flag-that-must-not-be-cut=yes',
      ],
      env: { API_TOKEN: '${secret:example}' },
    },
  }),
  aServer('old-tools', { state: 'stopped', enabled: false, era: null, pid: null, tools: 3 }),
];

const failed = (name: string, cause: WireError): ServerView =>
  aServer(name, {
    ...{ state: 'failed', cause, tools: 0, era: null, pid: null, version: null },
    entry: { url: 'https://calendar.example.com/mcp', headers: { Authorization: 'Bearer ${secret:calendar}' } },
  });

const tool = (name: string, description: string, change: Partial<ToolView> = {}): ToolView => ({
  name,
  modelName: `filesystem__${name}`,
  title: null,
  description,
  inputSchema: { type: 'object', properties: { path: { type: 'string' } }, required: ['path'] },
  annotations: {},
  approval: null,
  ...change,
});

const toolList: ToolView[] = [
  tool(
    'read_text_file',
    'Read the complete contents of a file from the file system as text. Handles various text encodings and gives detailed error messages if the file cannot be read.',
  ),
  tool('write_file', 'Create a new file or completely overwrite an existing file with new content.', {
    approval: 'ask',
  }),
  tool('list_directory', 'Get a detailed listing of all files and directories in a specified path.', {
    approval: 'allow',
  }),
  tool('move_file', 'Move or rename files and directories.', { approval: 'deny' }),
];

function detail(server: ServerView): ServerDetail {
  return { ...server, toolList, capabilities: { tools: { listChanged: true } } };
}

export function serverScenarios(script: (change?: Partial<Script>) => Script): Readonly<Record<string, Scenario>> {
  const withServers = (servers: ServerView[]): Script =>
    script({
      states: {
        'mcp.serversChanged': servers,
        'settings.changed': Settings.parse({}),
        'status.changed': aStatus({ mcp: servers }),
      },
      methods: {
        ...importAnswers,
        'mcp.show': ({ name }) => detail(servers.find((server) => server.name === name) ?? aServer(name)),
        'mcp.logs': () => [
          'Secure MCP Filesystem Server running on stdio',
          'Client does not support MCP Roots, using allowed directories set from server args: [ \u001b[32m/home/ada/sample\u001b[0m ]',
        ],
        'mcp.test': (input, bridge) =>
          scriptedTest(bridge, 'name' in input ? input : { name: 'test', testId: input.testId }),
        'mcp.call': () => ({ content: [{ type: 'text', text: 'Hello from the tool.' }] }),
        'mcp.add': ({ name, entry, replace }, bridge) => {
          const isTaken = bridge.state('mcp.serversChanged').some((server) => server.name === name);
          if (isTaken && !replace) throw new AppError('mcp/name-taken', `A server "${name}" exists already.`);
          const added = aServer(name, { entry, state: 'starting', tools: 0, era: null });
          const others = bridge.state('mcp.serversChanged').filter((server) => server.name !== name);
          const all = [...others, added];
          bridge.emit('mcp.serversChanged', all, all);
          return added;
        },
        'mcp.remove': ({ name }, bridge) => {
          const left = bridge.state('mcp.serversChanged').filter((server) => server.name !== name);
          bridge.emit('mcp.serversChanged', left, left);
          return { secrets: [] };
        },
        'mcp.restart': ({ name }) => aServer(name),
        'mcp.approve': ({ name }) => aServer(name),
        'mcp.setEnabled': ({ name, enabled }) => aServer(name, { enabled }),
        'mcp.setApproval': ({ name, approval }) => aServer(name, { approval }),
        'mcp.setToolApproval': ({ name }) => detail(aServer(name)),
      },
    });
  return {
    'servers-empty': { shows: 'text=No servers yet', hash: '#/servers', script: withServers([]) },
    'servers-loading': {
      shows: 'role=progressbar[name="Loading"]',
      hash: '#/servers',
      script: { states: {}, methods: {} },
    },
    'servers-working': {
      shows: 'role=listitem[name="downloaded, unapproved"]',
      hash: '#/servers',
      script: withServers(everyState),
    },
    'servers-overview': {
      shows: 'role=region[name="filesystem"]',
      hash: '#/servers/of/filesystem',
      script: withServers(everyState),
    },
    'servers-failing': {
      shows: 'role=alert >> text=was not found',
      hash: '#/servers/of/notes',
      script: withServers(everyState),
    },
    'servers-unreachable': {
      shows: 'role=alert >> text=does not answer',
      hash: '#/servers/of/calendar',
      script: withServers([
        failed('calendar', { code: 'mcp/unreachable', message: 'calendar.example.com does not answer.' }),
      ]),
    },
    'servers-without-key': {
      shows: 'role=alert >> text=is not stored',
      hash: '#/servers/of/calendar',
      script: withServers([
        failed('calendar', { code: 'secrets/not-found', message: 'The secret "calendar" is not stored.' }),
      ]),
    },
    'servers-unapproved': {
      shows: 'role=group[name="Waiting for your approval"]',
      hash: '#/servers/of/downloaded',
      script: withServers(everyState),
    },
    'servers-add': {
      shows: 'role=textbox[name="Command line"]',
      hash: '#/servers/add',
      script: withServers(everyState),
    },
    'servers-long': {
      shows: 'text=server-1000',
      hash: '#/servers',
      script: withServers(Array.from({ length: 1_000 }, (_, index) => aServer(`server-${index + 1}`))),
    },
    'servers-refused': {
      presses: ['role=button[name="Restart"]'],
      shows: 'role=alert >> text=did not answer within 30 s',
      hash: '#/servers/of/filesystem',
      script: {
        ...withServers(everyState),
        methods: {
          'mcp.restart': () =>
            Promise.reject(new AppError('mcp/start-timeout', 'filesystem did not answer within 30 s. See its output.')),
        },
      },
    },
  };
}
