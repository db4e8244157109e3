import { describe, expect, it } from 'vitest';
import { toDevices } from '../../../src/renderer/voice/devices.ts';
import { initialMicrophone, problemOf, stepMicrophone } from '../../../src/renderer/voice/microphone-state.ts';
import { silentAfterMs, silentHoldMs } from '../../../src/renderer/voice/silence.ts';
import { defaultSoundChoice } from '../../../src/renderer/voice/sound-choice.ts';
import type { Devices } from '../../../src/renderer/voice/devices.ts';
import type { MicrophoneEvent, MicrophoneState } from '../../../src/renderer/voice/microphone-state.ts';

const headset = { id: 'headset-1', label: 'Headset' };
const builtIn = { id: 'built-in', label: 'Built-in' };

function present(list: Devices['list'], defaultMark = 'built-in'): Devices {
  return { list, defaultMark };
}

/** Plays events at one moment each; `opened` and its kin are of the generation then current. */
class Played {
  state: MicrophoneState = initialMicrophone;
  readonly opened: (string | null)[] = [];
  nowMs = 0;

  feed(event: DistributiveOmit<MicrophoneEvent, 'generation'>): this {
    const { generation } = this.state;
    const { state, effects } = stepMicrophone(this.state, { ...event, generation } as MicrophoneEvent, this.nowMs);
    this.state = state;
    for (const effect of effects) if (effect.type === 'open') this.opened.push(effect.deviceId);
    return this;
  }

  choose(microphone: { id: string; label: string } | null): this {
    return this.feed({ type: 'choiceChanged', choice: { ...defaultSoundChoice, microphone } });
  }

  list(list: Devices['list'], defaultMark?: string): this {
    return this.feed({ type: 'devicesListed', devices: present(list, defaultMark) });
  }

