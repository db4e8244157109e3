/**
 * The agent process dies or freezes in mid-talk: one agent again, soon, that knows what was said.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AskCall, MintedToken, ParticipantView } from '../../src/contract/index.ts';
import { commandLineOf, descendantsOf, isAlive } from '../e2e/rig/process-census.ts';
import { RoomPerson } from '../e2e/rig/room-person.ts';
import { speak } from '../e2e/rig/speech.ts';
import { addServer, fixtureServer, randomWords, secretQuestion, startTalkingHost } from '../e2e/rig/talking-host.ts';
import type { TalkingHost } from '../e2e/rig/talking-host.ts';
import { realPid } from '../fixtures/real-pid.ts';

describe('an agent process that is lost', () => {
  const secret = randomWords();
  let talking: TalkingHost;
  let person: RoomPerson;

  beforeAll(async () => {
    talking = await startTalkingHost();
    await addServer(talking.host, 'vault', fixtureServer('--secret', secret));
    const { token, livekitUrl } = await talking.host.json<MintedToken>('room', 'token', 'main', 'ann');
    person = await RoomPerson.join(livekitUrl, token);
    await person.agentReady();
  });
  afterAll(async () => {
    await person.leave();
    await talking.close();
  });

  /** Does `harm` to the agent that sits, and resolves with how long the talk was without one, ms. */
  async function replacedAfter(harm: (pid: number) => void): Promise<{ pid: number; tookMs: number }> {
    const bridge = talking.host.bridge();
    return new Promise((resolve) => {
      let lost: { pid: number; atMs: number } | null = null;
      bridge.subscribe('talk.changed', (message) => {
        const { agent } = message.type === 'state' ? message.state : message.payload;
        if (agent.pid === null || agent.state === 'starting') return;
        if (lost === null) {
          lost = { pid: realPid(agent.pid), atMs: performance.now() };
          harm(lost.pid);
        } else if (agent.pid !== lost.pid) {
          resolve({ pid: lost.pid, tookMs: performance.now() - lost.atMs });
        }
      });
    });
  }

  const agentsInRoom = async (): Promise<string[]> =>
    (await talking.host.json<ParticipantView[]>('room', 'show', 'main'))
      .filter(({ kind }) => kind === 'agent')
      .map(({ identity }) => identity);

  const agentProcesses = (): number[] =>
    descendantsOf(talking.host.pid).filter((pid) => commandLineOf(pid).includes('agent.js'));

  it('[F5] killed between turns: another one within 3 s, exactly one, and it knows what was said', async () => {
    const first = await talking.host.json<{ answer: string }>('ask', secretQuestion);
    expect(first.answer).toContain(secret);
    const { tookMs } = await replacedAfter((pid) => process.kill(pid, 'SIGKILL'));
    expect(tookMs).toBeLessThan(3_000);
    expect(await agentsInRoom()).toEqual(['agent-main']);
    // A late heartbeat may have asked for another one, which then goes.
    await expect.poll(agentProcesses).toHaveLength(1);
    const items = talking.provider.log.clientEvents
      .map(({ event }) => JSON.stringify(event))
      .slice(-60)
      .join('\n');
    expect(items).toContain(secret);
  });

  it('[F5] killed with a spoken turn unanswered: the new one answers it', async () => {
    talking.provider.setThinkingMs(4_000);
    const committed = talking.provider.log.next('turn');
    await person.speak(await speak(secretQuestion));
    await person.listenUntil(committed);
    const replaced = replacedAfter((pid) => process.kill(pid, 'SIGKILL'));
    talking.provider.setThinkingMs(0);
    const answer = talking.provider.log.next('response', ({ text }) => text.includes(secret));
    await person.listenUntil(answer);
    expect((await replaced).tookMs).toBeLessThan(3_000);
  });

  it('[F5] killed, and two questions asked before the next one is there: it answers both, neither cuts the other off', async () => {
    const bridge = talking.host.bridge();
    const asked: Promise<{ answer: string; calls: AskCall[] }>[] = [];
    await replacedAfter((pid) => {
      process.kill(pid, 'SIGKILL');
      for (let turn = 0; turn < 2; turn++) asked.push(bridge.invoke('talk.ask', { text: secretQuestion }));
    });
    const answers = await Promise.all(asked);
    expect(answers.map(({ answer, calls }) => [answer.includes(secret), calls.length])).toEqual([
      [true, 1],
      [true, 1],
    ]);
  });

  it('[F7] frozen: replaced within 5 s', async () => {
    const { pid, tookMs } = await replacedAfter((present) => process.kill(present, 'SIGSTOP'));
    expect(tookMs).toBeLessThan(5_000);
    expect(isAlive(pid)).toBe(false);
    expect(await agentsInRoom()).toEqual(['agent-main']);
    const { answer } = await talking.host.json<{ answer: string; calls: AskCall[] }>('ask', secretQuestion);
    expect(answer).toContain(secret);
  });
});
