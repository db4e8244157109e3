import { describe, expect, it } from 'vitest';
import { initialRemote, stepRemote } from '../../../src/renderer/voice/remote-state.ts';
import { initialVoice } from '../../../src/renderer/voice/voice-state.ts';
import type { RemoteEvent, RemoteState, RemoteStep } from '../../../src/renderer/voice/remote-state.ts';
import type { VoiceState } from '../../../src/renderer/voice/voice-state.ts';

const live: VoiceState = {
  ...initialVoice,
  phase: { status: 'live', identity: 'owner-1', interrupted: false },
  generation: 3,
  mode: 'push-to-talk',
  held: 'here',
  microphone: 'on',
};
const join = { type: 'asked', command: { type: 'join', takeOver: false } } as const;
const leave = { type: 'asked', command: { type: 'leave' } } as const;

function run(state: RemoteState, ...events: RemoteEvent[]): RemoteStep {
  return events.reduce<RemoteStep>((step, event) => stepRemote(step.state, event), { state, effects: [] });
}

describe('a window beside the voice window', () => {
  it('shows what it is told and sends what is asked', () => {
    const first = run(initialRemote, { type: 'told', voice: live });
    expect(first.state.voice).toBe(live);
    expect(first.effects).toEqual([{ type: 'watch' }]);
    expect(run(first.state, { type: 'told', voice: live }).effects).toEqual([]);
    expect(run(first.state, leave).effects).toEqual([{ type: 'send', command: leave.command }]);
  });

  it('keeps a join until the voice window is there, and says so meanwhile', () => {
    const asked = run(initialRemote, join);
    expect(asked.state.voice.phase).toEqual({ status: 'locking' });
    expect(asked.effects).toEqual([{ type: 'wait' }]);
    const told = run(asked.state, { type: 'told', voice: initialVoice });
    expect(told.effects).toEqual([{ type: 'watch' }, { type: 'send', command: join.command }]);
    expect(told.state.kept).toBeNull();
  });

  it('drops a key that nobody can hear: it would be heard too late', () => {
    const step = run(initialRemote, { type: 'asked', command: { type: 'key', action: 'down' } });
    expect(step).toEqual({ state: initialRemote, effects: [] });
  });

  it('shows a crash in a talk as coming back, with no key held; a leave meanwhile is not forgotten', () => {
    const gone = run(initialRemote, { type: 'told', voice: live }, { type: 'gone' });
    expect(gone.state.voice).toMatchObject({
      phase: { status: 'joining', rejoin: true },
      mode: 'push-to-talk',
      held: null,
      microphone: 'off',
    });
    expect(gone.effects).toEqual([{ type: 'wait' }]);
    const back = run(gone.state, leave, { type: 'told', voice: live });
    expect(back.effects).toEqual([{ type: 'watch' }, { type: 'send', command: leave.command }]);
  });

  it('is not moved by the end of one that was not there', () => {
    expect(run(initialRemote, { type: 'gone' })).toEqual({ state: initialRemote, effects: [] });
  });

  it('says what to do when the voice window does not come, to whoever waits for it', () => {
    expect(run(initialRemote, { type: 'late' }).state).toBe(initialRemote);
    const late = run(initialRemote, join, { type: 'late' });
    expect(late.state.voice.phase).toMatchObject({ status: 'failed', problem: { code: 'talk/voice-gone' } });
    // Nobody is put into a talk minutes later.
    expect(late.state.kept).toBeNull();
    expect(run(initialRemote, { type: 'told', voice: live }, { type: 'late' }).state.voice).toBe(live);
  });
});
