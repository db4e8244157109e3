import { describe, expect, it } from 'vitest';
import type { Turn, TurnId, UnansweredTurn, WireError } from '../../src/contract/index.ts';
import { exitCodes } from '../../src/agent/exit-codes.ts';
import type { AgentChannel } from '../../src/core/ports.ts';
import type { Rig } from './rig/rig.ts';
import { speech } from './rig/speech.ts';
import { echoTool, toolResult } from './rig/tools.ts';
import { useRig } from './rig/use-rig.ts';

const exitOf = (channel: AgentChannel): Promise<{ code: number | null; atMs: number }> =>
  new Promise((resolve) => channel.onExit(({ code }) => resolve({ code, atMs: Date.now() })));

describe('a provider that fails', () => {
  let rig: Rig;
  useRig((started) => (rig = started));

  it('[F15] by silence is noticed within five seconds, told, and the process makes room for another', async () => {
    const { core, room, channel } = await rig.agent();
    const anna = await rig.person(room, 'anna');
    rig.provider.setFaults({ silentResponses: true });
    await anna.say(await speech('Hello'));
    const exit = exitOf(channel);
    const committed = await core.reported<{ turn: UnansweredTurn }>('agent.turnCommitted');
    const committedMs = Date.now();
    const { problem } = await core.reported<{ problem: WireError }>('agent.problemChanged');
    expect(problem.code).toBe('provider/silent');
    const { code, atMs } = await exit;
    expect(code).toBe(exitCodes.providerFailed);
    expect(atMs - committedMs).toBeLessThan(5000);
    expect(core.all('agent.turnAnswered')).toEqual([]);

    rig.provider.setFaults({});
    const next = await rig.agent({ room, assignment: { unanswered: committed.turn } });
    const answered = await next.core.reported<{ turnId: string; text: string }>('agent.turnAnswered');
    expect(answered.turnId).toBe(committed.turn.turnId);
    expect(answered.text).toContain('simulated assistant');
    // The first one was never told what was said.
    const { turnId, startedAtMs } = committed.turn;
    const { turn } = await next.core.reported<{ turn: Turn }>(
      'agent.turnChanged',
      (report) => report.turn.id === turnId && report.turn.final,
    );
    expect(turn).toMatchObject({ text: 'Hello', speaker: { identity: 'anna', name: 'Name of anna' }, startedAtMs });
  });

  it('[F6] by going away in mid-answer is noticed at once', async () => {
    const { core, room, channel } = await rig.agent();
    const anna = await rig.person(room, 'anna');
    rig.provider.setFaults({ dropAfterAudioDeltas: 3, refuseConnection: true });
    const exit = exitOf(channel);
    await anna.say(await speech('Tell me a long story'));
    expect((await exit).code).toBe(exitCodes.providerFailed);
    expect(await core.reported('agent.problemChanged')).toMatchObject({ problem: { code: 'provider/unreachable' } });
    expect(core.all('agent.turnAnswered')).toEqual([]);
  });

  it('[F14] by dropping the connection in mid-answer leaves the turn to be answered anew', async () => {
    const { core, room, channel } = await rig.agent();
    const anna = await rig.person(room, 'anna');
    rig.provider.setFaults({ dropAfterAudioDeltas: 3 });
    const exit = exitOf(channel);
    await anna.say(await speech('Tell me a long story'));
    expect((await exit).code).toBe(exitCodes.providerFailed);
    expect(core.all('agent.turnAnswered')).toEqual([]);
  });

  it('[F17] by a new connection while somebody speaks loses no word of theirs', async () => {
    const { core, room } = await rig.agent();
    const anna = await rig.person(room, 'anna');
    const isSound = ({ event }: { event: { type: string } }): boolean => event.type === 'input_audio_buffer.append';
    const sound = rig.provider.log.next('clientEvent', isSound);
    const said = anna.say(await speech('Tell me a long story'));
    await sound;
    for (let heard = 0; heard < 5; heard += 1) await rig.provider.log.next('clientEvent', isSound);
    rig.provider.dropConnections();
    const turn = await rig.provider.log.next('turn');
    await said;
    expect(turn.heard?.transcript).toBe('Tell me a long story');
    await core.reported<{ turn: Turn }>(
      'agent.turnChanged',
      (report) => report.turn.final && report.turn.text === 'Tell me a long story',
    );
    expect(core.all('agent.problemChanged').filter(({ problem }) => problem !== null)).toEqual([]);
  });

  it('[F16] by an empty response is a failure', async () => {
    const { core, room, channel } = await rig.agent();
    const anna = await rig.person(room, 'anna');
    rig.provider.setFaults({ emptyResponse: true });
    const exit = exitOf(channel);
    await anna.say(await speech('Hello'));
    expect((await exit).code).toBe(exitCodes.providerFailed);
    expect(await core.reported('agent.problemChanged')).toMatchObject({ problem: { code: 'provider/silent' } });
  });

  it('[F13] by refusing the key is said in plain words, stays in the room, and the right key answers what waited', async () => {
    const before = rig.provider.log.keysSeen.length;
    const { core, room, channel } = await rig.agent({ apiKey: 'sk-wrong' });
    const { problem } = await core.reported<{ problem: WireError }>('agent.problemChanged');
    expect(problem.code).toBe('provider/wrong-key');
    expect(problem.message).toMatch(/does not accept the API key/);
    expect(problem.message).not.toContain('sk-wrong');
    const anna = await rig.person(room, 'anna');
    await anna.say(await speech('Hello'));
    await core.reported('agent.turnCommitted');
    expect(rig.provider.log.keysSeen.slice(before)).toEqual(['sk-wrong']);
    channel.hello({ hello: { provider: rig.providerOptions(), logLevel: 'warn' } });
    await core.reported('agent.problemChanged', ({ problem: now }) => now === null);
    const answered = await core.reported<{ text: string }>('agent.turnAnswered');
    expect(answered.text).toContain('simulated assistant');
  });

  it('[F13] by refusing a restricted key does not have it called wrong', async () => {
    const message = 'You have insufficient permissions for this operation. Missing scopes: model.request.';
    rig.provider.setFaults({ completion: { httpStatus: 401, error: { code: '', message } } });
    const { core } = await rig.agent({ brain: 'pipeline' });
    core.command({ type: 'typedTurn', turnId: 'typed' as TurnId, identity: 'anna', text: 'Hello' });
    const { problem } = await core.reported<{ problem: WireError }>('agent.problemChanged');
    expect(problem.code).toBe('provider/unknown-model');
  });

  it('[F13] by refusing what one turn asks for is told in its words, and keeps no other turn waiting', async () => {
    const error = { code: 'content_filter', message: 'The prompt was filtered.' };
    rig.provider.setFaults({ completion: { times: 1, httpStatus: 400, error } });
    const before = rig.provider.log.completions.length;
    const { core } = await rig.agent({ brain: 'pipeline' });
    core.command({ type: 'typedTurn', turnId: 'refused' as TurnId, identity: 'anna', text: 'Tell me a long story' });
    const given = await core.reported<{ turnId: string; problem: WireError | null }>('agent.turnAnswered');
    expect(given).toMatchObject({
      turnId: 'refused',
      text: '',
      problem: { message: expect.stringContaining('refuses to answer this: "The prompt was filtered". Ask') as string },
    });
    const sinceMs = Date.now();
    core.command({ type: 'typedTurn', turnId: 'next' as TurnId, identity: 'anna', text: 'Hello' });
    const answered = await core.reported<{ turnId: string }>('agent.turnAnswered', ({ turnId }) => turnId === 'next');
    expect(answered).toMatchObject({ text: expect.stringContaining('simulated assistant') as string, problem: null });
    // Sooner than a service that is away is tried again.
    expect(Date.now() - sinceMs).toBeLessThan(3_000);
    expect(rig.provider.log.completions.slice(before)).toHaveLength(2);
    const shown = core.all<{ problem: WireError | null }>('agent.problemChanged').map(({ problem }) => problem);
    expect(shown).toEqual([given.problem, null]);
  });

  it('[F13] by refusing what was said is told in its words, whatever else is answered by then', async () => {
    const error = { code: '', message: 'Audio file is too short.' };
    rig.provider.setFaults({ transcription: { times: 1, httpStatus: 400, delayMs: 1_000, error } });
    const { core, room } = await rig.agent({ brain: 'pipeline' });
    const anna = await rig.person(room, 'anna');
    await anna.say(await speech('Hello'));
    const { turn } = await core.reported<{ turn: UnansweredTurn }>('agent.turnCommitted');
    core.command({ type: 'typedTurn', turnId: 'typed' as TurnId, identity: 'anna', text: 'Hello' });
    const given = await core.reported<{ turnId: string }>('agent.turnAnswered', ({ turnId }) => turnId === turn.turnId);
    expect(given).toMatchObject({
      problem: { message: expect.stringContaining('"Audio file is too short"') as string },
    });
    // What was being answered meanwhile is asked again.
    const typed = await core.reported<{ turnId: string }>('agent.turnAnswered', ({ turnId }) => turnId === 'typed');
    expect(typed).toMatchObject({ problem: null, text: expect.stringContaining('simulated') as string });
  });

  it('[V3] by what another model of the settings does not do is asked with that one next', async () => {
    rig.provider.setFaults({ completion: { times: 1, httpStatus: 400 } });
    const { core, channel } = await rig.agent({ brain: 'pipeline' });
    core.command({ type: 'typedTurn', turnId: 'refused' as TurnId, identity: 'anna', text: 'Hello' });
    await core.reported('agent.turnAnswered');
    const provider = rig.providerOptions({ brain: 'pipeline' });
    const { pipeline } = provider;
    const chosen = { ...provider, pipeline: { ...pipeline, completion: { ...pipeline.completion, model: 'gpt-4.1' } } };
    channel.hello({ hello: { provider: chosen, logLevel: 'warn' } });
    let asked = 0;
    const answeredBy = async (): Promise<string | undefined> => {
      const turnId = `next-${++asked}` as TurnId;
      core.command({ type: 'typedTurn', turnId, identity: 'anna', text: 'Hello' });
      await core.reported('agent.turnAnswered', (answer) => answer['turnId'] === turnId);
      return rig.provider.log.completions.at(-1)?.model;
    };
    // The first may find the brain before.
    await expect.poll(answeredBy, { interval: 1_500, timeout: 15_000 }).toBe('gpt-4.1');
  });

  it('[V2] by taking in no more than the latest of a long talk is asked with that', async () => {
    const message = 'The request exceeds the available context size.';
    const tooLong = { httpStatus: 400, error: { code: '', message } };
    const { core } = await rig.agent({ brain: 'pipeline' });
    const ask = async (id: string): Promise<{ turnId: string; text: string; problem: WireError | null }> => {
      core.command({ type: 'typedTurn', turnId: id as TurnId, identity: 'anna', text: 'Hello' });
      return core.reported('agent.turnAnswered', ({ turnId }) => turnId === id);
    };
    for (const id of ['one', 'two', 'three', 'four']) await ask(id);
    rig.provider.setFaults({ completion: { ...tooLong, times: 2 } });
    expect(await ask('five')).toMatchObject({ text: expect.stringContaining('simulated') as string, problem: null });
    const { roles } = rig.provider.log.completions.at(-1) ?? { roles: [] };
    expect(roles.filter((role) => role !== 'system')).toEqual(['user', 'assistant', 'user']);
    expect(core.all('agent.problemChanged')).toEqual([]);

    rig.provider.setFaults({ completion: tooLong });
    const given = await ask('six');
    expect(given.problem?.message).toContain(`refuses to answer this: "${message.slice(0, -1)}".`);
    rig.provider.setFaults({});
    expect(await ask('seven')).toMatchObject({ text: expect.stringContaining('simulated') as string });
  });

  it('[F13] that is not there at the start is tried again, and the talk goes on when it is', async () => {
    rig.provider.setFaults({ refuseConnection: true });
    const { core, room } = await rig.agent();
    expect(await core.reported('agent.problemChanged')).toMatchObject({ problem: { code: 'provider/unreachable' } });
    rig.provider.setFaults({});
    await core.reported('agent.problemChanged', ({ problem }) => problem === null);
    const anna = await rig.person(room, 'anna');
    await anna.say(await speech('Hello'));
    await core.reported('agent.turnAnswered');
  });
});

