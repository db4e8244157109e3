/**
 * What a guest's token can do, what a changed one cannot, and that nobody but the host has what tokens are signed with.
 */
import { createHmac } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AppStatus, MintedToken } from '../../src/contract/index.ts';
import { processesWith } from '../e2e/rig/process-census.ts';
import { startHost } from '../e2e/rig/host-process.ts';
import type { HostProcess } from '../e2e/rig/host-process.ts';

let host: HostProcess;
let minted: MintedToken;
beforeAll(async () => {
  host = await startHost({ args: ['--demo'] });
  minted = await host.json<MintedToken>('room', 'token', 'main', 'ann', '--role', 'talk');
});
afterAll(() => host.stop());

type Claims = Record<string, unknown> & { readonly video: Record<string, unknown> };

const part = (token: string, index: number): string => token.split('.')[index] ?? '';
const claimsOf = (token: string): Claims =>
  JSON.parse(Buffer.from(part(token, 1), 'base64url').toString('utf8')) as Claims;
const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** 200 where LiveKit would let its holder in. */
async function statusFor(token: string): Promise<number> {
  const address = `${minted.livekitUrl.replace('ws', 'http')}/rtc/validate?access_token=${token}`;
  return (await fetch(address)).status;
}

it('[S10] a guest may join one room with a microphone, for ten minutes, and nothing else', () => {
  const { video, sub, exp, nbf, iat } = claimsOf(minted.token);
  expect(video).toEqual({
    roomJoin: true,
    room: 'main',
    canPublish: true,
    canPublishSources: ['microphone'],
    canPublishData: false,
    canSubscribe: true,
    canUpdateOwnMetadata: false,
  });
  expect(sub).toBe('ann');
  expect(Number(exp) - Number(nbf ?? iat)).toBeLessThanOrEqual(601);
});

it('[S9] a token is let in as it was minted, and in no way changed', async () => {
  const claims = claimsOf(minted.token);
  const head = part(minted.token, 0);
  const signature = part(minted.token, 2);
  const changed = (more: object): string => `${head}.${encode({ ...claims, ...more })}.${signature}`;
  const admin = { video: { ...claims.video, roomAdmin: true, canPublishData: true } };
  const guessed = (secret: string): string => {
    const body = `${head}.${encode({ ...claims, ...admin })}`;
    return `${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`;
  };
  const forged = {
    'edited powers': changed(admin),
    'another room': changed({ video: { ...claims.video, room: 'other' } }),
    'another identity': changed({ sub: 'owner-1' }),
    'a longer life': changed({ exp: Number(claims['exp']) + 86_400 }),
    'no signature': `${encode({ alg: 'none', typ: 'JWT' })}.${encode({ ...claims, ...admin })}.`,
    'the default secret': guessed('secret'),
    'the key as secret': guessed(String(claims['iss'])),
    'an empty secret': guessed(''),
  };
  const statuses = await Promise.all(
    Object.entries(forged).map(async ([name, token]) => [name, await statusFor(token)] as const),
  );
  expect(statuses.filter(([, status]) => status !== 401)).toEqual([]);
  // The control: the token itself is good.
  expect(await statusFor(minted.token)).toBe(200);
});

it('[S13] LiveKit’s key is this run’s own, and in no file, argument or environment', async () => {
  const { livekit } = await host.json<AppStatus>('status');
  const key = String(claimsOf(minted.token)['iss']);
  expect(key).toMatch(/^API[0-9a-f]{18}$/);
  expect(processesWith(key)).toEqual([]);
  expect(processesWith('devkey')).not.toContain(livekit.pid);
  const holding: string[] = [];
  for (const name of await readdir(host.dataDir, { recursive: true })) {
    const bytes = await readFile(path.join(host.dataDir, name)).catch(() => null);
    if (bytes?.includes(key)) holding.push(name);
  }
  expect(holding).toEqual([]);
  // The control: a search like this finds what is there.
  expect(processesWith(host.dataDir)).toContain(host.pid);
});
