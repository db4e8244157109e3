/**
 * Where other programs keep their MCP servers: the one table, per platform.
 *
 * Path: client-configs.ts -> here. Pure.
 * Source: each program's own documentation; VS Code and Cline keep theirs in VS Code's user folder.
 */
import path from 'node:path';
import type { ClientName } from '../../contract/index.ts';

/** The machine as far as the paths depend on it. */
export interface ClientHome {
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

type Base = 'home' | 'settings';

const table: { readonly [C in ClientName]: readonly (readonly [Base, string])[] } = {
  'claude-desktop': [['settings', 'Claude/claude_desktop_config.json']],
  'claude-code': [['home', '.claude.json']],
  cursor: [['home', '.cursor/mcp.json']],
  windsurf: [['home', '.codeium/windsurf/mcp_config.json']],
  vscode: [
    ['settings', 'Code/User/mcp.json'],
    ['settings', 'Code/User/settings.json'],
  ],
  cline: [['settings', 'Code/User/globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json']],
  'gemini-cli': [['home', '.gemini/settings.json']],
  'lm-studio': [['home', '.lmstudio/mcp.json']],
};

/** Every file that may hold the servers of `client`, the likeliest first. */
export function filesOfClient(client: ClientName, machine: ClientHome): string[] {
  const { join } = machine.platform === 'win32' ? path.win32 : path.posix;
  return table[client].map(([base, file]) => join(base === 'home' ? machine.home : settingsFolder(machine), file));
}

/** The folder in which programs keep their settings. */
function settingsFolder({ platform, home, environment }: ClientHome): string {
  switch (platform) {
    case 'win32':
      return environment['APPDATA'] || path.win32.join(home, 'AppData', 'Roaming');
    case 'darwin':
      return path.posix.join(home, 'Library', 'Application Support');
    default:
      return environment['XDG_CONFIG_HOME'] || path.posix.join(home, '.config');
  }
}
