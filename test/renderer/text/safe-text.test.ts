import { describe, expect, it } from 'vitest';
import { formatDuration } from '../../../src/renderer/text/format.ts';
import { splitLinks } from '../../../src/renderer/text/split-links.ts';
import { toExactJson, toReadable, toVisibleJson, toVisibleText } from '../../../src/renderer/text/visible-text.ts';

describe('[S1] text from elsewhere', () => {
  it('loses terminal colors and shows what hides', () => {
    expect(toVisibleText('\u001b[31mred\u001b[0m \u202egnp.exe\u200b a\u0007b')).toBe(
      String.raw`red \u{202e}gnp.exe\u{200b} a\u{7}b`,
    );
  });

  it('shows every mark that turns text around, breaks a line or fills a place and is not seen', () => {
    expect(toVisibleText('a\u061cb\u2028c\u2029d\u3164e\u115ff\u180eg\ufff9h')).toBe(
      String.raw`a\u{61c}b\u{2028}c\u{2029}d\u{3164}e\u{115f}f\u{180e}g\u{fff9}h`,
    );
  });

  it('shows a sentence that is written in variation selectors', () => {
    expect(toVisibleText('👍\ufe0f\u{e0101}\u{e0102}!')).toBe('👍\ufe0f' + String.raw`\u{e0101}\u{e0102}!`);
  });

  it('keeps line breaks, tabs, accents and emoji', () => {
    const text = 'naïve\n\tfamily 👩‍👩‍👧 ❤\ufe0f می\u200cخواهم 葛\u{e0100} \u0600٢٣ done';
    expect(toVisibleText(text)).toBe(text);
  });

  it('shows arguments whole, with a reversed file name as it is', () => {
    expect(toVisibleJson({ path: '/tmp/\u202etxt.exe' })).toBe('{\n  "path": "/tmp/\\u{202e}txt.exe"\n}');
  });

  it('[S24] shows arguments that are approved with every character that shows nothing', () => {
    expect(toExactJson({ path: '/home/a\u200d\u061c\u3164\ufe0f\u2028b' })).toBe(
      '{\n  "path": "/home/a\\u{200d}\\u{61c}\\u{3164}\\u{fe0f}\\u{2028}b"\n}',
    );
  });

  it('indents JSON and leaves everything else', () => {
    expect([toReadable('{"a":1}'), toReadable('[oops'), toReadable('plain')]).toEqual([
      '{\n  "a": 1\n}',
      '[oops',
      'plain',
    ]);
  });

  it('makes links of https addresses only', () => {
    const links = (text: string): string[] =>
      splitLinks(text).flatMap((part) => (part.type === 'link' ? [part.href] : []));
    expect(links('see https://example.com/a?b=1, or (https://example.org).')).toEqual([
      'https://example.com/a?b=1',
      'https://example.org/',
    ]);
    expect(links('[x](javascript:alert(1)) http://example.com data:text/html,x https://user@evil.example')).toEqual([]);
  });

  it('loses no character when it splits', () => {
    const text = 'a https://example.com/x. b https://user@x.example c';
    expect(
      splitLinks(text)
        .map((part) => part.text)
        .join(''),
    ).toBe(text);
  });
});

describe('durations', () => {
  it('read as people say them', () => {
    expect([0.4, 23, 480, 9_940, 12_300, 125_000].map(formatDuration)).toEqual([
      '0 ms',
      '23 ms',
      '0.5 s',
      '9.9 s',
      '12 s',
      '2 min 5 s',
    ]);
  });
});
