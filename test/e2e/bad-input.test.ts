/**
 * Bad input of every kind: one sentence that says what to do, nothing overwritten, nothing hangs.
 */
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { ServerView } from '../../src/contract/index.ts';
import { startHost } from './rig/host-process.ts';
import { addServer, faultyServer, fixtureServer, startTalkingHost } from './rig/talking-host.ts';
import type { TalkingHost } from './rig/talking-host.ts';

describe('bad input to a running host', () => {
  let talking: TalkingHost;
  beforeAll(async () => {
    talking = await startTalkingHost({ environment: { OPENAI_API_KEY: 'not-the-key' } });
  });
  afterAll(() => talking.close());

  const ready = async (name: string): Promise<void> => {
    const bridge = talking.host.bridge();
    await new Promise<void>((resolve) => {
      const end = bridge.subscribe('mcp.serversChanged', (message) => {
        const servers: ServerView[] = message.type === 'state' ? message.state : message.payload;
        if (servers.find((server) => server.name === name)?.state !== 'ready') return;
        end();
        resolve();
      });
    });
  };

  it('[F13] a wrong key is said in words, without a storm of retries', async () => {
    const { code, err } = await talking.host.parley('ask', 'Hello');
    expect(code).toBe(1);
    expect(err).toMatch(/key/i);
    const tries = talking.provider.log.keysSeen.length;
    expect(tries).toBeGreaterThan(0);
    expect(tries).toBeLessThan(5);
  });

  it('[F13] a question that the model’s service refuses ends with its words, and the next one is answered', async () => {
    const host = await startTalkingHost();
    onTestFinished(() => host.close());
    await host.host.parley('settings', 'set', 'talk.brain', 'pipeline');
    const error = { code: '', message: 'This model does not support tools.' };
    host.provider.setFaults({ completion: { times: 1, httpStatus: 400, error } });
    const refused = await host.host.parley('ask', 'Tell me a long story');
    expect(refused).toMatchObject({
      code: 1,
      err: expect.stringContaining('"This model does not support tools".') as string,
    });
    expect(await host.host.parley('ask', 'Hello')).toMatchObject({
      code: 0,
      out: expect.stringContaining('simulated') as string,
    });
  });

  it('an unknown setting is named with its nearest neighbour, a bad value refused; the file stays', async () => {
    await talking.host.parley('settings', 'set', 'talk.mode', 'push-to-talk');
    const file = path.join(talking.host.dataDir, 'settings.json');
    const before = await readFile(file, 'utf8');
    const unknown = await talking.host.parley('settings', 'set', 'talk.mod', 'hands-free');
    expect(unknown).toMatchObject({ code: 1 });
    expect(unknown.err).toContain('talk.mode');
    const bad = await talking.host.parley('settings', 'set', 'talk.mode', 'shouting');
    expect(bad).toMatchObject({ code: 1 });
    expect(bad.err).toMatch(/hands-free/);
    expect(await readFile(file, 'utf8')).toBe(before);
  });

  it('[V3] [R6] what is no address is refused with what to write, and the file stays', async () => {
    await talking.host.parley('settings', 'set', 'talk.mode', 'push-to-talk');
    const file = path.join(talking.host.dataDir, 'settings.json');
    const before = await readFile(file, 'utf8');
    const set = async (key: string, value: string): Promise<string> => {
      const { code, err } = await talking.host.parley('settings', 'set', key, value);
      return `${String(code)} ${err}`.trim();
    };
    expect(await set('provider.baseUrl', 'localhost:8000/v1')).toBe(
      '1 provider.baseUrl: "localhost:8000/v1" is not a whole address. Begin it with http://, as in http://localhost:8000/v1.',
    );
    expect(await set('livekit.url', 'https://ann:word@host/')).toBe(
      '1 livekit.url: An address may not hold a user name or a password: take out what stands before the @. Keys are kept as secrets.',
    );
    expect(await readFile(file, 'utf8')).toBe(before);
    const bridge = talking.host.bridge();
    const setByBridge = bridge.invoke('settings.set', { key: 'pipeline.speech.baseUrl', value: 'mailto:x' });
    await expect(setByBridge).rejects.toMatchObject({ code: 'settings/bad-value' });
    expect(await set('pipeline.speech.baseUrl', 'http://127.0.0.1:9/v1')).toBe('0');
    expect(await set('pipeline.speech.baseUrl', 'null')).toBe('0');
  });

  it('[M15] arguments that do not fit, and a result of 100 MB, end in words; the server goes on', async () => {
    await addServer(talking.host, 'vault', fixtureServer());
    await ready('vault');
    const unfit = await talking.host.parley('mcp', 'call', 'vault', 'echo', '{"text":7}');
    expect(unfit).toMatchObject({ code: 1 });
    expect(unfit.err).toMatch(/text/);
    const noJson = await talking.host.parley('mcp', 'call', 'vault', 'echo', '{"text":');
    expect(noJson.code).not.toBe(0);
    expect(await talking.host.json('mcp', 'call', 'vault', 'echo', '{"text":"fits"}')).toMatchObject({
      content: [{ type: 'text', text: 'fits' }],
    });
    await addServer(talking.host, 'huge', faultyServer('huge-100'));
    await ready('huge');
    const huge = await talking.host.parley('mcp', 'call', 'huge', 'huge-100');
    expect(huge).toMatchObject({ code: 1 });
    expect(huge.err).toMatch(/10 MB|too large/i);
  });

  it('wrong use ends with 2 and says how it goes', async () => {
    expect(await talking.host.parley('mcp', 'add')).toMatchObject({ code: 2 });
    expect(await talking.host.parley('nonsense')).toMatchObject({ code: 2 });
    expect(await talking.host.parley('room', 'token', 'main', 'agent-main')).toMatchObject({ code: 1 });
  });

  it('a file that is no configuration names line and column and changes nothing', async () => {
    const file = path.join(talking.host.dataDir, 'broken.json');
    await writeFile(file, '{\n  "mcpServers": {,}\n}');
    const before = await talking.host.json('mcp', 'list');
    const { code, err } = await talking.host.parley('mcp', 'import', file, '--yes');
    expect(code).toBe(1);
    expect(err).toMatch(/line 2/);
    expect(await talking.host.json<ServerView[]>('mcp', 'list')).toHaveLength((before as unknown[]).length);
  });
});

