import { expect, it } from 'vitest';
import { takePageKey } from '../../../src/renderer/bridge/page-key.ts';

/** A page of one origin, opened at this address. */
function aPage(hash: string, kept = new Map<string, string>()) {
  const shown: string[] = [];
  return {
    kept,
    shown,
    location: { hash, pathname: '/' },
    history: { replaceState: (_data: null, _unused: string, url: string) => void shown.push(url) },
    localStorage: {
      getItem: (name: string) => kept.get(name) ?? null,
      setItem: (name: string, value: string) => void kept.set(name, value),
    },
  };
}

it('[S15] takes the key out of the address, and a reload and a second tab have it again', () => {
  const first = aPage('#key=abc-DEF_1');
  expect([takePageKey(first), first.shown]).toEqual(['abc-DEF_1', ['/']]);
  const reloaded = aPage('#/servers', first.kept);
  expect([takePageKey(reloaded), reloaded.shown]).toEqual(['abc-DEF_1', []]);
});

it('takes a newer key, and has none where none was brought', () => {
  const { kept } = aPage('', new Map([['parley.key', 'old']]));
  expect(takePageKey(aPage('#key=new', kept))).toBe('new');
  expect(takePageKey(aPage('', kept))).toBe('new');
  expect(takePageKey(aPage('#/talk'))).toBeNull();
});

it('works where the browser forbids a page to keep anything', () => {
  const forbidden = (): never => {
    throw new Error('The operation is insecure.');
  };
  const localStorage = { getItem: forbidden, setItem: forbidden };
  expect(takePageKey({ ...aPage('#key=abc'), localStorage })).toBe('abc');
  expect(takePageKey({ ...aPage(''), localStorage })).toBeNull();
});
