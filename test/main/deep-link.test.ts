/**
 * What counts as a `parley://` link, whoever wrote it.
 */
import { expect, it } from 'vitest';
import { findDeepLink, parseDeepLink } from '../../src/main/deep-link.ts';

const code = 'Zt0-9_xYqLm4';
const join = `parley://join?https://192.168.1.20:41234/join#${code}`;

it('[D1] only the known places are links', () => {
  const places = ['talk', 'servers', 'log', 'settings', 'share'];
  expect(places.map((place) => parseDeepLink(`parley://${place}`))).toEqual(
    places.map((place) => ({ type: 'place', place: `#/${place}` })),
  );
  expect(parseDeepLink('parley://share/')).toEqual({ type: 'place', place: '#/share' });
  const none = [
    'parley:talk',
    'parley:///talk',
    'parley://talk/../settings',
    'parley://talk?x=1',
    'parley://talk#x',
    'parley://user@talk',
    'parley://talk:80',
    'parley://secrets',
    'parley://servers/add',
    'https://talk',
    'javascript:parley://talk',
    'parley://talk\n--inspect',
    `parley://talk/${'a'.repeat(100)}`,
    '',
  ];
  expect(none.filter((text) => parseDeepLink(text) !== null)).toEqual([]);
});

it('[S8] a share link is one with its host, whole and as it will be opened', () => {
  expect(parseDeepLink(join)).toEqual({
    type: 'join',
    url: `https://192.168.1.20:41234/join#${code}`,
    host: '192.168.1.20:41234',
  });
  const others = [
    'https://parley.example/join#a',
    'https://[fd00::1]:8443/join#a',
    'https://xn--bcher-kva.example/join#a',
  ];
  expect(others.map((url) => parseDeepLink(`parley://join?${url}`))).toEqual(
    others.map((url) => ({ type: 'join', url, host: new URL(url).host })),
  );
});

it.each([
  ['another scheme', 'parley://join?http://192.168.1.20:41234/join#a'],
  ['a program', 'parley://join?file:///usr/bin/true#a'],
  ['a script', 'parley://join?javascript:alert(1)#a'],
  ['no scheme', 'parley://join?192.168.1.20:41234/join#a'],
  ['a user', 'parley://join?https://bank.example@evil.example/join#a'],
  ['a user and a word', 'parley://join?https://bank.example:443@evil.example/join#a'],
  ['another path', 'parley://join?https://evil.example/api/join#a'],
  ['a path that leads elsewhere', 'parley://join?https://evil.example/x/../join#a'],
  ['a question', 'parley://join?https://evil.example/join?next=x#a'],
  ['one more parameter', `${join}&role=owner`],
  ['a parameter before it', 'parley://join?role=owner&https://evil.example/join#a'],
  ['no code', 'parley://join?https://evil.example/join'],
  ['an empty code', 'parley://join?https://evil.example/join#'],
  ['the code where servers see it', 'parley://join?https://evil.example/join/a'],
  ['a code that is none', 'parley://join?https://evil.example/join#a/b'],
  ['a code with escapes', 'parley://join?https://evil.example/join#a%0d%0aX'],
  ['a second fragment', `${join}#b`],
  ['an oversize code', `parley://join?https://evil.example/join#${'a'.repeat(201)}`],
  ['an oversize host', `parley://join?https://${'a.'.repeat(300)}example/join#a`],
  ['a line end', `${join}\r\n--inspect`],
  ['a line end inside', 'parley://join?https://evil\r\n.example/join#a'],
  ['a space and a switch', `${join} --no-sandbox`],
  ['a quote', `parley://join?"https://evil.example/join#a"`],
  ['capitals that the browser would write otherwise', 'parley://join?https://EVIL.example/join#a'],
  ['letters that look like others', 'parley://join?https://\u0435vil.example/join#a'],
  ['an address written otherwise', 'parley://join?https://0x7f.1/join#a'],
  ['a port that is the usual one', 'parley://join?https://evil.example:443/join#a'],
  ['a port that is none', 'parley://join?https://evil.example:99999/join#a'],
  ['an escaped host', 'parley://join?https://evil%2eexample/join#a'],
  ['a backslash', 'parley://join?https:\\\\evil.example/join#a'],
  ['an escaped link', `parley://join?${encodeURIComponent('https://evil.example/join#a')}`],
  ['a slash before the question', 'parley://join/?https://evil.example/join#a'],
  ['another spelling of the scheme', join.replace('parley', 'PARLEY')],
  ['nothing', 'parley://join?'],
  ['the bare word', 'parley://join'],
])('[S8] a share link with %s is none', (_what, text) => {
  expect(parseDeepLink(text)).toBeNull();
});

it('[S8] the one link among arguments counts, wherever the system puts it; two are none', () => {
  const link = { type: 'join', url: `https://192.168.1.20:41234/join#${code}`, host: '192.168.1.20:41234' };
  expect(findDeepLink(['/usr/bin/parley', join])).toEqual(link);
  expect(findDeepLink(['--allow-file-access-from-files', '--original-process-start-time=1', join])).toEqual(link);
  expect(findDeepLink(['--', join])).toEqual(link);
  expect(findDeepLink(['--demo', 'parley://log'])).toEqual({ type: 'place', place: '#/log' });
  expect(findDeepLink(['parley://log', 'parley://talk'])).toBeNull();
  expect(findDeepLink([join, join])).toBeNull();
  expect(findDeepLink([`--data-dir=${join}`])).toBeNull();
  expect(findDeepLink([`"${join}"`])).toBeNull();
});