describe('an agent process', () => {
  let rig: Rig;
  useRig((started) => (rig = started));

  it('[F5] killed with a turn unanswered is replaced: same identity, history, the turn answered, the call recognised', async () => {
    const running = Promise.withResolvers<void>();
    const first = await rig.agent({
      catalogue: [echoTool],
      runTool: async () => {
        await running.promise;
        return toolResult('never');
      },
    });
    const anna = await rig.person(first.room, 'anna');
    await anna.say(await speech('Echo the secret word'));
    const { turn } = await first.core.reported<{ turn: UnansweredTurn }>('agent.turnCommitted');
    await first.core.until(() => first.core.calls[0]);
    first.channel.kill();

    const second = await rig.agent({
      room: first.room,
      catalogue: [echoTool],
      runTool: () => toolResult('the same result'),
      assignment: { unanswered: turn, history: [{ type: 'message', role: 'user', text: 'My name is Anna.' }] },
    });
    expect(await second.core.reported('agent.turnAnswered')).toMatchObject({
      turnId: turn.turnId,
      text: 'the same result',
    });
    expect(second.core.calls[0]?.attempt).toBe(first.core.calls[0]?.attempt);
    expect([...anna.room.remoteParticipants.keys()]).toEqual([`agent-${first.room}`]);
    running.resolve();
  });

  it('leaves when told to, and ends', async () => {
    const { core, room, channel } = await rig.agent();
    const anna = await rig.person(room, 'anna');
    const exit = exitOf(channel);
    core.command({ type: 'leave' });
    await core.reported('agent.left');
    expect((await exit).code).toBe(exitCodes.left);
    await anna.until(() => (anna.room.remoteParticipants.size === 0 ? true : undefined));
  });
});
