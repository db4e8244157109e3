/**
 * What Electron's permission handlers grant, and to whom.
 */
import { beforeEach, expect, it } from 'vitest';
import { guardPermissions } from '../../src/main/permissions.ts';
import { FakeElectron } from '../fakes/electron.ts';
import type { Permission } from '../fakes/electron.ts';

const page = 'parley-app://window/';
const main = { isMainFrame: true, requestingUrl: page };
const neededByName = ['speaker-selection', 'local-network', 'loopback-network', 'local-network-access'] as const;
const foreign = ['https://evil.example/', 'parley-app://window.evil.example/', 'parley-app://windows/', 'null', ''];
let electron: FakeElectron;

beforeEach(() => {
  electron = new FakeElectron();
  guardPermissions(electron.slice().session.defaultSession);
});

/** By the check handler. */
function check(permission: string, origin: string, details: { isMainFrame?: boolean; mediaType?: 'video' | 'audio' }) {
  return electron.permissionCheck?.(null, permission, origin, { isMainFrame: true, ...details });
}

it('[S6] our main frame is granted the microphone, by request and by check, and no camera beside it', () => {
  expect(electron.ask('media', { ...main, mediaTypes: ['audio'] })).toBe(true);
  expect(check('media', page, { mediaType: 'audio' })).toBe(true);
  const refused = [
    electron.ask('media', { ...main, mediaTypes: ['video'] }),
    electron.ask('media', { ...main, mediaTypes: ['audio', 'video'] }),
    electron.ask('media', { ...main, mediaTypes: [] }),
    electron.ask('media', main),
    check('media', page, { mediaType: 'video' }),
    check('media', page, {}),
  ];
  expect(refused).toEqual(refused.map(() => false));
});

it('[S6] our main frame may choose a speaker and reach the LiveKit of this machine and of its network', () => {
  for (const name of neededByName) {
    expect([name, electron.ask(name, main), check(name, page, {})]).toEqual([name, true, true]);
  }
});

it('[S6] nothing is granted to a frame inside our page or to another page', () => {
  for (const name of [...neededByName, 'media'] as const) {
    const media = { mediaTypes: ['audio'], mediaType: 'audio' } as const;
    const answers = [
      electron.ask(name, { ...main, ...media, isMainFrame: false }),
      check(name, page, { ...media, isMainFrame: false }),
      ...foreign.map((requestingUrl) => electron.ask(name, { ...main, ...media, requestingUrl })),
      ...foreign.map((origin) => check(name, origin, media)),
    ];
    expect([name, answers]).toEqual([name, answers.map(() => false)]);
  }
});

it('[S6] everything else is refused, by request and by check', () => {
  const others: Permission[] = [
    'geolocation',
    'notifications',
    'hid',
    'display-capture',
    'clipboard-read',
    'openExternal',
    'fullscreen',
    'midiSysex',
    'unknown',
    // What every object has.
    'constructor' as Permission,
  ];
  for (const name of others) {
    expect([name, electron.ask(name, main), check(name, page, {})]).toEqual([name, false, false]);
  }
  expect(electron.devicePermission?.()).toBe(false);
});
