/**
 * Certificates out of files, of Tailscale's program and made here.
 */
import { X509Certificate } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createOriginCertificates } from '../../../src/adapters/share-certificate/origin-certificates.ts';
import type { OriginCertificate, OriginCertificates } from '../../../src/core/ports/sharing.ts';
import { createTestAuthority } from '../../fixtures/test-authority.ts';
import type { TestAuthority } from '../../fixtures/test-authority.ts';
import { isAlive } from '../../fixtures/is-alive.ts';

let folder: string;
let authority: TestAuthority;
let certificates: OriginCertificates;
let count = 0;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'parley-certificates-'));
  authority = await createTestAuthority();
  certificates = createOriginCertificates({ folder: path.join(folder, 'kept'), environment: { PATH: '' } });
});
afterAll(() => rm(folder, { recursive: true }));

async function put({ certificate, key }: OriginCertificate): Promise<{ certFile: string; keyFile: string }> {
  const files = { certFile: path.join(folder, `${++count}.crt`), keyFile: path.join(folder, `${count}.key`) };
  await writeFile(files.certFile, certificate);
  await writeFile(files.keyFile, key);
  return files;
}

const nobodyEnds = new AbortController().signal;
const refusal = (word: string) => ({ code: 'share/certificate', message: expect.stringContaining(word) as string });

describe("the user's certificate files", () => {
  it('[R7] are taken with the names and addresses they are good for', async () => {
    const issued = await authority.issue(['desk.test', '*.home.test', '192.168.1.20']);
    expect(await certificates.fromFiles(await put(issued))).toEqual(issued);
  });

  it("[R7] are refused where the key is another's, with both files named", async () => {
    const [one, other] = await Promise.all([authority.issue(['a.test']), authority.issue(['a.test'])]);
    const files = await put({ ...one, key: other.key });
    await expect(certificates.fromFiles(files)).rejects.toMatchObject(refusal(files.keyFile));
  });

  it('[R7] are refused before and after their time', async () => {
    const before = { notBefore: new Date(2000, 1), notAfter: new Date(2001, 1) };
    const after = { notBefore: new Date(2090, 1), notAfter: new Date(2091, 1) };
    await expect(certificates.fromFiles(await put(await authority.issue(['a.test'], before)))).rejects.toMatchObject(
      refusal('renew'),
    );
    await expect(certificates.fromFiles(await put(await authority.issue(['a.test'], after)))).rejects.toMatchObject(
      refusal('clock'),
    );
  });

  it('[R7] are refused when they are missing or hold something else', async () => {
    const issued = await authority.issue(['a.test']);
    const files = await put({ ...issued, certificate: 'hello' });
    await expect(certificates.fromFiles(files)).rejects.toMatchObject(refusal('no certificate'));
    await expect(certificates.fromFiles(await put({ ...issued, key: 'hello' }))).rejects.toMatchObject(
      refusal('no private key'),
    );
    await expect(certificates.fromFiles({ ...files, certFile: '/nowhere.crt' })).rejects.toMatchObject(
      refusal('ENOENT'),
    );
  });
});

