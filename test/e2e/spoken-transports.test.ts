/**
 * The same spoken turn over every way a server can be spoken to: each has words of its own, which only its tool can tell.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ServerEntry, ServerName } from '../../src/contract/index.ts';
import type { CallRecord, MintedToken } from '../../src/contract/index.ts';
import { serveRemote } from '../fixtures/mcp-servers/remote-server.ts';
import { correlation } from './rig/correlate.ts';
import { RoomPerson } from './rig/room-person.ts';
import { speak, speechRateHz } from './rig/speech.ts';
import { fixtureServer, randomWords, secretQuestion, startTalkingHost, untilServer } from './rig/talking-host.ts';
import type { TalkingHost } from './rig/talking-host.ts';

const name = ServerName.parse('vault');
const remotes = { 'http-modern': 'http', 'http-legacy': 'streamable-http', sse: 'sse', ws: 'ws' } as const;
const ways = ['stdio', ...(Object.keys(remotes) as (keyof typeof remotes)[])] as const;
const modern: readonly string[] = ['stdio', 'http-modern'];

describe('a spoken turn with a tool', () => {
  let talking: TalkingHost;
  let person: RoomPerson;
  let question: Int16Array;
  const open: { close(): Promise<void> }[] = [];

  beforeAll(async () => {
    [talking, question] = await Promise.all([startTalkingHost(), speak(secretQuestion)]);
    const { token, livekitUrl } = await talking.host.json<MintedToken>('room', 'token', 'main', 'ann');
    person = await RoomPerson.join(livekitUrl, token);
    await person.agentReady();
  });
  afterEach(async () => {
    await talking.host.bridge().invoke('mcp.remove', { name });
    for (const one of open.splice(0)) await one.close();
  });
  afterAll(async () => {
    await person.leave();
    await talking.close();
  });

  async function entryOver(way: (typeof ways)[number], secret: string): Promise<object> {
    if (way === 'stdio') {
      const [command, ...args] = fixtureServer('--secret', secret);
      return { command, args };
    }
    const remote = await serveRemote({ kind: way, secret });
    open.push(remote);
    return { url: remote.url, type: remotes[way] };
  }

  /** Speaks, and returns what the provider answered at last and how like that the sound in the room was. */
  async function ask() {
    person.forget();
    const response = talking.provider.log.next('response', (entry) => entry.calls.length === 0);
    await person.speak(question);
    const answer = await person.listenUntil(response);
    await person.speak(new Int16Array(0), (answer.pcm.length / 24_000) * 1_000 + 700);
    const heard = { samples: person.heard, rateHz: speechRateHz };
    return { text: answer.text, likeness: correlation({ samples: answer.pcm, rateHz: 24_000 }, heard) };
  }

  it.each(ways)('[V1][M1] is answered with the words of a server over %s', async (way) => {
    const secret = randomWords();
    const entry = ServerEntry.parse({ ...(await entryOver(way, secret)), approval: 'allow' });
    await talking.host.bridge().invoke('mcp.add', { name, entry });
    expect((await untilServer(talking.host.bridge(), name)).era).toBe(modern.includes(way) ? '2026-07-28' : 'legacy');
    const { text, likeness } = await ask();
    expect(text).toContain(secret);
    expect(likeness).toBeGreaterThan(0.6);
    const [call] = await talking.host.json<CallRecord[]>('log');
    expect(call).toMatchObject({ server: 'vault', tool: 'secret', device: 'ann', error: null });
  });
});
