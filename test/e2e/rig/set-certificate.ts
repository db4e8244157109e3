/**
 * The certificate that Parley takes before any other, set as its owner does: two files and `share.certificate`.
 */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { OriginCertificate } from '../../../src/core/ports/sharing.ts';
import type { HostProcess } from './host-process.ts';

export async function setCertificate(host: HostProcess, { certificate, key }: OriginCertificate): Promise<void> {
  const [certFile, keyFile] = [path.join(host.dataDir, 'own.crt'), path.join(host.dataDir, 'own.key')];
  await writeFile(certFile, certificate);
  await writeFile(keyFile, key, { mode: 0o600 });
  await host.parley('settings', 'set', 'share.certificate', JSON.stringify({ certFile, keyFile }));
}
