/**
 * A link of a host that made its certificate itself, opened by the program of the same profile and of another one.
 */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { selfSignedCertificate } from '../../src/adapters/share-certificate/self-signed-certificate.ts';
import { certificatesFolder } from '../../src/app/profile-folder.ts';
import { trustOwnCertificate } from '../../src/cli/trust-own-certificate.ts';

const before = getCACertificates('default');
let profiles: string;
const profile = (name: string): string => path.join(profiles, name);
const server = createServer((_request, response) => response.end('reached'));

beforeAll(async () => {
  profiles = await mkdtemp(path.join(tmpdir(), 'parley-trust-'));
  await selfSignedCertificate(certificatesFolder(profile('other')), ['127.0.0.1']);
  const { certificate, key } = await selfSignedCertificate(certificatesFolder(profile('own')), ['127.0.0.1']);
  server.setSecureContext({ cert: certificate, key });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(async () => {
  setDefaultCACertificates(before);
  server.closeAllConnections();
  server.close();
  await rm(profiles, { recursive: true });
});

const visit = async (): Promise<string> => {
  const { port } = server.address() as AddressInfo;
  const answer = fetch(`https://127.0.0.1:${String(port)}/`).then((response) => response.text());
  return answer.catch((error: Error) => (error.cause as { code: string }).code);
};

it('[R2] is believed with the certificate of its own profile, and with no other', async () => {
  await trustOwnCertificate(profile('without'));
  expect(await visit()).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
  await trustOwnCertificate(profile('other'));
  expect(await visit()).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
  // They are of one name: with both, either may be looked up first. A program believes those of one profile.
  setDefaultCACertificates(before);
  await trustOwnCertificate(profile('own'));
  expect(await visit()).toBe('reached');
});
