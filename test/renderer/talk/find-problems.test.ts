import { describe, expect, it } from 'vitest';
import { asDeviceSees, findProblems } from '../../../src/renderer/talk/find-problems.ts';
import { initialVoice } from '../../../src/renderer/voice/voice-state.ts';
import { aStatus, aTalk } from '../things.ts';
import type { ProblemSources } from '../../../src/renderer/talk/find-problems.ts';
import type { ErrorCode, WireError } from '../../../src/contract/index.ts';
import type { VoiceState } from '../../../src/renderer/voice/voice-state.ts';

const live: VoiceState = {
  ...initialVoice,
  phase: { status: 'live', identity: 'owner-1', interrupted: false },
  microphone: 'on',
};

function found(change: Partial<ProblemSources>): [string, string | null][] {
  const sources: ProblemSources = {
    connection: { status: 'open', generation: 1 },
    status: aStatus(),
    talk: aTalk(),
    voice: live,
    ...change,
  };
  return findProblems(sources).map(({ id, action }) => [id, action]);
}

describe('what stands in the way', () => {
  it('is nothing in a talk that works', () => {
    expect(found({})).toEqual([]);
  });

  it('is the lost connection alone, whatever else seems wrong', () => {
    const voice: VoiceState = { ...live, problem: 'denied' };
    expect(found({ connection: { status: 'waiting', generation: 1, attempt: 1, retryAtMs: 0 }, voice })).toEqual([
      ['reconnecting', null],
    ]);
    expect(found({ connection: { status: 'waiting', generation: 1, attempt: 5, retryAtMs: 0 }, voice })).toEqual([
      ['hostGone', 'reconnect'],
    ]);
  });

  it('[D6] is a missing key, but not in the demo', () => {
    const provider = { brain: null, simulated: false, configured: false, source: null };
    expect(found({ status: aStatus({ provider }) })).toEqual([['noKey', 'openProviders']]);
    expect(found({ status: aStatus({ provider: { ...provider, simulated: true } }) })).toEqual([]);
  });

  it('[V13] is, on a device that sees no status, that the talk runs on its owner’s computer meanwhile', () => {
    expect(found({ talk: aTalk({ standIn: true }), status: null })).toEqual([['standIn', null]]);
    expect(found({ talk: aTalk({ standIn: true }) })).toEqual([]);
  });

  it('is what the host says, with the place that helps', () => {
    const wrongKey = { code: 'provider/wrong-key', message: 'The provider refused the key.' } as const;
    expect(found({ talk: aTalk({ problem: wrongKey }) })).toEqual([['talk provider/wrong-key', 'openProviders']]);
  });

  it('is what is wrong with the profile, but not a missing keychain, which hinders no talk', () => {
    const unreadable = { code: 'settings/unreadable', message: 'The settings cannot be read.' } as const;
    const keychain = { code: 'secrets/keychain-unavailable', message: 'No keychain answers.' } as const;
    const problems = [unreadable, keychain];
    expect(found({ status: aStatus({ problems }) })).toEqual([['profile settings/unreadable', 'openSettings']]);
  });

  it('leads to the settings in which it is mended', () => {
    const of = (code: ErrorCode): WireError => ({ code, message: code });
    const codes = ['settings/unreadable', 'history/unavailable', 'livekit/unreachable', 'livekit/unapproved'] as const;
    const ofProfile = codes.map((code) => found({ status: aStatus({ problems: [of(code)] }) })[0]?.[1]);
    expect(ofProfile).toEqual(['openSettings', 'openData', 'openLiveKit', 'openLiveKit']);
    const ofTalk = [
      'livekit/refused',
      'livekit/port-taken',
      'agent/crashed',
      'agent/stuck',
      'agent/not-ready',
    ] as const;
    expect(ofTalk.map((code) => found({ talk: aTalk({ problem: of(code) }) })[0]?.[1])).toEqual([
      'openLiveKit',
      'openDoctor',
      'openDoctor',
      'openDoctor',
      null,
    ]);
  });

  it('has no settings to open on a device that came by a link', () => {
    const status = aStatus({ problems: [{ code: 'history/unavailable', message: 'No room on the disk.' }] });
    const connection = { status: 'open', generation: 1 } as const;
    const problems = findProblems({ connection, status, talk: aTalk(), voice: live });
    expect(problems.map(asDeviceSees)).toMatchObject([{ id: 'profile history/unavailable', action: null }]);
  });

  it('says one cause once', () => {
    const cause = { code: 'livekit/unreachable', message: 'The room does not answer.' } as const;
    const voice: VoiceState = { ...initialVoice, phase: { status: 'failed', problem: cause } };
    expect(found({ talk: aTalk({ problem: cause }), voice })).toEqual([['talk livekit/unreachable', 'openDoctor']]);
    expect(found({ voice })).toEqual([['voice livekit/unreachable', 'joinAgain']]);
  });

  it('[V8] is the microphone, in words', () => {
    const of = (problem: VoiceState['problem']): unknown => found({ voice: { ...live, problem } });
    expect([of('silent'), of('denied'), of('insecure')]).toEqual([
      [['microphone.silent', 'chooseMicrophone']],
      [['microphone.denied', 'retryMicrophone']],
      [['microphone.insecure', null]],
    ]);
  });

  it('is the other tab', () => {
    expect(found({ voice: { ...initialVoice, phase: { status: 'elsewhere' } } })).toEqual([['elsewhere', 'takeOver']]);
  });
});
