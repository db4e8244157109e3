/**
 * The environment a local server is started with: what a program needs to run, and nothing of ours.
 *
 * Path: connector.ts -> here -> server-process.ts.
 * Always: only the names below are inherited, the PATH with the login shell's folders before it, then the entry's own `env`,
 * then the keeper's marker, which no entry can take away. Keys of providers and of LiveKit are never among them unless the entry names them itself.
 */
import path from 'node:path';

const inherited =
  process.platform === 'win32'
    ? [
        'APPDATA',
        'COMSPEC',
        'HOMEDRIVE',
        'HOMEPATH',
        'LOCALAPPDATA',
        'NUMBER_OF_PROCESSORS',
        'PATH',
        'PATHEXT',
        'PROCESSOR_ARCHITECTURE',
        'PROGRAMDATA',
        'PROGRAMFILES',
        'PROGRAMFILES(X86)',
        'PROGRAMW6432',
        'SYSTEMDRIVE',
        'SYSTEMROOT',
        'TEMP',
        'TMP',
        'USERNAME',
        'USERPROFILE',
        'WINDIR',
      ]
    : [
        'HOME',
        'LANG',
        'LANGUAGE',
        'LC_ALL',
        'LC_CTYPE',
        'LOGNAME',
        'PATH',
        'SHELL',
        'TERM',
        'TMPDIR',
        'TZ',
        'USER',
        'XDG_CACHE_HOME',
        'XDG_CONFIG_HOME',
        'XDG_DATA_HOME',
        'XDG_RUNTIME_DIR',
        'XDG_STATE_HOME',
      ];

export interface EnvironmentParts {
  /** The host's. */
  readonly own: Readonly<Record<string, string | undefined>>;
  /** Of the login shell; an entry that names a PATH means that one. */
  readonly loginFolders: readonly string[];
  readonly entry: Readonly<Record<string, string>>;
  readonly marker: Readonly<Record<string, string>>;
  /** Searched last, so that `node` is found where the user has none. */
  readonly bundledNodeFolder: string;
}

/** What any program needs, of the host's environment. */
export function inheritedEnvironment(own: EnvironmentParts['own']): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const name of inherited) {
    const value = own[name];
    // A value that begins so is a shell function, not a setting.
    if (value !== undefined && !value.startsWith('()')) environment[name] = value;
  }
  return environment;
}

/** Folders of several lists as one PATH, each once. */
export const joinPath = (...lists: readonly (readonly string[])[]): string =>
  [...new Set(lists.flat())].filter((folder) => folder !== '').join(path.delimiter);

export function serverEnvironment(parts: EnvironmentParts): Record<string, string> {
  const environment = inheritedEnvironment(parts.own);
  const ownFolders = (environment['PATH'] ?? '').split(path.delimiter);
  Object.assign(environment, { PATH: joinPath(parts.loginFolders, ownFolders) }, parts.entry);
  const searched = environment['PATH'] ?? '';
  environment['PATH'] = [searched, parts.bundledNodeFolder].filter((folder) => folder !== '').join(path.delimiter);
  return Object.assign(environment, parts.marker);
}
