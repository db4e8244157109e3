/**
 * A certificate and its key out of two PEM files, checked before anything is served with them.
 *
 * Always: whatever does not fit is a sentence that names the file and what to do; the key's text is in no error.
 */
import { X509Certificate, createPrivateKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { AppError } from '../../contract/index.ts';
import type { OriginCertificate } from '../../core/ports/sharing.ts';

export interface CertificateFiles {
  readonly certFile: string;
  readonly keyFile: string;
}

/** @throws {AppError} share/certificate */
export async function readCertificateFiles({ certFile, keyFile }: CertificateFiles): Promise<OriginCertificate> {
  const [certificate, key] = await Promise.all([readPem(certFile), readPem(keyFile)]);
  const parsed = parse(`The file ${certFile} holds no certificate (PEM).`, () => new X509Certificate(certificate));
  const privateKey = parse(`The file ${keyFile} holds no private key (PEM, without a passphrase).`, () =>
    createPrivateKey(key),
  );
  if (!parsed.checkPrivateKey(privateKey)) {
    throw misfit(
      `The key in ${keyFile} is not that of the certificate in ${certFile}: name the two that belong together.`,
    );
  }
  const nowMs = Date.now();
  if (parsed.validToDate.getTime() <= nowMs) {
    throw misfit(`The certificate in ${certFile} ended on ${parsed.validTo}: renew it, then make the link again.`);
  }
  if (parsed.validFromDate.getTime() > nowMs) {
    throw misfit(
      `The certificate in ${certFile} is not good before ${parsed.validFrom}: check it, and this computer's clock.`,
    );
  }
  return { certificate, key, names: namesOf(parsed) };
}

/** DNS names and addresses of its `subjectAltName`; the common name alone is believed by no browser. */
export function namesOf(certificate: X509Certificate): string[] {
  const entries = (certificate.subjectAltName ?? '').split(', ');
  return entries.flatMap((entry) => /^(?:DNS|IP Address):(.+)$/.exec(entry)?.[1] ?? []);
}

async function readPem(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    throw misfit(
      `The file ${file} of share.certificate cannot be read (${reason}): correct its path or its rights.`,
      error,
    );
  }
}

function parse<Parsed>(otherwise: string, read: () => Parsed): Parsed {
  try {
    return read();
  } catch (error) {
    throw misfit(otherwise, error);
  }
}

const misfit = (message: string, cause?: unknown): AppError => new AppError('share/certificate', message, { cause });
