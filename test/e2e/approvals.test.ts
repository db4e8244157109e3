/**
 * [M12] A tool that writes waits for its owner: nothing happens on no, on silence or on an answer to something else.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Approval, CallRecord } from '../../src/contract/index.ts';
import { addServer, fixtureServer, secretSentences, startTalkingHost } from './rig/talking-host.ts';
import type { TalkingHost } from './rig/talking-host.ts';

const request = 'Write the report now';

describe('an approval', () => {
  let talking: TalkingHost;
  let folder: string;
  let file: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'parley-approval-'));
    file = path.join(folder, 'report.txt');
    const written = { path: file, text: 'the whole report' };
    const sentences = [
      ...secretSentences,
      { id: 'report', text: request, intent: { kind: 'call' as const, tool: 'write$', arguments: written } },
    ];
    talking = await startTalkingHost({ provider: { sentences } });
    await addServer(talking.host, 'pen', fixtureServer(), 'ask');
  });
  afterAll(async () => {
    await talking.close();
    await rm(folder, { recursive: true, force: true });
  });
  beforeEach(() => rm(file, { force: true }));

  /** Asks for the writing and waits until its approval is asked for. */
  async function askToWrite() {
    const asked = talking.host.parley('ask', request, '--json');
    const approval = await waitForApproval();
    return { asked, approval };
  }

  const waitForApproval = (): Promise<Approval> =>
    new Promise((resolve) => {
      const stop = talking.host.bridge().subscribe('approvals.changed', (message) => {
        const [waiting] = message.type === 'state' ? message.state : message.payload;
        if (!waiting) return;
        resolve(waiting);
        queueMicrotask(() => stop());
      });
    });

  const latestCall = async (): Promise<CallRecord | undefined> => (await talking.host.json<CallRecord[]>('log'))[0];

  it('shows the arguments that are sent, and writes on yes', async () => {
    const { asked, approval } = await askToWrite();
    expect(approval).toMatchObject({
      server: 'pen',
      tool: 'write',
      arguments: { path: file, text: 'the whole report' },
    });
    expect(existsSync(file)).toBe(false);
    await talking.host.parley('approve', approval.id);
    expect((await asked).code).toBe(0);
    expect(await readFile(file, 'utf8')).toBe('the whole report');
    expect(await latestCall()).toMatchObject({ approval: 'once', arguments: approval.arguments });
  });

  it('writes nothing on no', async () => {
    const { asked, approval } = await askToWrite();
    await talking.host.parley('deny', approval.id);
    expect((await asked).code).toBe(0);
    expect(existsSync(file)).toBe(false);
    expect(await latestCall()).toMatchObject({ approval: 'denied' });
  });

  it('does not take an answer to another call for this one', async () => {
    const { asked, approval } = await askToWrite();
    const other = await talking.host.parley('approve', 'some-other-call');
    expect(other).toMatchObject({ code: 1 });
    expect(other.err).toContain('No call waits under this id');
    expect(existsSync(file)).toBe(false);
    await talking.host.parley('deny', approval.id);
    await asked;
    expect(await talking.host.parley('approve', approval.id)).toMatchObject({ code: 1 });
    expect(existsSync(file)).toBe(false);
  });

  it('takes thirty seconds of silence for no', async () => {
    const { asked, approval } = await askToWrite();
    expect(approval.expiresAtMs - approval.requestedAtMs).toBe(30_000);
    expect((await asked).code).toBe(0);
    expect(Date.now()).toBeGreaterThanOrEqual(approval.expiresAtMs);
    expect(existsSync(file)).toBe(false);
    expect(await latestCall()).toMatchObject({ approval: 'expired' });
  });
});
