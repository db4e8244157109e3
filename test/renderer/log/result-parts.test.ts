import { describe, expect, it } from 'vitest';
import { mostMediaCharacters, toResultParts } from '../../../src/renderer/log/result-parts.ts';

const content = (...blocks: unknown[]): unknown => ({ content: blocks });

describe('[S1] a tool’s result', () => {
  it('shows text as text and small images as data', () => {
    const parts = toResultParts(
      content({ type: 'text', text: '<b>hi</b>' }, { type: 'image', data: 'AAAA', mimeType: 'image/png' }),
    );
    expect(parts).toEqual([
      { type: 'text', text: '<b>hi</b>' },
      { type: 'image', source: 'data:image/png;base64,AAAA' },
    ]);
  });

  it('never shows an SVG, an address, or what is not base64, as an image', () => {
    const parts = toResultParts(
      content(
        { type: 'image', data: 'AAAA', mimeType: 'image/svg+xml' },
        { type: 'image', data: 'https://evil.example/x.png', mimeType: 'image/png' },
        { type: 'image', url: 'https://evil.example/x.png' },
      ),
    );
    expect(parts.map(({ type }) => type)).toEqual(['text', 'text', 'text']);
  });

  it('[S29] takes as sound only what can be decoded, and judges a large one at once', () => {
    const audio = (data: string): unknown => content({ type: 'audio', data, mimeType: 'audio/wav' });
    const bad = ['AAAAA', 'A=', '==', '=AAA'].map((data) => toResultParts(audio(data))[0]?.type);
    expect(bad).toEqual(['text', 'text', 'text', 'text']);
    expect(toResultParts(audio('AA\nAA'))).toEqual([{ type: 'audio', data: 'AAAA', mimeType: 'audio/wav' }]);
    const startedAtMs = performance.now();
    expect(toResultParts(audio(`${' '.repeat(mostMediaCharacters - 1)}!`))[0]?.type).toBe('text');
    expect(performance.now() - startedAtMs).toBeLessThan(2_000);
  });

  it('says that an image is too large instead of showing it', () => {
    const data = 'A'.repeat(mostMediaCharacters + 1);
    expect(toResultParts(content({ type: 'image', data, mimeType: 'image/png' }))).toEqual([
      { type: 'tooLarge', mimeType: 'image/png' },
    ]);
  });

  it('shows structured content when there is nothing else, and nothing for no result', () => {
    expect(toResultParts({ content: [], structuredContent: { a: 1 } })).toEqual([
      { type: 'text', text: '{\n  "a": 1\n}' },
    ]);
    expect(toResultParts(null)).toEqual([]);
  });
});
