/**
 * Stores a key by way of the app, and does not call it stored where nothing keeps it.
 */
import { AppError } from '../contract/errors.ts';
import type { SecretView } from '../contract/settings.ts';
import type { Connection } from './command-line.ts';

/** @throws {AppError} secrets/keychain-unavailable when only this process could keep it, which ends now. */
export async function storeSecret(connection: Connection, name: string, value: string): Promise<SecretView> {
  const stored = await connection.bridge.invoke('secrets.set', { name, value });
  if (stored.storage === 'memory' && !connection.hosted) {
    const message = `No keychain answers and no Parley runs that could keep it in memory, so ${name} is not stored. Unlock the keychain, or start Parley first.`;
    throw new AppError('secrets/keychain-unavailable', message);
  }
  return stored;
}
