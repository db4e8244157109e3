/**
 * What the desktop shell is started with on a fake Electron and a fake app.
 */
import { DesktopSettings, RoomName } from '../../src/contract/index.ts';
import type { TalkView } from '../../src/contract/index.ts';
import type { DesktopParts } from '../../src/main/desktop.ts';
import type { FakeElectron } from '../fakes/electron.ts';
import { FakeApp } from '../fakes/fake-app.ts';

export const talk: TalkView = {
  room: RoomName.parse('main'),
  agent: { state: 'listening', pid: 1 },
  brain: null,
  simulated: false,
  mode: 'hands-free',
  floor: null,
  participants: [],
  problem: null,
  standIn: false,
};

export function aFakeApp(): FakeApp {
  const fake = new FakeApp({
    'talk.key': () => undefined,
    'settings.get': () => 'an answer',
    'talk.setMode': () => undefined,
    'host.woke': () => undefined,
    'host.noteShortcut': () => undefined,
  });
  fake.states.set('settings.changed', { desktop: DesktopSettings.parse({ shortcut: 'F9' }) });
  fake.states.set('mcp.serversChanged', []);
  fake.states.set('approvals.changed', []);
  fake.states.set('talk.changed', { ...talk, agent: { state: 'off', pid: null } });
  return fake;
}

export function desktopParts(given: { folder: string; electron: FakeElectron; app: FakeApp }): DesktopParts {
  const { folder, electron, app } = given;
  const programs = {
    node: '/nowhere/node',
    agent: '',
    keeper: '',
    sqliteWorker: '',
    validatorWorker: '',
    demoProvider: '',
    npmRoot: '',
  };
  return {
    electron: electron.slice(),
    options: { dataDir: folder, demo: false, programs, environment: {}, version: '0.0.0' },
    rendererDir: folder,
    preloadFile: '/preload.cjs',
    resourcesDir: '/resources',
    platform: 'linux',
    keyProgram: '',
    args: [],
    hidden: false,
    createBoundsStore: () => ({ get: () => null, set: () => undefined }),
    createApp: () => Promise.resolve(app),
    onEndRequested: () => undefined,
  };
}
