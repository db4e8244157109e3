/**
 * Where the pages of the desktop may not go, and where they may, on a fake Electron.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runDesktop } from '../../src/main/desktop.ts';
import type { FakeContents } from '../fakes/electron-window.ts';
import { FakeElectron } from '../fakes/electron.ts';
import { aFakeApp, desktopParts } from './desktop-parts.ts';

let folder: string;
let electron: FakeElectron;
let contents: FakeContents;
const page = 'parley-app://window/';

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'parley-guard-'));
  electron = new FakeElectron();
  await runDesktop(desktopParts({ folder, electron, app: aFakeApp() }));
  const [window] = electron.windows;
  if (!window) throw new Error('no window');
  contents = window.webContents;
});
afterEach(async () => {
  electron.app.quit();
  await rm(folder, { recursive: true });
});

it('[S4] navigation, windows and webviews are refused; a page may load itself anew and show its other places', () => {
  contents.load(`${page}#/log`);
  for (const question of ['will-navigate', 'will-frame-navigate'] as const) {
    const asked = [`${page}#/log`, `${page}?part=voice`, 'https://evil.example/', 'parley-app://window.evil/'];
    expect(asked.filter((url) => !contents.isHeldBack(question, url))).toEqual([`${page}#/log`]);
    expect([question, contents.isHeldBack(question, `${page}#/log`, false)]).toEqual([question, true]);
  }
  expect(contents.isHeldBack('will-redirect', `${page}#/log`)).toBe(true);
  expect(contents.isWebviewHeldBack(page)).toBe(true);
  expect(contents.openHandler?.({ url: page })).toEqual({ action: 'deny' });
  expect(electron.createContents().openHandler?.({ url: page })).toEqual({ action: 'deny' });

  // The legitimate twins: what was said may lead to the browser, and the shell shows the page's places.
  expect(electron.opened).toEqual([]);
  contents.openHandler?.({ url: 'https://example.com/' });
  expect(electron.opened).toEqual(['https://example.com/']);
  electron.app.startAgain(['parley', 'parley://servers']);
  expect(contents.url).toBe(`${page}#/servers`);
});

it('[S4] a page of another origin may not load itself anew, either', () => {
  const foreign = electron.createContents();
  for (const url of ['https://evil.example/', page]) {
    foreign.url = url;
    expect([url, foreign.navigate(url)]).toEqual([url, url === page]);
  }
});

it('[S5] no address of a page is opened but https, which the system’s browser shows', () => {
  const refused = [
    'file:///etc/passwd',
    'smb://evil.example/share',
    'javascript:alert(1)',
    'ms-msdt:/id',
    'ms-officecmd:{}',
    'vscode://evil.example',
    'data:text/html,x',
    'parley://join?https://evil.example/join#code',
    'http://example.com/',
    'https://user@evil.example/',
    'https://user:secret@evil.example/',
    'https://',
    'https:/evil.example/',
    'HTTPS://evil.example/',
    'https://evil.example\\@example.com/',
    'https://example.com/\r\nHost: evil.example',
    'https://example.com/\u0000',
    'https://example.com/a b',
    'https://example.com/"&calc.exe',
    'https://ex\u0430mple.com/',
    `https://example.com/${'a'.repeat(2_000)}`,
    ' https://example.com/',
  ];
  expect([...refused, 'https://example.com/a?b=1#c'].map((url) => contents.openHandler?.({ url }))).toEqual(
    [...refused, ''].map(() => ({ action: 'deny' })),
  );
  expect(electron.opened).toEqual(['https://example.com/a?b=1#c']);
});