describe('the certificate of last resort', () => {
  it('[R7] is made once, closed to others, for a little over a year, and made anew for a new address', async () => {
    const first = await certificates.selfSigned(['192.168.1.20', 'desk.test']);
    const parsed = new X509Certificate(first.certificate);
    expect(parsed.checkIP('192.168.1.20')).toBe('192.168.1.20');
    expect(parsed.checkHost('desk.test')).toBe('desk.test');
    const days = (parsed.validToDate.getTime() - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(390);
    expect(days).toBeLessThan(398);
    const keyFile = path.join(folder, 'kept', 'self-signed.key');
    if (process.platform !== 'win32') expect((await stat(keyFile)).mode & 0o777).toBe(0o600);
    expect(await readFile(keyFile, 'utf8')).toBe(first.key);
    expect((await certificates.selfSigned(['192.168.1.20'])).certificate).toBe(first.certificate);
    const second = await certificates.selfSigned(['192.168.1.20', '10.0.0.5']);
    expect(new X509Certificate(second.certificate).checkIP('10.0.0.5')).toBe('10.0.0.5');
  });

  it('[R7] is renewed before it ends, and replaced where it is damaged', async () => {
    const soon = await authority.issue(['10.0.0.6'], { notAfter: new Date(Date.now() + 5 * 86_400_000) });
    await writeFile(path.join(folder, 'kept', 'self-signed.crt'), soon.certificate);
    await writeFile(path.join(folder, 'kept', 'self-signed.key'), soon.key);
    const renewed = await certificates.selfSigned(['10.0.0.6']);
    expect(renewed.certificate).not.toBe(soon.certificate);
    await writeFile(path.join(folder, 'kept', 'self-signed.key'), 'cut o');
    expect((await certificates.selfSigned(['10.0.0.6'])).key).toContain('PRIVATE KEY');
  });
});

describe.runIf(process.platform !== 'win32')("Tailscale's certificate", () => {
  /** A `tailscale` that answers so, with the certificate of a test authority. */
  async function withTailscale(status: unknown, certify: string): Promise<OriginCertificates> {
    const bin = path.join(folder, `bin-${++count}`);
    await mkdir(bin);
    const { certFile, keyFile } = await put(await authority.issue(['desk.tail.ts.net']));
    const copy = `cp ${certFile} "$3"; cp ${keyFile} "$5"`;
    const script = `#!/bin/sh\ncase "$1" in\nstatus) echo '${JSON.stringify(status)}';;\ncert) ${certify === 'copy' ? copy : certify};;\nesac\n`;
    await writeFile(path.join(bin, 'tailscale'), script);
    await chmod(path.join(bin, 'tailscale'), 0o755);
    const environment = { PATH: `${bin}:/usr/bin:/bin` };
    return createOriginCertificates({ folder: path.join(folder, `tailscale-${count}`), environment });
  }
  const running = { BackendState: 'Running', CertDomains: ['desk.tail.ts.net'] };

  it('[R7] is fetched where Tailscale runs and gives certificates', async () => {
    const tailscale = await withTailscale(running, 'copy');
    expect(await tailscale.fromTailscale(nobodyEnds)).toMatchObject({ names: ['desk.tail.ts.net'] });
  });

  it.each([
    ['not signed in', { BackendState: 'NeedsLogin', CertDomains: null }],
    ['without certificates in this tailnet', { BackendState: 'Running', CertDomains: null }],
  ])('[R7] is none where it is %s', async (_title, status) => {
    const tailscale = await withTailscale(status, 'exit 1');
    expect(await tailscale.fromTailscale(nobodyEnds)).toBeNull();
  });

  it('[R7] is none where there is no Tailscale, and its refusal is said', async () => {
    expect(await certificates.fromTailscale(nobodyEnds)).toBeNull();
    const refusing = await withTailscale(running, 'exit 1');
    await expect(refusing.fromTailscale(nobodyEnds)).rejects.toMatchObject(refusal('tailscale cert desk.tail.ts.net'));
  });

  it('[R7] is given up at once by whoever ends the app, though its program hangs and ignores being asked to end', async () => {
    const marker = path.join(folder, 'hangs');
    const hangs = `trap "" TERM; echo $$ >${marker}.new; mv ${marker}.new ${marker}; exec sleep 60`;
    const tailscale = await withTailscale(running, hangs);
    const ending = new AbortController();
    const fetched = tailscale.fromTailscale(ending.signal);
    const pid = await vi.waitFor(() => readFile(marker, 'utf8').then(Number), { timeout: 10_000 });
    ending.abort();
    await expect(fetched).rejects.toMatchObject(refusal('tailscale cert desk.tail.ts.net'));
    await expect.poll(() => isAlive(pid)).toBe(false);
  });
});
