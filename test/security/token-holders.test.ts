/**
 * [S12] Who speaks under a token made for somebody else is a guest: what the owner always allows is allowed to the owner.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Approval, CallRecord, MintedToken } from '../../src/contract/index.ts';
import { defaultSentences } from '../../src/demo/thinking/sentences.ts';
import { RoomPerson } from '../e2e/rig/room-person.ts';
import { speak } from '../e2e/rig/speech.ts';
import { addServer, fixtureServer, startTalkingHost } from '../e2e/rig/talking-host.ts';
import type { TalkingHost } from '../e2e/rig/talking-host.ts';

const request = 'Write the report now';

let talking: TalkingHost;
let folder: string;
let file: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'parley-holders-'));
  file = path.join(folder, 'report.txt');
  const intent = { kind: 'call' as const, tool: 'write$', arguments: { path: file, text: 'the whole report' } };
  talking = await startTalkingHost({
    provider: { sentences: [...defaultSentences, { id: 'report', text: request, intent }] },
  });
  await addServer(talking.host, 'pen', fixtureServer());
});
afterAll(async () => {
  await talking.close();
  await rm(folder, { recursive: true, force: true });
});

/** Joins with a token of this role, asks for the writing, and listens until `until` holds. */
async function ask(role: string, until: () => Promise<boolean>): Promise<void> {
  const { token, livekitUrl } = await talking.host.json<MintedToken>('room', 'token', 'main', 'bob', '--role', role);
  const person = await RoomPerson.join(livekitUrl, token);
  await person.agentReady();
  await person.speak(await speak(request));
  await person.listenUntil(expect.poll(until).toBe(true));
  await person.leave();
}

const waiting = (): Promise<Approval[]> => talking.host.json<Approval[]>('approvals');
const log = (): Promise<CallRecord[]> => talking.host.json<CallRecord[]>('log');

it('[S12] a guest’s word waits for the owner’s click, also where the server may always run', async () => {
  await ask('talk', async () => (await waiting()).length > 0 || existsSync(file));
  expect(existsSync(file)).toBe(false);
  const [approval] = await waiting();
  expect(approval).toMatchObject({ server: 'pen', tool: 'write', byVoice: false });
  await talking.host.parley('deny', approval?.id ?? '');
  await expect.poll(async () => (await log())[0]).toMatchObject({ device: 'bob', approval: 'denied' });
  // The control: the owner's own word, with a token of the owner's role, runs the same at once.
  await ask('owner', async () => existsSync(file));
  expect(await readFile(file, 'utf8')).toBe('the whole report');
  expect((await log())[0]).toMatchObject({ device: 'bob', approval: 'not-needed' });
});
