/**
 * What of Electron's security checklist lies in files rather than in what the shell does at run time (desktop.test.ts has
 * that): the fuses, what no source may hold, what the built preload exposes. docs/security-checklist.md is the table.
 */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { isPageUrl } from '../../src/main/page-protocol.ts';
import { runPreload } from './bundle/built-preload.ts';

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string): Promise<string> => readFile(path.join(root, file), 'utf8');

it('[D3] the package’s fuses are set as the checklist asks', async () => {
  const lines = (await read('electron-builder.yml')).split('\n');
  const begin = lines.indexOf('electronFuses:') + 1;
  const fuses = lines
    .slice(begin, lines.indexOf('npmRebuild: false'))
    .filter((line) => !line.trim().startsWith('#'))
    .map((line) => line.trim().split(': '));
  expect(Object.fromEntries(fuses)).toEqual({
    runAsNode: 'false',
    enableNodeOptionsEnvironmentVariable: 'false',
    enableNodeCliInspectArguments: 'false',
    enableEmbeddedAsarIntegrityValidation: 'true',
    onlyLoadAppFromAsar: 'true',
    enableCookieEncryption: 'true',
    grantFileProtocolExtraPrivileges: 'false',
    resetAdHocDarwinSignature: 'true',
  });
});

it('[D3] no source of the shell weakens a window or loads a page from elsewhere; one opens a link, in the browser', async () => {
  const names = (await readdir(path.join(root, 'src/main'), { recursive: true })).filter((name) => /\.ts$/.test(name));
  const sources = await Promise.all([...names.map((name) => `src/main/${name}`), 'src/preload/preload.ts'].map(read));
  const weak =
    /openPath|experimentalFeatures|enableBlinkFeatures|allowRunningInsecureContent|allowpopups|(?:webSecurity|contextIsolation|sandbox): false|nodeIntegration\w*: true|webviewTag: true|loadFile\(|loadURL\(['"`]/;
  expect(names.length).toBeGreaterThan(20);
  expect(sources.flatMap((source) => weak.exec(source)?.[0] ?? [])).toEqual([]);
  const opening = names.filter((_name, index) => sources[index]?.includes('.openExternal('));
  expect(opening).toEqual(['guard-contents.ts', 'open-share-link.ts']);
  expect(weak.test('webPreferences: { sandbox: false }')).toBe(true);
});

it('[D3] the address of our page is compared whole, not by its beginning', () => {
  const foreign = [
    'parley-app://window.evil.example/',
    'parley-app://windows/',
    'parley-app-evil://window/',
    'https://window/',
    'file:///window/',
    'about:blank',
    'not an address',
    undefined,
  ];
  expect(foreign.filter((url) => isPageUrl(url))).toEqual([]);
  expect(isPageUrl('parley-app://window/#/talk')).toBe(true);
});

it.skipIf(!existsSync(path.join(root, 'out/preload/preload.cjs')))(
  '[D3][S2] the built preload exposes two functions on one fixed channel and passes no event on',
  async () => {
    const sent: unknown[][] = [];
    const listeners: [string, (event: unknown, ...given: unknown[]) => void][] = [];
    const exposed = await runPreload(path.join(root, 'out/preload/preload.cjs'), {
      send: (...given) => sent.push(given),
      on: (channel, listener) => listeners.push([channel, listener]),
    });
    expect(Object.keys(exposed)).toEqual(['parley']);
    expect(Object.keys(exposed['parley'] ?? {}).sort()).toEqual(['onMessage', 'send']);
    exposed['parley']?.send('a message');
    expect(sent).toEqual([['parley:bridge', 'a message']]);
    const heard: unknown[][] = [];
    exposed['parley']?.onMessage((...given: unknown[]) => heard.push(given));
    listeners[0]?.[1]({ sender: 'an event with powers' }, 'an answer', 'something else');
    expect({ channel: listeners[0]?.[0], heard }).toEqual({ channel: 'parley:bridge', heard: [['an answer']] });
  },
);
