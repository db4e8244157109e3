import { expect, it } from 'vitest';
import { parseVoiceMessage } from '../../../src/renderer/voice/voice-line.ts';
import { initialVoice } from '../../../src/renderer/voice/voice-state.ts';

const from = '00000000-0000-4000-8000-000000000001';

it('reads each message of the line', () => {
  const states = [
    initialVoice,
    { ...initialVoice, phase: { status: 'live', identity: 'owner-1', interrupted: true }, problem: 'away' },
    { ...initialVoice, phase: { status: 'joining', attempt: 2, rejoin: true }, microphone: 'starting' },
    { ...initialVoice, phase: { status: 'failed', problem: { code: 'livekit/unreachable', message: 'No.' } } },
  ];
  const commands = [
    { type: 'join', takeOver: true },
    { type: 'leave' },
    { type: 'key', action: 'cancel' },
    { type: 'toggleMute' },
    { type: 'startPlayback' },
    { type: 'retryMicrophone' },
  ];
  const messages = [
    ...states.map((state) => ({ type: 'state', state })),
    ...commands.map((command) => ({ type: 'command', from, command })),
    { type: 'hello', from },
  ];
  expect(messages.map(parseVoiceMessage)).toEqual(messages);
});

it.each([
  ['nothing', null],
  ['text', 'leave'],
  ['an unknown message', { type: 'close', from }],
  ['a command without its sender', { type: 'command', command: { type: 'leave' } }],
  ['an unknown command', { type: 'command', from, command: { type: 'record' } }],
  ['an unknown key action', { type: 'command', from, command: { type: 'key', action: 'press' } }],
  ['a field too many', { type: 'hello', from, state: initialVoice }],
  ['a state that misses a field', { type: 'state', state: { phase: { status: 'idle' } } }],
  ['an unknown phase', { type: 'state', state: { ...initialVoice, phase: { status: 'recording' } } }],
  ['a sender that is no id', { type: 'hello', from: 'x' }],
])('takes %s for no message', (_what, data) => {
  expect(parseVoiceMessage(data)).toBeNull();
});
