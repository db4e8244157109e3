/**
 * The shell's small decisions: links, bounds, the entry that starts Parley at login on Linux.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { findDeepLink, parseDeepLink } from '../../src/main/deep-link.ts';
import { setStartAtLogin } from '../../src/main/login-item.ts';
import { usableBounds } from '../../src/main/window-bounds.ts';
import { FakeElectron } from '../fakes/electron.ts';

it('[D1] only the known links are links', () => {
  expect(['talk', 'servers', 'log', 'settings', 'share'].map((place) => parseDeepLink(`parley://${place}`))).toEqual([
    '#/talk',
    '#/servers',
    '#/log',
    '#/settings',
    '#/share',
  ]);
  expect(parseDeepLink('parley://share/')).toBe('#/share');
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

it('[D1] a link among arguments counts alone', () => {
  expect(findDeepLink(['--demo', 'parley://log'])).toBe('#/log');
  expect(findDeepLink(['parley://log', 'parley://talk'])).toBeNull();
  expect(findDeepLink(['--data-dir=parley://log'])).toBeNull();
});

it('stored bounds count where a hand can reach the window', () => {
  const areas = [{ x: 0, y: 25, width: 1280, height: 800 }];
  const bounds = { x: 100, y: 100, width: 900, height: 700 };
  expect(usableBounds(bounds, areas)).toEqual(bounds);
  const useless = [
    { ...bounds, x: 1270 },
    { ...bounds, x: -850 },
    { ...bounds, y: 0 },
    { ...bounds, y: 820 },
    { ...bounds, width: 10 },
    { ...bounds, width: Number.NaN },
    { x: 1, y: 1 },
    'elsewhere',
    null,
  ];
  expect(useless.map((stored) => usableBounds(stored, areas))).toEqual(useless.map(() => null));
});

it('[D1] on Linux the start at login is an autostart entry, and only of an installed app', async () => {
  const home = await mkdtemp(path.join(tmpdir(), 'parley-login-'));
  try {
    const { app } = new FakeElectron();
    const file = path.join(home, '.config', 'autostart', 'parley.desktop');
    const machine = { platform: 'linux', environment: { HOME: home }, program: '/opt/My $Apps/parley' } as const;
    setStartAtLogin(app, true, machine);
    expect(existsSync(file)).toBe(false);
    app.isPackaged = true;
    setStartAtLogin(app, true, machine);
    expect(await readFile(file, 'utf8')).toContain('Exec="/opt/My \\\\$Apps/parley" --hidden\n');
    setStartAtLogin(app, false, machine);
    setStartAtLogin(app, false, machine);
    expect(existsSync(file)).toBe(false);
  } finally {
    await rm(home, { recursive: true });
  }
});
