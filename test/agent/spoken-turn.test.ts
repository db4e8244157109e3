import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { randomBytes } from 'node:crypto';
import type { CatalogueTool, ServerName } from '../../src/contract/index.ts';
import { correlation } from './rig/correlate.ts';
import { Rig } from './rig/rig.ts';
import { speech } from './rig/speech.ts';

const listTool: CatalogueTool = {
  name: 'files__list_directory',
  description: 'Lists a directory',
  parameters: { type: 'object', properties: { path: { type: 'string' } }, required: ['path'] },
  server: 'files' as ServerName,
  tool: 'list_directory',
};
const echoTool: CatalogueTool = {
  name: 'words__echo',
  description: 'Echoes a message',
  parameters: { type: 'object', properties: { message: { type: 'string' } }, required: ['message'] },
  server: 'words' as ServerName,
  tool: 'echo',
};

describe('a spoken turn', () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await Rig.start();
  }, 60_000);
  afterEach(() => rig.clear());
  afterAll(() => rig.close());

  it('[V1, M8] is heard, answered by a real tool call, and the answer is heard in the room', { timeout: 60_000 }, async () => {
    const word = randomBytes(4).toString('hex');
    const { core, room } = await rig.agent({
      catalogue: [listTool, echoTool],
      runTool: (call) => ({ callId: 'c1' as never, text: `The word is ${word}`, isError: call.name !== 'words__echo' }),
    });
    const anna = await rig.person(room, 'anna');
    await core.reported<{ participants: { identity: string }[] }>('agent.participantsChanged', ({ participants }) => participants.length === 1);
    const endMs = await anna.say(await speech('Echo the secret word'));
    await anna.firstSoundAfter(endMs);
    const answered = await core.reported<{ text: string }>('agent.turnAnswered');
    expect(answered.text).toContain(word);
    expect(core.calls).toMatchObject([{ name: 'words__echo', device: 'anna', room }]);
    const response = rig.provider.log.responses.at(-1);
    const heard = anna.heardSince(endMs);
    expect(correlation(heard, response?.pcm ?? new Int16Array())).toBeGreaterThan(0.9);
  });
});
