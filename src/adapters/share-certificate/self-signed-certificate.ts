/**
 * The certificate of last resort: made here, kept in the data folder, renewed before it ends.
 *
 * Always: the key is readable for its owner only; the same certificate is shown as long as it fits, so that a browser that
 * was told to go on need not be told again. 397 days is the longest that browsers take.
 */
import { X509Certificate } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import path from 'node:path';
import type { OriginCertificate } from '../../core/ports/sharing.ts';
import { readCertificateFiles } from './certificate-files.ts';
import type { CertificateFiles } from './certificate-files.ts';

const dayMs = 86_400_000;
const lifeMs = 397 * dayMs;
const renewedBeforeMs = 30 * dayMs;

export const selfSignedFiles = (folder: string): CertificateFiles => ({
  certFile: path.join(folder, 'self-signed.crt'),
  keyFile: path.join(folder, 'self-signed.key'),
});

/** For all of `names`; the one in `folder` where it still does. */
export async function selfSignedCertificate(folder: string, names: readonly string[]): Promise<OriginCertificate> {
  const files = selfSignedFiles(folder);
  const kept = await readCertificateFiles(files).catch(() => null);
  if (kept && names.every((name) => kept.names.includes(name)) && !endsSoon(kept.certificate)) return kept;
  const made = await make(names);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await put(files.keyFile, made.private);
  await put(files.certFile, made.cert);
  return { certificate: made.cert, key: made.private, names };
}

const endsSoon = (pem: string): boolean =>
  new X509Certificate(pem).validToDate.getTime() - Date.now() < renewedBeforeMs;

/** The library takes 0.1 s to load, and most hosts never need it. */
async function make(names: readonly string[]): Promise<{ readonly cert: string; readonly private: string }> {
  const { generate } = await import('selfsigned');
  const altNames = names.map((name) =>
    isIP(name) ? ({ type: 7, ip: name } as const) : ({ type: 2, value: name } as const),
  );
  return generate([{ name: 'commonName', value: 'Parley on this computer' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notAfterDate: new Date(Date.now() + lifeMs),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames },
    ],
  });
}

async function put(file: string, text: string): Promise<void> {
  await writeFile(`${file}.new`, text, { mode: 0o600 });
  await rename(`${file}.new`, file);
}
