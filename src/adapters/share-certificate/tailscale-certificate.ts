/**
 * Tailscale's certificate for this computer's name in its tailnet, from the `tailscale` program.
 *
 * Path: origin-certificates.ts -> here -> `tailscale status`, `tailscale cert`.
 * Always: null where Tailscale is not there, not signed in, or gives no certificates in this tailnet; what it refuses is said.
 * Source: https://tailscale.com/kb/1153/enabling-https
 */
import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../contract/index.ts';
import type { OriginCertificate } from '../../core/ports/sharing.ts';
import { signalProcess } from '../process-group/process-group.ts';
import { readCertificateFiles } from './certificate-files.ts';

const statusTimeoutMs = 3_000;
/** A first certificate is fetched from Let's Encrypt. */
const certificateTimeoutMs = 60_000;
const programs =
  process.platform === 'darwin' ? ['tailscale', '/Applications/Tailscale.app/Contents/MacOS/Tailscale'] : ['tailscale'];

export interface TailscaleOptions {
  /** Where certificate and key are kept. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** @throws {AppError} share/certificate */
export async function tailscaleCertificate(
  options: TailscaleOptions,
  signal: AbortSignal,
): Promise<OriginCertificate | null> {
  const run: Run = (program, args, timeoutMs) => runProgram(program, args, { ...options, timeoutMs, signal });
  for (const program of programs) {
    const status = await run(program, ['status', '--json'], statusTimeoutMs).catch(() => null);
    signal.throwIfAborted();
    const domain = status === null ? null : domainOf(status);
    if (domain !== null) return fetchCertificate(run, program, domain, options.folder);
  }
  return null;
}

/** stdout of the program. Rejects when it fails, takes too long, or nobody waits any more; it is gone then. */
type Run = (program: string, args: readonly string[], timeoutMs: number) => Promise<string>;

async function fetchCertificate(run: Run, program: string, domain: string, folder: string): Promise<OriginCertificate> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const certFile = path.join(folder, 'tailscale.crt');
  const keyFile = path.join(folder, 'tailscale.key');
  try {
    const args = ['cert', '--cert-file', certFile, '--key-file', keyFile, domain];
    await run(program, args, certificateTimeoutMs);
  } catch (error) {
    throw new AppError(
      'share/certificate',
      `Tailscale gave no certificate for ${domain}: run "tailscale cert ${domain}" to see why, or set share.tailscale to false.`,
      { cause: error },
    );
  }
  return readCertificateFiles({ certFile, keyFile });
}

/** The name that Tailscale would certify, where it is connected and certificates are switched on. */
function domainOf(status: string): string | null {
  try {
    const { BackendState, CertDomains } = JSON.parse(status) as { BackendState?: unknown; CertDomains?: unknown };
    const domain: unknown = BackendState === 'Running' && Array.isArray(CertDomains) ? CertDomains[0] : null;
    return typeof domain === 'string' ? domain : null;
  } catch {
    return null;
  }
}

function runProgram(
  program: string,
  args: readonly string[],
  { environment, timeoutMs, signal }: TailscaleOptions & { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<string> {
  return new Promise((resolve, reject) => {
    const env = { PATH: environment['PATH'], HOME: environment['HOME'] };
    const options = { timeout: timeoutMs, killSignal: 'SIGKILL', signal, env } as const;
    const child = execFile(program, [...args], options, (error, stdout) => {
      if (!error) return resolve(stdout);
      // The signal has only asked it to end, and one that hangs may not listen to that either.
      signalProcess(child.pid, 'SIGKILL');
      reject(error);
    });
  });
}
