/**
 * The shell's small decisions: bounds, the entry that starts Parley at login on Linux.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { setStartAtLogin } from '../../src/main/login-item.ts';
import { usableBounds } from '../../src/main/window-bounds.ts';
import { FakeElectron } from '../fakes/electron.ts';

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
