/**
 * Where a profile's data folder is when nobody says otherwise; every shell asks here, so that they find each other.
 */
import { homedir } from 'node:os';
import path from 'node:path';

/** `given`, else PARLEY_DATA_DIR, else the platform's place. Absolute. */
export function profileFolder(
  given: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  const named = given || environment['PARLEY_DATA_DIR'];
  if (named) return path.resolve(named);
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'Parley');
  if (platform === 'win32') return path.join(environment['APPDATA'] || path.join(home, 'AppData', 'Roaming'), 'Parley');
  return path.join(environment['XDG_CONFIG_HOME'] || path.join(home, '.config'), 'Parley');
}
