/**
 * What the app may be started with: the switches that end a packaged app, and options after a link, which are nobody's.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runDesktop } from '../../src/main/desktop.ts';
import { parseLaunchOptions, refusedSwitches, toCommandLine } from '../../src/main/launch-options.ts';
import { FakeElectron } from '../fakes/electron.ts';
import { aFakeApp, desktopParts } from './desktop-parts.ts';

let folder: string;
let electron: FakeElectron;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'parley-launch-'));
  await writeFile(path.join(folder, 'index.html'), '<title>Parley</title>');
  electron = new FakeElectron();
});
afterEach(async () => {
  electron.app.quit();
  await rm(folder, { recursive: true });
});

/** What came of a start with this switch. */
async function startWith(name: string, { packaged }: { packaged: boolean }): Promise<'started' | 'refused'> {
  electron.app.isPackaged = packaged;
  electron.app.switches.add(name);
  const app = aFakeApp();
  await runDesktop(desktopParts({ folder, electron, app }));
  if (electron.windows.length > 0) return 'started';
  expect({ code: await electron.app.exited, published: app.published }).toEqual({ code: 1, published: null });
  return 'refused';
}

describe('a packaged app', () => {
  it.each(refusedSwitches)('[S7] does not start with --%s', async (name) => {
    expect(await startWith(name, { packaged: true })).toBe('refused');
  });

  it.each(['lang', 'ozone-platform', 'disable-gpu', 'proxy-server', 'enable-logging'])(
    '[S7] starts with --%s, which gives nobody anything',
    async (name) => {
      expect(await startWith(name, { packaged: true })).toBe('started');
    },
  );

  it('[S7] refuses each way of debugging, of running other programs and of taking walls down that is known', () => {
    expect(refusedSwitches).toEqual(
      expect.arrayContaining([
        'inspect',
        'inspect-brk',
        'remote-debugging-port',
        'remote-debugging-pipe',
        'js-flags',
        'load-extension',
        'gpu-launcher',
        'renderer-cmd-prefix',
        'utility-cmd-prefix',
        'disable-web-security',
        'host-rules',
        'ignore-certificate-errors',
      ]),
    );
    // Chromium knows a switch by its lower-case name, without dashes before it.
    expect(refusedSwitches.filter((name) => !/^[a-z][a-z-]+$/.test(name))).toEqual([]);
  });
});

it('[S7] a checkout is debugged as its developer likes', async () => {
  expect(await startWith('inspect', { packaged: false })).toBe('started');
});

describe('the arguments', () => {
  it('[S8] nothing that stands after a link is an option, as a web page may have put it there', () => {
    const smuggled = ['parley://talk', '--data-dir', '/elsewhere', '--demo', '--hidden'];
    expect(parseLaunchOptions(smuggled)).toEqual({ demo: false, hidden: false, dataDir: undefined });
    expect(parseLaunchOptions(['PARLEY:talk', '--demo'])).toMatchObject({ demo: false });
  });

  it('[S8] the owner’s own options, which stand before it, count', () => {
    const own = ['--data-dir', '/mine', '--hidden', '--lang=de', 'parley://talk'];
    expect(parseLaunchOptions(own)).toEqual({ demo: false, hidden: true, dataDir: '/mine' });
  });
});

it.each([
  [
    ['talk', 'toggle'],
    ['talk', 'toggle'],
  ],
  [
    ['--no-sandbox', 'doctor', '--json'],
    ['doctor', '--json'],
  ],
  [[], null],
  [['--demo'], null],
  [['--no-sandbox'], null],
  [['parley://join?code=1', 'talk'], null],
  [['PARLEY:talk'], null],
  [['/tmp/talk'], null],
])('[S8] a package started with %j runs the commands %j', (args, expected) => {
  expect(toCommandLine(args)).toEqual(expected);
});
