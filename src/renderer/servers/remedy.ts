/**
 * The one thing that helps a server that failed, by why it did. Pure.
 *
 * Always: where a person has to change something, what leads there; anything else is worth another start.
 */
import type { ServerEntry, ServerView, WireError } from '../../contract/index.ts';

/** The fields of a server's form. */
export type EntryField = 'command' | 'url' | 'values';

export type Remedy =
  | { readonly type: 'edit'; readonly words: 'enterKey' | 'checkKey' | 'correct'; readonly field: EntryField }
  | { readonly type: 'install'; readonly name: string; readonly page: string }
  | { readonly type: 'restart' };

const nodePage = { name: 'Node.js', page: 'https://nodejs.org/en/download' };
const uvPage = { name: 'uv', page: 'https://docs.astral.sh/uv/getting-started/installation/' };

/** Where a program is had that a failed start names. */
export const installPages: ReadonlyMap<string, { readonly name: string; readonly page: string }> = new Map([
  ['npx', nodePage],
  ['npm', nodePage],
  ['uvx', uvPage],
  ['uv', uvPage],
  ['docker', { name: 'Docker', page: 'https://docs.docker.com/get-started/get-docker/' }],
]);

/** null: nothing here helps, as for a restart of a server that is switched off. */
export function remedyFor(cause: WireError, { entry, enabled }: Pick<ServerView, 'entry' | 'enabled'>): Remedy | null {
  switch (cause.code) {
    case 'secrets/not-found':
      return { type: 'edit', words: 'enterKey', field: keyField(entry) };
    case 'mcp/unauthorized':
      return { type: 'edit', words: 'checkKey', field: keyField(entry) };
    case 'mcp/program-not-found': {
      const known = installPages.get(entry.command?.split(/[/\\]/).pop() ?? '');
      return known ? { type: 'install', ...known } : { type: 'edit', words: 'correct', field: 'command' };
    }
    case 'mcp/bad-entry':
    case 'mcp/unsupported-transport':
      return { type: 'edit', words: 'correct', field: entry.command === undefined ? 'url' : 'command' };
    default:
      return enabled ? { type: 'restart' } : null;
  }
}

/** Where its key stands or would: among environment or headers, unless only the command or address refers to one. */
function keyField({ command, url, args, env, headers }: ServerEntry): EntryField {
  const refers = (part: unknown): boolean => JSON.stringify(part ?? null).includes('${secret:');
  if (refers(env) || refers(headers)) return 'values';
  if (command === undefined) return refers(url) ? 'url' : 'values';
  return refers(args) ? 'command' : 'values';
}
