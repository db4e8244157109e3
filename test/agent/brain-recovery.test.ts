/**
 * What follows a brain's failure, by which brain it was and which may answer.
 */
import { describe, expect, it } from 'vitest';
import type { AgentHello } from '../../src/contract/index.ts';
import type { BrainFailure } from '../../src/agent/brain.ts';
import { decideRecovery } from '../../src/agent/brain-recovery.ts';

type Provider = AgentHello['hello']['provider'];

const access = { baseUrl: 'https://voice.test/v1', apiKey: 'k', model: 'm' };
const stage = { ...access, baseUrl: 'https://stages.test/v1' };
const provider = (brain: Provider['brain']): Provider => ({
  ...access,
  voice: 'v',
  brain,
  pipeline: { transcription: stage, completion: stage, speech: { ...stage, voice: 'v', format: 'pcm' } },
});

const realtime = (failure: BrainFailure, wasReady: boolean, attempt = 1) =>
  ({ kind: 'realtime', failure, wasReady, attempt, address: null, said: '', canShorten: false }) as const;

const stages = (failure: BrainFailure, more: { attempt?: number; address?: string; said?: string } = {}) =>
  ({ ...realtime(failure, true), kind: 'pipeline', ...more }) as const;

describe('decideRecovery', () => {
  it('[V2] lets the second brain stand in where it may, and Realtime return later', () => {
    const recovery = decideRecovery(realtime('dropped', true), provider('auto'));
    expect(recovery).toMatchObject({ type: 'standIn', returnAfterMs: 3_500, problem: { message: /voice\.test/ } });
  });

  it('[F13] lets the second brain stand in for a refused key of its own, which no waiting mends', () => {
    const recovery = decideRecovery(realtime('wrong-key', false), provider('auto'));
    expect(recovery).toMatchObject({ type: 'standIn', returnAfterMs: null });
  });

  it('ends the process of a Realtime brain that had been ready, and tries one again that had not', () => {
    expect(decideRecovery(realtime('silent', true), provider('realtime')).type).toBe('endProcess');
    const again = decideRecovery(realtime('silent', false, 3), provider('realtime'));
    expect(again).toMatchObject({ type: 'retry', afterMs: 14_000 });
  });

  it('[F13] tries nothing again with a key that is refused', () => {
    const recovery = decideRecovery(realtime('wrong-key', true), provider('realtime'));
    expect(recovery).toMatchObject({ type: 'retry', afterMs: null, problem: { code: 'provider/wrong-key' } });
  });

  it('[V2] lets the second brain stand in with the same key where that only allows no voice sessions', () => {
    const { pipeline, ...voice } = provider('auto');
    const oneKey = { ...voice, pipeline: { ...pipeline, completion: access } };
    expect(decideRecovery(realtime('wrong-key', false), oneKey).type).toBe('retry');
    expect(decideRecovery(realtime('no-access', false), oneKey)).toMatchObject({
      type: 'standIn',
      returnAfterMs: 3_500,
      problem: { message: expect.stringContaining('voice.test offers no voice sessions') as string },
    });
  });

  it('[V2] says what is missing where no second brain may answer, and starts no process for it again and again', () => {
    expect(decideRecovery(realtime('no-access', true), provider('realtime'))).toMatchObject({
      type: 'retry',
      problem: { code: 'provider/no-realtime', message: expect.stringContaining('by way of text') as string },
    });
    const stage = stages('no-access');
    expect(decideRecovery(stage, provider('pipeline'))).toMatchObject({ problem: { code: 'provider/unknown-model' } });
  });

  it('[V2] looks for access less and less often, and lets no stage without it keep Realtime away', () => {
    const stage = stages('no-access', { attempt: 9 });
    expect(decideRecovery(stage, provider('pipeline'))).toMatchObject({ afterMs: 600_000 });
    expect(decideRecovery(stage, provider('auto'))).toMatchObject({ afterMs: 60_000 });
  });

  it('tries the second brain again where that failed, in the words of the stage that answers', () => {
    const failed = stages('unreachable');
    const recovery = decideRecovery(failed, provider('auto'));
    expect(recovery).toMatchObject({ type: 'retry', afterMs: 3_500, problem: { message: /stages\.test/ } });
  });

  it('[F13] goes on trying Realtime where a stage of the one that stands in refuses its key, and names that stage', () => {
    const address = 'https://ears.test/v1/audio/transcriptions';
    const failed = stages('wrong-key', { attempt: 2, address });
    const problem = { code: 'provider/wrong-key', message: expect.stringContaining('ears.test ') as string };
    expect(decideRecovery(failed, provider('auto'))).toMatchObject({ type: 'retry', afterMs: 7_000, problem });
    expect(decideRecovery(failed, provider('pipeline'))).toMatchObject({ type: 'retry', afterMs: null, problem });
  });

  it('[F18] tries again soon where it was asked too often, and a minute later where the account is empty', () => {
    const busy = decideRecovery(stages('busy'), provider('pipeline'));
    expect(busy).toMatchObject({
      afterMs: 3_500,
      problem: { message: expect.stringContaining('rate limit') as string },
    });
    const empty = decideRecovery(stages('quota'), provider('pipeline'));
    expect(empty).toMatchObject({
      afterMs: 60_000,
      problem: { message: expect.stringContaining('billing') as string },
    });
  });

  it('[F13] asks nothing again that a stage refuses to do, and says its words without the keys it was shown', () => {
    const said = 'k: the prompt was\nfiltered';
    const failed = stages('refused', { said });
    const refusal = {
      code: 'provider/failed',
      message: expect.stringContaining(': "[key]: the prompt was filtered".') as string,
    };
    const alone = decideRecovery(failed, provider('pipeline'));
    expect(alone).toMatchObject({ type: 'startAnew', refusal, returnAfterMs: null });
    expect(decideRecovery(failed, provider('auto'))).toMatchObject({
      type: 'startAnew',
      refusal,
      returnAfterMs: 3_500,
    });
    const wordless = decideRecovery({ ...failed, said: '' }, provider('auto'));
    expect(wordless).toMatchObject({ refusal: { message: expect.stringContaining('this. Ask otherwise') as string } });
    const shorter = decideRecovery({ ...failed, failure: 'too-long', canShorten: true }, provider('auto'));
    expect(shorter).toMatchObject({ type: 'startAnew', refusal: null });
  });
});
