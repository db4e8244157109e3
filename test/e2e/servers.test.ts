/**
 * Servers that are missing, broken or slow delay nobody, and what is shown of them is true; a good one is usable at once.
 */
import { afterEach, describe, expect, it } from 'vitest';
import type { AskCall, ServerView } from '../../src/contract/index.ts';
import {
  addEntry,
  addServer,
  faultyServer,
  fixtureServer,
  randomWords,
  secretQuestion,
  startTalkingHost,
  untilServer,
} from './rig/talking-host.ts';
import type { TalkingHost } from './rig/talking-host.ts';

describe('servers in a talk', () => {
  let talking: TalkingHost;
  afterEach(() => talking.close());

  it('[V10] talks with no server at all', async () => {
    talking = await startTalkingHost();
    const { answer, calls } = await talking.host.json<{ answer: string; calls: AskCall[] }>('ask', 'Hello');
    expect(answer).not.toBe('');
    expect(calls).toEqual([]);
  });

  it('[M4][M5] says the true cause of a program that does not exist, one that crashes, one that hangs, and talks all the same', async () => {
    talking = await startTalkingHost();
    const bridge = talking.host.bridge();
    await addEntry(talking.host, 'missing', ['no-such-program-anywhere', '--now']);
    await addEntry(talking.host, 'crashing', faultyServer('crash-at-start'));
    const hanging = untilServer(bridge, 'hanging', ({ state }) => state !== 'stopped');
    await addEntry(talking.host, 'hanging', faultyServer('hang-at-start'));
    const { answer } = await talking.host.json<{ answer: string }>('ask', 'Hello');
    expect(answer).not.toBe('');
    const missing = await untilServer(bridge, 'missing', ({ state }) => state === 'failed');
    expect(missing.cause).toMatchObject({ code: 'mcp/program-not-found' });
    expect(missing.cause?.message).toContain('no-such-program-anywhere');
    const crashing = await untilServer(bridge, 'crashing', ({ cause }) => cause !== null);
    expect(crashing.cause?.message).toContain('the database is missing');
    expect((await hanging).state).toBe('starting');
    expect(await untilServer(bridge, 'hanging', ({ cause }) => cause !== null)).toMatchObject({
      state: 'failed',
      cause: { code: 'mcp/start-timeout' },
    });
  });

  it('[M8] offers a server added in mid-talk to the next turn', async () => {
    talking = await startTalkingHost();
    const secret = randomWords();
    const before = await talking.host.json<{ answer: string }>('ask', secretQuestion);
    expect(before.answer).not.toContain(secret);
    const ready = untilServer(talking.host.bridge(), 'vault', ({ state }) => state === 'ready');
    await addServer(talking.host, 'vault', fixtureServer('--secret', secret));
    await ready;
    const after = await talking.host.json<{ answer: string; calls: AskCall[] }>('ask', secretQuestion);
    expect(after.answer).toContain(secret);
    expect(after.calls).toMatchObject([{ server: 'vault', tool: 'secret', error: null }]);
  });

  it('[S18][M13] does not start an entry that only appeared in the file, until its owner approves it', async () => {
    talking = await startTalkingHost();
    const { host } = talking;
    const bridge = host.bridge();
    const { writeFile } = await import('node:fs/promises');
    const [command, ...args] = fixtureServer('--secret', 'planted');
    const planted = untilServer(bridge, 'planted', () => true);
    await writeFile(
      `${host.dataDir}/settings.json`,
      JSON.stringify({ mcpServers: { planted: { command, args, approval: 'allow' } } }),
    );
    expect((await planted).state).toBe('unapproved');
    const { calls } = await host.json<{ calls: AskCall[] }>('ask', secretQuestion);
    expect(calls).toEqual([]);
    expect((await host.json<ServerView[]>('mcp', 'list'))[0]).toMatchObject({
      name: 'planted',
      state: 'unapproved',
      pid: null,
    });
    const ready = untilServer(bridge, 'planted', ({ state }) => state === 'ready');
    expect((await host.parley('mcp', 'approve', 'planted')).code).toBe(0);
    await ready;
    expect((await host.json<{ calls: AskCall[] }>('ask', secretQuestion)).calls).toHaveLength(1);
  });
});
