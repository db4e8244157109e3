/**
 * States of Settings, section by section.
 */
import { AppError, changesOfPreset, providerPresets, Settings } from '../../src/contract/index.ts';
import { aServer, aStatus, aTurn, startMs } from './things.ts';
import type { FixtureBridge, Script, ScriptedMethods } from './fixture-bridge.ts';
import type { Scenario } from './scenarios.ts';
import type { Conversation, ConversationId, ServerDetail, ToolApproval } from '../../src/contract/index.ts';

const noKeychain =
  'No keychain answers, so keys are kept in memory only and are gone when Parley ends. Start or unlock a keyring (gnome-keyring or KWallet), then restart Parley.';

const standIn = {
  code: 'livekit/unreachable',
  message:
    'The LiveKit at wss://ada.livekit.cloud does not answer. Check the address and the network. Until it is well, talks run on this computer, where only devices in the same network can take part.',
} as const;

const servers = [
  aServer('filesystem', { approval: 'auto' }),
  aServer('calendar', { tools: 2 }),
  aServer('everything', { state: 'stopped', enabled: false, tools: 11, approval: 'allow' }),
];

const aConversation = (number: number, change: Partial<Conversation> = {}): Conversation => ({
  id: `conversation-${number}` as ConversationId,
  room: 'main' as Conversation['room'],
  title: `What is in the sample folder, part ${number}?`,
  startedAtMs: startMs - number * 7_200_000,
  endedAtMs: startMs - number * 7_200_000 + 600_000,
  turns: 2 + number,
  found: null,
  ...change,
});

const stored = [
  aConversation(1, { title: 'Write a note that says hello' }),
  aConversation(2),
  aConversation(3, { title: '' }),
];

/** Sets a dotted key as the host would; refuses what does not fit with the host's kind of sentence. */
function setOn(bridge: FixtureBridge, key: string, value: unknown): void {
  const copy = structuredClone(bridge.state('settings.changed')) as Record<string, unknown>;
  const path = key.split('.');
  const last = path.pop() ?? '';
  const node = path.reduce<Record<string, unknown>>((part, name) => part[name] as Record<string, unknown>, copy);
  if (value === undefined) delete node[last];
  else node[last] = value;
  const parsed = Settings.safeParse(copy);
  if (!parsed.success) throw new AppError('settings/bad-value', `${key}: ${parsed.error.issues[0]?.message ?? ''}`);
  bridge.emit('settings.changed', parsed.data, parsed.data);
}

function detailOf(name: string): ServerDetail {
  const approvals: Record<string, ToolApproval | null> =
    name === 'filesystem' ? { write_file: 'allow', move_file: 'deny', read_text_file: null } : {};
  const toolList = Object.entries(approvals).map(([tool, approval]) => ({
    name: tool,
    modelName: tool,
    title: null,
    description: '',
    inputSchema: {},
    annotations: {},
    approval,
  }));
  const server = servers.find((known) => known.name === name) ?? aServer(name);
  return { ...server, toolList, capabilities: {} };
}

