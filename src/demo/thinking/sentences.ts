/**
 * The sentences the simulated model knows, and what each is about. Tests add or replace them.
 *
 * Decoys (no intent) are known only so that they are not taken for a neighbour; they count as not understood.
 */
import { z } from 'zod';

/** What a sentence asks for. A `call` runs the first offered tool whose name matches and says what it answered. */
export const Intent = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('say'), text: z.string() }),
  z.strictObject({
    kind: z.literal('call'),
    /** Regular expressions in order of preference. */
    tool: z.union([z.string(), z.array(z.string()).min(1)]),
    arguments: z.record(z.string(), z.unknown()).optional(),
  }),
  z.strictObject({ kind: z.literal('list-files') }),
  z.strictObject({ kind: z.literal('read-file'), name: z.string() }),
  z.strictObject({ kind: z.literal('write-file'), name: z.string(), content: z.string() }),
  z.strictObject({ kind: z.literal('list-tools') }),
]);
export type Intent = z.infer<typeof Intent>;

export const Sentence = z.strictObject({ id: z.string().min(1), text: z.string().min(1), intent: Intent.nullable() });
export type Sentence = z.infer<typeof Sentence>;

const story =
  'Once upon a time there was a small parrot who lived in a house full of clocks. Every clock showed a different hour, ' +
  'and nobody in the house ever knew whether it was time for breakfast or for bed. One morning the parrot decided to set them all right. ' +
  'It flew to the church tower, listened to the great bell, and counted nine strokes. Then it flew home as fast as it could and told the first clock. ' +
  'But by the time it reached the last one, a quarter of an hour had gone by. So it flew back to the tower, and home again, and back once more. ' +
  'In the evening it was very tired, and every clock was still a little wrong. The old clockmaker smiled and gave it a seed. ' +
  'You have learned what every clock knows, he said. It is enough to be nearly right, and to keep going. And that is the end of the story.';

export const defaultSentences: readonly Sentence[] = [
  { id: 'list-files', text: 'What files are in the sample folder?', intent: { kind: 'list-files' } },
  { id: 'read-welcome', text: 'Read the welcome file', intent: { kind: 'read-file', name: 'welcome' } },
  { id: 'read-shopping-list', text: 'What is on my shopping list?', intent: { kind: 'read-file', name: 'shopping' } },
  {
    id: 'write-note',
    text: 'Write a note that says hello',
    intent: { kind: 'write-file', name: 'note.txt', content: 'hello\n' },
  },
  { id: 'list-tools', text: 'What tools do you have?', intent: { kind: 'list-tools' } },
  {
    id: 'echo',
    text: 'Echo the secret word',
    intent: { kind: 'call', tool: ['secret', '(^|_)echo$'], arguments: { message: 'the secret word' } },
  },
  { id: 'story', text: 'Tell me a long story', intent: { kind: 'say', text: story } },
  {
    id: 'hello',
    text: 'Hello',
    intent: {
      kind: 'say',
      text: 'Hello. I am a simulated assistant. Ask me what files are in the sample folder.',
    },
  },
  { id: 'allow', text: 'Yes, please allow it', intent: { kind: 'say', text: 'Nothing waits for your approval.' } },
  { id: 'deny', text: 'Please do not allow it', intent: { kind: 'say', text: 'Nothing waits for your approval.' } },
  { id: 'go-ahead', text: 'Yes, go ahead', intent: { kind: 'say', text: 'Nothing waits for your approval.' } },
  { id: 'stop', text: 'Stop', intent: { kind: 'say', text: 'All right.' } },
  { id: 'decoy-weather', text: 'What will the weather be like tomorrow?', intent: null },
  { id: 'decoy-time', text: 'What time is it in Paris?', intent: null },
  { id: 'decoy-rules', text: 'What rules do you have?', intent: null },
  { id: 'decoy-song', text: 'Sing me a short song', intent: null },
  { id: 'decoy-boat', text: 'Buy a boat that costs a dollar', intent: null },
  { id: 'decoy-folder', text: 'Who put the apples in the wooden shelter?', intent: null },
  { id: 'decoy-lamp', text: 'Turn on the lamp in the kitchen', intent: null },
  { id: 'decoy-delete', text: 'Delete the welcome file', intent: null },
  { id: 'decoy-yellow', text: 'Yellow', intent: null },
  { id: 'decoy-thank', text: 'Thank you very much', intent: null },
];

/** Said for silence, noise, decoys and everything else that is not known. */
export const notUnderstoodAnswer =
  'I am simulated, and I did not understand that. I know only a few sentences, such as: What files are in the sample folder?';