  begin(): this {
    return this.feed({ type: 'startRequested' }).feed({ type: 'opened' });
  }
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

describe('[V8] which microphone is captured', () => {
  it('is the default one until another is chosen, which is taken at once', () => {
    const played = new Played().list([builtIn, headset]).begin().choose(headset);
    expect(played.opened).toEqual([null, 'headset-1']);
  });

  it('is the default one while the chosen one is away, which is said, and the chosen one again when it is back', () => {
    const played = new Played().list([builtIn, headset]).choose(headset).begin();
    played.list([builtIn]).feed({ type: 'opened' });
    expect([played.opened, problemOf(played.state)]).toEqual([['headset-1', null], 'away']);
    played.list([builtIn, headset]).feed({ type: 'opened' });
    expect([played.opened, problemOf(played.state)]).toEqual([['headset-1', null, 'headset-1'], null]);
  });

  it('changes when its track ends before the list does, and does not open twice for the same news', () => {
    const played = new Played().list([builtIn, headset]).choose(headset).begin();
    played.feed({ type: 'ended' }).feed({ type: 'openFailed', problem: 'missing' }).feed({ type: 'opened' });
    played.list([builtIn]);
    expect([played.opened, problemOf(played.state)]).toEqual([['headset-1', 'headset-1', null], 'away']);
  });

  it('is found again by its name when it comes back under another id', () => {
    const played = new Played().list([builtIn, headset]).choose(headset).begin().list([builtIn]);
    played.feed({ type: 'opened' }).list([builtIn, { id: 'headset-2', label: 'Headset' }]);
    expect(played.opened).toEqual(['headset-1', null, 'headset-2']);
  });

  it('follows the system’s default, but only while that is what is captured', () => {
    const followed = new Played().list([builtIn, headset]).begin().list([builtIn, headset], 'headset');
    expect(followed.opened).toEqual([null, null]);
    const chosen = new Played().list([builtIn, headset]).choose(builtIn).begin().list([builtIn, headset], 'headset');
    expect(chosen.opened).toEqual(['built-in']);
  });

  it('is not opened again for the first list, which the browser gives only after it was allowed', () => {
    const played = new Played().begin().list([builtIn, headset]).list([builtIn, headset]);
    expect(played.opened).toEqual([null]);
  });

  it('is opened again when its cleaning is switched, and not when only the speaker changes', () => {
    const played = new Played().begin();
    played.feed({ type: 'choiceChanged', choice: { ...defaultSoundChoice, speaker: headset } });
    played.feed({ type: 'choiceChanged', choice: { ...defaultSoundChoice, echoCancellation: false } });
    expect(played.opened).toEqual([null, null]);
  });

  it('is tried again after any change of devices while it fails', () => {
    const played = new Played().feed({ type: 'startRequested' }).feed({ type: 'openFailed', problem: 'missing' });
    expect(problemOf(played.state)).toBe('missing');
    played.list([builtIn]).feed({ type: 'opened' });
    expect([played.opened, problemOf(played.state)]).toEqual([[null, null], null]);
  });

  it('is nothing after a stop: what an older generation reports is ignored', () => {
    const played = new Played().begin();
    const { generation } = played.state;
    played.feed({ type: 'stopRequested' });
    const late = stepMicrophone(played.state, { type: 'ended', generation }, 0);
    expect([late.effects, played.state.capture.status]).toEqual([[], 'off']);
  });
});

describe('[V8] a silent microphone', () => {
  it('is said after seconds of digital silence, and unsaid by the first sound', () => {
    const played = new Played().begin();
    played.nowMs = silentAfterMs - 1;
    played.feed({ type: 'measured', peak: 0 });
    expect(problemOf(played.state)).toBeNull();
    played.nowMs = silentAfterMs;
    played.feed({ type: 'measured', peak: 0 });
    expect(problemOf(played.state)).toBe('silent');
    played.feed({ type: 'measured', peak: 0.0004 });
    expect(problemOf(played.state)).toBeNull();
  });

  it('is said sooner to who holds the key, at a level that no voice has, and until a voice comes', () => {
    const played = new Played().begin().feed({ type: 'measured', peak: 0.001 });
    played.feed({ type: 'heldChanged', held: true });
    played.nowMs = silentHoldMs;
    played.feed({ type: 'measured', peak: 0.001 });
    expect(problemOf(played.state)).toBe('silent');
    played.feed({ type: 'heldChanged', held: false }).feed({ type: 'measured', peak: 0.001 });
    expect(problemOf(played.state)).toBe('silent');
    played.feed({ type: 'measured', peak: 0.1 });
    expect(problemOf(played.state)).toBeNull();
  });

  it('is not said of a pause after words, nor of a quiet room while nobody holds the key', () => {
    const played = new Played().begin().feed({ type: 'heldChanged', held: true }).feed({ type: 'measured', peak: 0.1 });
    played.nowMs = 60_000;
    played.feed({ type: 'measured', peak: 0.0001 }).feed({ type: 'heldChanged', held: false });
    played.nowMs = 120_000;
    played.feed({ type: 'measured', peak: 0 });
    expect(problemOf(played.state)).toBeNull();
  });

  it('is said while the system mutes it', () => {
    const played = new Played().begin().feed({ type: 'mutedChanged', muted: true });
    expect(problemOf(played.state)).toBe('silent');
    expect(problemOf(played.feed({ type: 'mutedChanged', muted: false }).state)).toBeNull();
  });
});

it('[V8] aliases are no devices, and the one named default tells which that is', () => {
  const listed = [
    { kind: 'audioinput', deviceId: 'default', groupId: 'g2', label: 'Default - Headset' },
    { kind: 'audioinput', deviceId: 'a', groupId: 'g1', label: 'Built-in' },
    { kind: 'audiooutput', deviceId: 'b', groupId: 'g1', label: 'Speaker' },
    { kind: 'audioinput', deviceId: 'c', groupId: 'g2', label: 'Headset' },
  ] as const;
  expect(toDevices(listed, 'microphone')).toEqual({
    list: [
      { id: 'a', label: 'Built-in' },
      { id: 'c', label: 'Headset' },
    ],
    defaultMark: 'g2 Default - Headset',
  });
  expect(toDevices([{ kind: 'audioinput', deviceId: '', groupId: '', label: '' }], 'microphone').list).toEqual([]);
});