describe('bad input to a start', () => {
  it('a port that is taken', async () => {
    const stranger = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void stranger.close());
    await once(stranger, 'listening');
    const { port } = stranger.address() as AddressInfo;
    await expect(startHost({ args: ['--demo', '--port', String(port)] })).rejects.toThrow(new RegExp(String(port)));
  });

  it('[V3] an OPENAI_BASE_URL that is no address is said in the talk and by the doctor, and the host runs', async () => {
    const OPENAI_BASE_URL = 'localhost:8000/v1';
    const host = await startHost({ environment: { OPENAI_BASE_URL, OPENAI_API_KEY: 'sk-of-nobody' } });
    onTestFinished(async () => void (await host.stop()));
    const words = 'OPENAI_BASE_URL cannot be used. "localhost:8000/v1" is not a whole address. Begin it with http://';
    expect(await host.parley('ask', 'Hello')).toMatchObject({ code: 1, err: expect.stringContaining(words) as string });
    expect((await host.parley('doctor')).out).toContain(words);
  });

  it('[R6] a LIVEKIT_URL that is no address', async () => {
    const environment = { LIVEKIT_URL: 'localhost:7880', LIVEKIT_API_KEY: 'key', LIVEKIT_API_SECRET: 'secret' };
    await expect(startHost({ environment })).rejects.toThrow(
      /LIVEKIT_URL cannot be used\. "localhost:7880" is not a whole address\. Begin it with ws:\/\//,
    );
  });

  it('a livekit-server that is not there', async () => {
    await expect(startHost({ environment: { PARLEY_LIVEKIT_SERVER: '/no/such/livekit-server' } })).rejects.toThrow(
      /\/no\/such\/livekit-server/,
    );
  });
});
