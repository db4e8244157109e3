import { expect, test } from 'vitest';
import { AppError } from '../../../src/contract/index.ts';
import { failureForModel, modelTextLimit, toModelText } from '../../../src/core/mcp/model-text.ts';

const text = (value: string) => ({ type: 'text', text: value });

test.each([
  ['text blocks are joined', { content: [text('a'), text('b')] }, 'a\nb'],
  ['structured content alone is given', { content: [], structuredContent: { n: 1 } }, '{"n":1}'],
  [
    'structured content that the text repeats is not said twice',
    { content: [text('{ "n": 1 }')], structuredContent: { n: 1 } },
    '{ "n": 1 }',
  ],
  [
    'structured content beside other words is added',
    { content: [text('one')], structuredContent: { n: 1 } },
    'one\n{"n":1}',
  ],
  [
    'an image is described',
    { content: [{ type: 'image', mimeType: 'image/png', data: 'AAAA'.repeat(1024) }] },
    '[An image (image/png, 3 KB) was returned; the user can see it in the window.]',
  ],
  [
    'a sound is described',
    { content: [{ type: 'audio', mimeType: 'audio/wav', data: 'AAAA' }] },
    '[A sound (audio/wav, 3 bytes) was returned; the user can play it in the window.]',
  ],
  ['a link is given', { content: [{ type: 'resource_link', uri: 'file:///a', name: 'a' }] }, '[Link to a: file:///a]'],
  [
    "a file's text is given",
    { content: [{ type: 'resource', resource: { uri: 'file:///a', text: 'inside' } }] },
    '[Contents of file:///a]\ninside',
  ],
  ['nothing is said to be nothing', { content: [] }, 'The tool is done and returned nothing.'],
  [
    'an unknown part is named',
    { content: [{ type: 'hologram' }] },
    '[A part of the kind "hologram" was returned that cannot be put in words.]',
  ],
])('[M9] %s', (_, result, expected) => {
  expect(toModelText(result)).toMatchObject({ text: expected, isError: false });
});

test('[M9] an error stays an error', () => {
  expect(toModelText({ content: [text('no disk')], isError: true })).toEqual({
    text: 'no disk',
    shown: 'no disk',
    isError: true,
  });
});

test('[M15] a long result is cut, and the cut is said', () => {
  const { text: told } = toModelText({ content: [text('x'.repeat(8_000_000))] });
  expect(told.length).toBeLessThan(modelTextLimit + 300);
  expect(told).toContain('the result has 8000000 characters');
});

test('[M9] people are shown what came, not what the model is told to make of it', () => {
  const image = { type: 'image', mimeType: 'image/png', data: 'AAAA'.repeat(1024) };
  const sound = { type: 'audio', mimeType: 'audio/wav', data: 'AAAA' };
  expect(toModelText({ content: [text('Here:'), image, sound], structuredContent: { n: 1 } }).shown).toBe(
    'Here:\n[An image (image/png, 3 KB)]\n[A sound (audio/wav, 3 bytes)]\n{"n":1}',
  );
  const { shown } = toModelText({ content: [text('x'.repeat(100_000))] });
  expect(shown.slice(modelTextLimit)).toBe('\n[Cut here: there is more of it.]');
});

test('[M12] only the model is told not to try again what its owner denied', () => {
  const denied = new AppError('approvals/denied', 'The call of "write" was denied, so nothing was sent.');
  expect(failureForModel(denied)).toBe(
    `${denied.message} The owner said no to it; do not try it again unless asked to.`,
  );
  expect(failureForModel(new AppError('mcp/exited', 'The server has ended.'))).toBe('The server has ended.');
});
