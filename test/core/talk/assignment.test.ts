/**
 * What an agent is told when it is sent into the room.
 */
import { expect, it } from 'vitest';
import { defaultRoom, Settings } from '../../../src/contract/index.ts';
import type { AskCall, Turn, TurnId } from '../../../src/contract/index.ts';
import { toAssignment } from '../../../src/core/talk/assignment.ts';
import { decidePersona } from '../../../src/core/talk/persona.ts';
import { Transcript } from '../../../src/core/talk/transcript.ts';

const id = 'turn-1' as TurnId;
const turn: Turn = {
  id,
  speaker: { kind: 'person', identity: 'owner-1', name: 'Ada' },
  text: 'What is in the vault?',
  final: true,
  startedAtMs: 1,
  interrupted: false,
} as Turn;
const call: AskCall = {
  server: 'My files',
  tool: 'read',
  arguments: { n: 1 },
  result: 'gold',
  error: null,
  durationMs: 1,
};

it.each([
  ['the name the model knows', 'my_files_read_1a2b', 'my_files_read_1a2b'],
  ['its plain name where it is not on offer', '', 'My files__read'],
])('[F5] repeats a call under %s', (_name, modelName, expected) => {
  const transcript = new Transcript();
  transcript.put(turn);
  const { history } = toAssignment(
    { livekitUrl: 'ws://127.0.0.1:1', token: 't' },
    {
      room: defaultRoom,
      settings: Settings.parse({}),
      standing: { mode: 'hands-free', persona: decidePersona(Settings.parse({})) },
      transcript,
      unanswered: null,
      waiting: new Set(),
      participants: [],
      callsOf: () => [call],
      modelName: () => modelName,
    },
  );
  expect(history.at(-1)).toMatchObject({ type: 'toolCall', name: expected, arguments: '{"n":1}', result: '"gold"' });
});
