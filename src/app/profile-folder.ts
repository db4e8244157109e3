/**
 * Where a profile is and who runs on it: every shell asks here, so that they find each other.
 */
import path from 'node:path';
import { defaultDataFolder } from '../adapters/data-folder/data-folder.ts';
import { readRunFile } from '../adapters/data-folder/run-file.ts';
import { selfSignedFiles } from '../adapters/share-certificate/self-signed-certificate.ts';
import type { RunFile } from '../contract/index.ts';

/** `given`, else PARLEY_DATA_DIR, else the platform's place. Absolute. */
export function profileFolder(
  given: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  return given ? path.resolve(given) : defaultDataFolder(environment);
}

/** Where a profile keeps the certificates that it made or fetched for its links. */
export const certificatesFolder = (dataDir: string): string => path.join(dataDir, 'certificates');

/** The certificate that this profile's host made by itself, where it had to. */
export const ownCertificateFile = (dataDir: string): string => selfSignedFiles(certificatesFolder(dataDir)).certFile;

/** The host or app that runs on this profile, or null; one that was killed counts as none. */
export function findRunning(dataDir: string): RunFile | null {
  return readRunFile(dataDir);
}