function methods(): ScriptedMethods {
  const secrets = new Map<string, 'keychain' | 'memory'>([['openai', 'keychain']]);
  let conversations = stored;
  return {
    'settings.set': ({ key, value }, bridge) => setOn(bridge, key, value),
    'secrets.list': () => ({
      secrets: [...secrets].map(([name, storage]) => ({ name, storage })),
      warning: null,
    }),
    'secrets.set': ({ name }) => {
      secrets.set(name, 'keychain');
      return { name, storage: 'keychain' as const };
    },
    'secrets.delete': ({ name }) => void secrets.delete(name),
    'provider.test': ({ stage, draft }) =>
      draft?.baseUrl
        ? {
            ok: false,
            tookMs: 12,
            detail: `Nothing answers at ${draft.baseUrl}. Check the address and that the program runs.`,
            cause: { code: 'provider/unreachable', message: 'Nothing answers.' },
          }
        : { ok: true, tookMs: 431, detail: `The ${stage} stage answered.`, cause: null },
    'livekit.test': ({ url }) =>
      url
        ? {
            ok: false,
            tookMs: 12,
            detail: `The LiveKit at ${url} refused the key. Check its key and secret.`,
            cause: { code: 'livekit/refused', message: 'Refused.' },
          }
        : {
            ok: true,
            tookMs: 84,
            detail: 'The LiveKit at wss://ada.livekit.cloud answers, and takes the key and its secret.',
            cause: null,
          },
    'demo.set': () => aStatus(),
    'mcp.show': ({ name }) => detailOf(name),
    'mcp.setApproval': ({ name, approval }, bridge) => {
      const all = bridge.state('mcp.serversChanged').map((one) => (one.name === name ? { ...one, approval } : one));
      bridge.emit('mcp.serversChanged', all, all);
      return aServer(name, { approval });
    },
    'mcp.setToolApproval': ({ name }) => detailOf(name),
    'history.list': ({ search = '' }) =>
      conversations
        .filter(({ title }) => title.toLowerCase().includes(search.toLowerCase()))
        .map((one) => ({ ...one, found: search === '' ? null : `… ${one.title} …` })),
    'history.show': ({ id }) => {
      const conversation = conversations.find((one) => one.id === id);
      if (!conversation) throw new AppError('history/unknown-conversation', 'This conversation is not there any more.');
      return {
        conversation,
        turns: [aTurn(1, 'person', conversation.title), aTurn(2, 'assistant', 'Two files and a folder.')],
      };
    },
    'history.export': ({ format }) =>
      format === 'json'
        ? { fileName: 'conversation.json', mediaType: 'application/json', text: '{"turns":[]}' }
        : { fileName: 'conversation.md', mediaType: 'text/markdown', text: '# A conversation' },
    'history.delete': (what, bridge) => {
      const before = conversations.length;
      conversations = 'id' in what ? conversations.filter(({ id }) => id !== what.id) : [];
      bridge.emit('history.changed', null, null);
      return { deleted: before - conversations.length };
    },
    'doctor.run': () => [
      { name: 'Node.js', ok: true, found: '24.9.0', advice: null },
      { name: 'LiveKit server', ok: true, found: '1.13.4, ready on 127.0.0.1', advice: null },
      {
        name: 'Keychain',
        ok: false,
        found: 'does not answer',
        advice: 'Keys are kept in memory only. Unlock your keyring and start Parley again.',
      },
    ],
  };
}

const profiles: Settings['profiles'] = {
  Kitchen: { greeting: 'What shall we cook?', language: 'de', servers: ['filesystem' as never] },
  Work: { instructions: 'Be brief.', servers: null },
};

const refusal = (): never => {
  throw new AppError('settings/write-failed', 'The settings could not be saved: the disk is full. Free some space.');
};

