/**
 * Every SQL statement of the product, as functions over an open database.
 *
 * Path: sqlite-worker -> here. Always: values are bound, never put into SQL text; grants are committed with synchronous FULL.
 */
import type { DatabaseSync } from 'node:sqlite';
import { appendCallStatement, callStatements } from './call-statements.ts';
import { conversationStatements, endRoomStatement, saveTurnStatement } from './conversation-statements.ts';
import type { Append, InviteRow, Operation, Operations, ToolApprovalRow, ToolPinRow } from './messages.ts';

type Run = { readonly [O in Operation]: (input: Operations[O]['input']) => Operations[O]['output'] };

export interface Statements {
  readonly run: Run;
  append(item: Append): void;
}

export function createStatements(database: DatabaseSync): Statements {
  const run = {
    ...grantStatements(database),
    ...inviteStatements(database),
    ...memoryStatements(database),
    ...callStatements(database),
    ...conversationStatements(database),
  };
  return { run, append: appendStatement(database) };
}

type Reading = 'listCalls' | 'countCalls' | 'getCall';
type Talking = 'latestConversation' | 'listConversations' | 'showConversation' | 'deleteConversations';
type Inviting = 'loadInvites' | 'saveInvite' | 'forgetInvite' | 'lockedRooms' | 'setLocked';
type Remembering = 'recall' | 'remember' | 'forgetMemory';

function grantStatements(database: DatabaseSync): Omit<Run, Inviting | Reading | Remembering | Talking> {
  const entry = database.prepare('SELECT hash, seal FROM entry_grants WHERE server = ?');
  const approve = database.prepare(
    'INSERT INTO entry_grants (server, hash, seal, approved_at_ms) VALUES (?, ?, ?, ?) ON CONFLICT (server) DO UPDATE SET hash = excluded.hash, seal = excluded.seal, approved_at_ms = excluded.approved_at_ms',
  );
  const forgetEntry = database.prepare('DELETE FROM entry_grants WHERE server = ?');
  const forgetPins = database.prepare('DELETE FROM tool_pins WHERE server = ?');
  const forgetTools = database.prepare('DELETE FROM tool_grants WHERE server = ?');
  const tools = database.prepare('SELECT tool, approval, seal FROM tool_grants WHERE server = ?');
  const setTool = database.prepare(
    'INSERT INTO tool_grants (server, tool, approval, seal) VALUES (?, ?, ?, ?) ON CONFLICT (server, tool) DO UPDATE SET approval = excluded.approval, seal = excluded.seal',
  );
  const unsetTool = database.prepare('DELETE FROM tool_grants WHERE server = ? AND tool = ?');
  const pins = database.prepare('SELECT tool, hash, definition, seal FROM tool_pins WHERE server = ?');
  const pinOne = database.prepare(
    'INSERT INTO tool_pins (server, tool, hash, definition, seal) VALUES (?, ?, ?, ?, ?) ON CONFLICT (server, tool) DO UPDATE SET hash = excluded.hash, definition = excluded.definition, seal = excluded.seal',
  );
  const durably = (step: () => void): null => runDurably(database, step);
  return {
    entryGrant: ({ server }) => (entry.get(server) as Operations['entryGrant']['output'] | undefined) ?? null,
    approveEntry: ({ server, hash, seal, nowMs }) => durably(() => void approve.run(server, hash, seal, nowMs)),
    forgetServer: ({ server }) =>
      durably(() => {
        forgetEntry.run(server);
        forgetTools.run(server);
        forgetPins.run(server);
      }),
    toolApprovals: ({ server }) => tools.all(server) as unknown as ToolApprovalRow[],
    toolPins: ({ server }) => pins.all(server) as unknown as ToolPinRow[],
    pinTools: ({ server, pins: added }) =>
      durably(() => {
        for (const pin of added) pinOne.run(server, pin.tool, pin.hash, pin.definition, pin.seal);
      }),
    setToolApproval: ({ server, tool, approval, seal }) =>
      durably(() => void (approval === null ? unsetTool.run(server, tool) : setTool.run(server, tool, approval, seal))),
  };
}

function inviteStatements(database: DatabaseSync): Pick<Run, Inviting> {
  const load = database.prepare('SELECT code_hash AS codeHash, invite, seal FROM invites ORDER BY created_at_ms');
  const save = database.prepare(
    'INSERT INTO invites (code_hash, created_at_ms, invite, seal) VALUES (?, ?, ?, ?) ON CONFLICT (code_hash) DO UPDATE SET invite = excluded.invite, seal = excluded.seal',
  );
  const forget = database.prepare('DELETE FROM invites WHERE code_hash = ?');
  const locked = database.prepare('SELECT room FROM locked_rooms');
  const lock = database.prepare('INSERT INTO locked_rooms (room) VALUES (?) ON CONFLICT DO NOTHING');
  const unlock = database.prepare('DELETE FROM locked_rooms WHERE room = ?');
  return {
    loadInvites: () => load.all() as unknown as InviteRow[],
    saveInvite: ({ codeHash, createdAtMs, invite, seal }) =>
      runDurably(database, () => void save.run(codeHash, createdAtMs, invite, seal)),
    forgetInvite: ({ codeHash }) => runDurably(database, () => void forget.run(codeHash)),
    lockedRooms: () => locked.all().map(({ room }) => String(room)),
    setLocked: ({ room, isLocked }) => runDurably(database, () => void (isLocked ? lock : unlock).run(room)),
  };
}

function memoryStatements(database: DatabaseSync): Pick<Run, Remembering> {
  const memory = database.prepare('SELECT memory, seal FROM server_memories WHERE server = ? AND launch = ?');
  const keep = database.prepare(
    'INSERT INTO server_memories (server, launch, memory, seal) VALUES (?, ?, ?, ?) ON CONFLICT (server) DO UPDATE SET launch = excluded.launch, memory = excluded.memory, seal = excluded.seal',
  );
  const forget = database.prepare('DELETE FROM server_memories WHERE server = ?');
  return {
    recall: ({ server, launch }) => (memory.get(server, launch) as Operations['recall']['output'] | undefined) ?? null,
    remember: ({ server, launch, memory: text, seal }) => {
      keep.run(server, launch, text, seal);
      return null;
    },
    forgetMemory: ({ server }) => {
      forget.run(server);
      return null;
    },
  };
}

function appendStatement(database: DatabaseSync): (item: Append) => void {
  const appendCall = appendCallStatement(database);
  const saveTurn = saveTurnStatement(database);
  const endRoom = endRoomStatement(database);
  return (item) => {
    switch (item.type) {
      case 'turn':
        return saveTurn(item);
      case 'end':
        return endRoom(item);
      case 'call':
        return appendCall(item.record);
    }
  };
}

/** One transaction that is on the disk when this returns. */
function runDurably(database: DatabaseSync, step: () => void): null {
  database.exec('PRAGMA synchronous = FULL');
  try {
    inTransaction(database, step);
  } finally {
    database.exec('PRAGMA synchronous = NORMAL');
  }
  return null;
}

/** Runs `step` whole or not at all. */
export function inTransaction(database: DatabaseSync, step: () => void): void {
  database.exec('BEGIN IMMEDIATE');
  try {
    step();
    database.exec('COMMIT');
  } catch (thrown) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw thrown;
  }
}
