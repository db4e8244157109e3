/**
 * Grants and memories of servers as their rows lie in the database, each under a seal.
 *
 * Path: sqlite-database -> here -> its thread. Always: a row without the right seal was not written by this Parley and gives
 * nothing: no entry is approved by it, no tool allowed, no definition taken for the one its owner saw; what it refuses stays refused.
 */
import type {
  Clock,
  GrantStore,
  Seal,
  ServerMemories,
  ServerMemory,
  ToolDefinition,
  ToolPin,
} from '../../core/ports.ts';
import type { Operation, Operations } from './messages.ts';

export interface SealedOptions {
  readonly seal: Seal;
  readonly clock: Clock;
  run<O extends Operation>(operation: O, input: Operations[O]['input']): Promise<Operations[O]['output']>;
}

/** A server with more to say than this is not remembered: its tools come when it does. */
const longestMemoryCharacters = 2_000_000;

/** A pin that nobody's definition has. */
const foreignPin: ToolPin = { hash: '', definition: null };

export function createGrants({ seal, clock, run }: SealedOptions): GrantStore {
  const sign = (...facts: string[]): Promise<string> => seal.sign(JSON.stringify(facts));
  return {
    entryHash: async (server) => {
      const row = await run('entryGrant', { server });
      return row && row.seal === (await sign('entry', server, row.hash)) ? row.hash : null;
    },
    hasForeignEntry: async (server) => {
      const row = await run('entryGrant', { server });
      return row !== null && row.seal !== (await sign('entry', server, row.hash));
    },
    approveEntry: async (server, hash) => {
      const sealed = await sign('entry', server, hash);
      await run('approveEntry', { server, hash, seal: sealed, nowMs: clock.nowMs() });
    },
    forgetServer: async (server) => void (await run('forgetServer', { server })),
    toolApprovals: async (server) => {
      const rows = await run('toolApprovals', { server });
      const genuine = await Promise.all(
        rows.map(async ({ tool, approval, seal: sealed }) => sealed === (await sign('tool', server, tool, approval))),
      );
      const held = rows.filter(({ approval }, index) => approval !== 'allow' || genuine[index]);
      return new Map(held.map(({ tool, approval }) => [tool, approval]));
    },
    setToolApproval: async (server, tool, approval) => {
      const sealed = approval === null ? '' : await sign('tool', server, tool, approval);
      await run('setToolApproval', { server, tool, approval, seal: sealed });
    },
    toolPins: async (server) => {
      const rows = await run('toolPins', { server });
      const pins = rows.map(async ({ tool, hash, definition, seal: sealed }): Promise<[string, ToolPin]> => {
        if (sealed !== (await sign('pin', server, tool, hash, definition))) return [tool, foreignPin];
        return [tool, { hash, definition: JSON.parse(definition) as ToolDefinition | null }];
      });
      return new Map(await Promise.all(pins));
    },
    pinTools: async (server, pins) => {
      const rows = [...pins].map(async ([tool, { hash, definition: seen }]) => {
        const definition = JSON.stringify(seen);
        return { tool, hash, definition, seal: await sign('pin', server, tool, hash, definition) };
      });
      await run('pinTools', { server, pins: await Promise.all(rows) });
    },
  };
}

export function createMemories({ seal, run }: SealedOptions): ServerMemories {
  const sign = (...facts: string[]): Promise<string> => seal.sign(JSON.stringify(['memory', ...facts]));
  return {
    recall: async (server, launch) => {
      const row = await run('recall', { server, launch });
      if (!row || row.seal !== (await sign(server, launch, row.memory))) return null;
      return JSON.parse(row.memory) as ServerMemory;
    },
    remember: async (server, launch, known) => {
      const memory = JSON.stringify(known);
      if (memory.length > longestMemoryCharacters) await run('forgetMemory', { server });
      else await run('remember', { server, launch, memory, seal: await sign(server, launch, memory) });
    },
    forget: async (server) => void (await run('forgetMemory', { server })),
  };
}
