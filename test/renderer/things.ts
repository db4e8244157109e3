/**
 * Things as the host would describe them, for scenarios and tests; each takes only what matters to its reader.
 */
import { defaultRoom } from '../../src/contract/index.ts';
import type {
  Approval,
  AppStatus,
  CallId,
  CallRecord,
  CallView,
  ServerName,
  ServerView,
  TalkView,
  Turn,
  TurnId,
} from '../../src/contract/index.ts';

/** The moment every scenario plays at. */
export const startMs = Date.UTC(2026, 10, 21, 9, 30, 0);

export function aTalk(change: Partial<TalkView> = {}): TalkView {
  return {
    room: defaultRoom,
    agent: { state: 'ready', pid: 4242 },
    brain: 'realtime',
    simulated: false,
    mode: 'hands-free',
    floor: null,
    participants: [{ identity: 'owner-1', name: 'Desktop' }],
    problem: null,
    standIn: false,
    ...change,
  };
}

export function aStatus(change: Partial<AppStatus> = {}): AppStatus {
  return {
    room: defaultRoom,
    agent: { state: 'ready', pid: 4242 },
    provider: { brain: 'realtime', simulated: false, configured: true, source: 'keychain' },
    livekit: { state: 'ready', url: 'ws://127.0.0.1:7880', pid: 4100, cause: null },
    mcp: [],
    demo: null,
    version: '0.1.0',
    dataDir: '/home/ada/.local/share/parley',
    problems: [],
    shortcutNote: null,
    ...change,
  };
}

export function aTurn(number: number, kind: 'person' | 'assistant', text: string, change: Partial<Turn> = {}): Turn {
  const speaker =
    kind === 'person'
      ? { kind, identity: 'owner-1', name: 'Desktop' }
      : { kind, identity: 'agent-main', name: 'Parley' };
  return {
    id: `turn-${number}` as TurnId,
    speaker,
    text,
    final: true,
    interrupted: false,
    via: 'voice',
    startedAtMs: startMs + number * 4_000,
    ...change,
  };
}

export function aCall(number: number, change: Partial<CallView> = {}): CallView {
  return {
    id: `call-${number}` as CallId,
    server: 'filesystem',
    tool: 'list_directory',
    status: 'done',
    arguments: '{"path":"/home/ada/sample"}',
    result: '[FILE] notes.md\n[FILE] budget.csv\n[DIR] photos',
    error: null,
    startedAtMs: startMs + number * 4_000 + 1_000,
    durationMs: 23,
    turnId: null,
    ...change,
  };
}

export function anApproval(change: Partial<Approval> = {}): Approval {
  const now = Date.now();
  return {
    id: 'call-90' as CallId,
    server: 'filesystem',
    tool: 'write_file',
    arguments: { path: '/home/ada/sample/shopping.md', content: '- bread\n- olives\n- two lemons\n' },
    description: 'Create a new file or completely overwrite an existing file with new content.',
    destructive: true,
    changed: null,
    room: defaultRoom,
    byVoice: false,
    requestedAtMs: now - 4_000,
    expiresAtMs: now + 26_000,
    ...change,
  };
}

export function aServer(name: string, change: Partial<ServerView> = {}): ServerView {
  return {
    name: name as ServerName,
    state: 'ready',
    tools: 14,
    era: '2026-07-28',
    cause: null,
    retryAtMs: null,
    pid: 5151,
    version: '2026.8.31',
    lastReadyAtMs: startMs,
    approval: 'ask',
    enabled: true,
    entry: { command: 'npx', args: ['-y', '@modelcontextprotocol/server-filesystem', '/home/ada/sample'] },
    ...change,
  };
}

export function aRecord(number: number, change: Partial<CallRecord> = {}): CallRecord {
  return {
    id: `call-${number}` as CallId,
    server: 'filesystem',
    tool: 'read_text_file',
    arguments: { path: `/home/ada/sample/notes-${number}.md` },
    result: { content: [{ type: 'text', text: `Notes number ${number}: bread, olives, two lemons.` }] },
    error: null,
    startedAtMs: startMs - number * 47_000,
    durationMs: 12 + ((number * 37) % 900),
    room: 'main',
    device: 'owner-1',
    approval: 'not-needed',
    ...change,
  };
}
