/**
 * Lets this process believe the certificate that the profile's own host made for its links, beside what the computer believes.
 *
 * Path: `parley join` -> here, before the link is opened.
 * Always: only a certificate out of the owner's data folder; none is looked away from, and no other process learns of it.
 */
import { readFile } from 'node:fs/promises';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { ownCertificateFile } from '../app/profile-folder.ts';

/** Without effect for a profile that made none. */
export async function trustOwnCertificate(dataDir: string): Promise<void> {
  const own = await readFile(ownCertificateFile(dataDir), 'utf8').catch(() => null);
  if (own !== null) setDefaultCACertificates([...getCACertificates('default'), own]);
}