export function settingsScenarios(script: (change?: Partial<Script>) => Script): Readonly<Record<string, Scenario>> {
  const states = {
    'settings.changed': Settings.parse({}),
    'status.changed': aStatus({ mcp: servers }),
    'mcp.serversChanged': servers,
    'history.changed': null,
  };
  const base = (change: Partial<Script> = {}): Script =>
    script({ ...change, states: { ...states, ...change.states }, methods: { ...methods(), ...change.methods } });
  const local = providerPresets.find(({ id }) => id === 'local');
  const withLocal = Object.fromEntries(
    (local ? changesOfPreset(local) : []).map(({ key, value }) => [key.replace('pipeline.', ''), value]),
  );
  const { transcription, completion, speech } = withLocal;
  const full = Settings.parse({ profiles, talk: { profile: 'Work' } });
  return {
    settings: { shows: 'role=navigation[name="Settings sections"]', hash: '#/settings', script: base() },
    'settings-loading': {
      shows: 'role=progressbar[name="Loading"]',
      hash: '#/settings/general',
      script: { states: {}, methods: {} },
    },
    'settings-general': { shows: 'role=heading[name="Appearance"]', hash: '#/settings/general', script: base() },
    'settings-assistant': {
      shows: 'text=Profile in use',
      hash: '#/settings/assistant',
      script: base({ states: { 'settings.changed': full } }),
    },
    'settings-profile': {
      shows: 'role=heading[name="Kitchen"]',
      hash: '#/settings/assistant/Kitchen',
      script: base({ states: { 'settings.changed': full } }),
    },
    'settings-providers': {
      shows: 'role=heading[name="Speech to speech"]',
      hash: '#/settings/providers',
      script: base(),
    },
    'settings-local': {
      shows: 'text=Everything on this machine, without a key',
      hash: '#/settings/providers',
      script: base({
        states: {
          'settings.changed': Settings.parse({
            talk: { brain: 'pipeline' },
            pipeline: { transcription, completion, speech },
          }),
        },
      }),
    },
    'settings-voice': { shows: 'role=button[name="Check the microphone"]', hash: '#/settings/voice', script: base() },
    'settings-in-talk': {
      shows: 'role=status >> text=/Say something|Parley hears you/',
      hash: '#/settings/voice',
      joined: true,
      script: base(),
    },
    'settings-no-microphone': {
      shows: 'text=No microphone was found.',
      microphone: false,
      hash: '#/settings/voice',
      joined: true,
      script: base(),
    },
    'settings-shortcuts': {
      shows: 'text=Hold to talk, outside of text fields',
      hash: '#/settings/shortcuts',
      script: base(),
    },
    'settings-shortcuts-taken': {
      shows: 'role=status >> text=Another program uses',
      hash: '#/settings/shortcuts',
      script: base({
        states: {
          'status.changed': aStatus({
            shortcutNote: 'Another program uses Control+Shift+Space: choose another shortcut.',
          }),
        },
      }),
    },
    'settings-approvals': {
      shows: 'role=button[name="Withdraw write_file"]',
      hash: '#/settings/approvals',
      script: base(),
    },
    'settings-approvals-empty': {
      shows: 'text=No server is set up, so nothing is granted.',
      hash: '#/settings/approvals',
      script: base({ states: { 'mcp.serversChanged': [] } }),
    },
    'settings-livekit': { shows: 'text=LiveKit Cloud or your own server', hash: '#/settings/livekit', script: base() },
    'settings-livekit-standing-in': {
      shows: 'text=Until it is well, talks run on this computer',
      hash: '#/settings/livekit',
      script: base({
        states: {
          'settings.changed': Settings.parse({ livekit: { url: 'wss://ada.livekit.cloud' } }),
          'status.changed': aStatus({
            livekit: { state: 'ready', url: 'ws://127.0.0.1:41234', pid: 4100, cause: null },
            problems: [standIn],
          }),
        },
      }),
    },
    'settings-livekit-failing': {
      shows: 'text=Check the address and your network.',
      hash: '#/settings/livekit',
      script: base({
        states: {
          'settings.changed': Settings.parse({ livekit: { url: 'wss://ada.livekit.cloud', mode: 'chosen' } }),
          'status.changed': aStatus({
            livekit: {
              state: 'failed',
              url: null,
              pid: null,
              cause: {
                code: 'livekit/unreachable',
                message: 'The LiveKit at wss://ada.livekit.cloud does not answer. Check the address and your network.',
              },
            },
          }),
        },
      }),
    },
    'settings-data': { shows: 'role=list[name="Conversations"]', hash: '#/settings/data', script: base() },
    'settings-data-empty': {
      shows: 'text=No conversations are stored yet',
      hash: '#/settings/data',
      script: base({ methods: { 'history.list': () => [] } }),
    },
    'settings-data-long': {
      shows: 'role=button[name="Show more"]',
      hash: '#/settings/data',
      script: base({
        methods: {
          'history.list': ({ limit = 50 }) => Array.from({ length: limit }, (_, index) => aConversation(index + 1)),
        },
      }),
    },
    'settings-data-failing': {
      shows: 'role=alert >> text=The conversations cannot be read',
      hash: '#/settings/data',
      script: base({
        methods: {
          'history.list': () => {
            throw new AppError('history/unavailable', 'The conversations cannot be read: the disk is full.');
          },
        },
      }),
    },
    'settings-conversation': {
      shows: 'text=Two files and a folder.',
      hash: '#/settings/data/conversation-1',
      script: base(),
    },
    'settings-about': {
      presses: ['role=button[name="Check everything"]'],
      shows: 'role=list[name="Checks"]',
      hash: '#/settings/about',
      script: base(),
    },
    'settings-failing': {
      presses: ['role=radio[name="Longer"]'],
      shows: 'role=alert >> text=the disk is full',
      hash: '#/settings/assistant',
      script: base({ methods: { 'settings.set': refusal } }),
    },
    'settings-offline': {
      shows: 'text=Reconnecting to Parley.',
      hash: '#/settings/providers',
      script: base({ connection: { status: 'waiting', generation: 2, attempt: 1, retryAtMs: 0 } }),
    },
    'settings-problems': {
      shows: 'text=Kept in memory only: it is gone',
      hash: '#/settings/providers',
      script: base({
        states: {
          'status.changed': aStatus({
            problems: [{ code: 'secrets/keychain-unavailable', message: noKeychain }],
          }),
        },
        methods: {
          'secrets.list': () => ({
            secrets: [{ name: 'openai', storage: 'memory' }],
            warning: 'No keychain answers, so keys are kept in memory only.',
          }),
        },
      }),
    },
  };
}
