/**
 * The profile's folder: where it is, that only its owner can read it, and the names of what is in it.
 *
 * Always: the folder and its subfolders have mode 0700 (on Windows the user's own rights apply).
 * Source: INTERFACE "Files in the data folder", DESIGN §7.
 */
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, realpathSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { AppError } from '../../contract/index.ts';

export interface DataFolder {
  readonly path: string;
  /** Stable for the folder's real path; part of the keychain's service name. */
  readonly profileId: string;
  readonly database: string;
  /** Of approvals, where no keychain answers. */
  readonly sealKey: string;
  readonly logs: string;
  readonly livekit: string;
  readonly sample: string;
}

/** `PARLEY_DATA_DIR`, else the platform's own place for application data. */
export function defaultDataFolder(
  environment: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform = process.platform,
  home: string = os.homedir(),
): string {
  const chosen = environment['PARLEY_DATA_DIR'];
  if (chosen) return path.resolve(chosen);
  if (platform === 'win32') {
    return path.win32.join(environment['APPDATA'] || path.win32.join(home, 'AppData', 'Roaming'), 'Parley');
  }
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'Parley');
  const dataHome = environment['XDG_DATA_HOME'];
  return path.join(dataHome && path.isAbsolute(dataHome) ? dataHome : path.join(home, '.local', 'share'), 'parley');
}

/** Creates what is missing and closes it to others. @throws {AppError} settings/write-failed when it cannot be made. */
export function openDataFolder(folder: string): DataFolder {
  try {
    makePrivate(folder);
    const real = realpathSync(folder);
    const logs = path.join(real, 'logs');
    makePrivate(logs);
    return {
      path: real,
      profileId: createHash('sha256').update(real).digest('hex').slice(0, 16),
      database: path.join(real, 'parley.db'),
      sealKey: path.join(real, 'approvals.key'),
      logs,
      livekit: path.join(real, 'livekit'),
      sample: path.join(real, 'sample'),
    };
  } catch (thrown) {
    const reason = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'an unknown failure';
    const words = `The data folder ${folder} cannot be used (${reason}). Choose another with --data-dir.`;
    throw new AppError('settings/write-failed', words, { cause: thrown });
  }
}

function makePrivate(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (process.platform !== 'win32') chmodSync(folder, 0o700);
}
