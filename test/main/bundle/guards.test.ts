/**
 * What the built main bundle lets pages do, each refusal beside its legitimate twin: permissions, navigation, messages.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Permission, RequestDetails } from '../../fakes/electron.ts';
import type { Delivery, Seen } from '../../fakes/electron-orders.ts';
import type { AppStatus, TalkMode } from '../../../src/contract/index.ts';
import { aDataFolder, DesktopProcess, pageUrl, talkWindow, voiceWindow } from './desktop-process.ts';

let folder: Awaited<ReturnType<typeof aDataFolder>>;
let desktop: DesktopProcess;

beforeAll(async () => {
  folder = await aDataFolder();
  desktop = await DesktopProcess.start({ dataDir: folder.dataDir });
});
afterAll(async () => {
  expect(await desktop.end()).toBe(0);
  await folder.remove();
});

/** Of everything that Electron's types know a page may ask for: what our own page gets. */
const isGranted: Record<Permission, boolean> = {
  ar: false,
  'automatic-fullscreen': false,
  'background-fetch': false,
  'background-sync': false,
  'captured-surface-control': false,
  'clipboard-read': false,
  'clipboard-sanitized-write': false,
  'deprecated-sync-clipboard-read': false,
  'display-capture': false,
  fileSystem: false,
  fullscreen: false,
  geolocation: false,
  'geolocation-approximate': false,
  'hand-tracking': false,
  hid: false,
  'idle-detection': false,
  keyboardLock: false,
  'local-fonts': false,
  'local-network': true,
  'local-network-access': true,
  'loopback-network': true,
  media: true,
  mediaKeySystem: false,
  midi: false,
  midiSysex: false,
  nfc: false,
  notifications: false,
  openExternal: false,
  'payment-handler': false,
  'periodic-background-sync': false,
  'persistent-storage': false,
  pointerLock: false,
  'screen-wake-lock': false,
  sensors: false,
  serial: false,
  'smart-card': false,
  'speaker-selection': true,
  'storage-access': false,
  'system-wake-lock': false,
  'top-level-storage-access': false,
  unknown: false,
  usb: false,
  vr: false,
  'web-app-installation': false,
  'web-printing': false,
  'window-management': false,
};

/** By both handlers, which have to agree. */
async function isAllowed(
  permission: Permission,
  given: { url?: string; isMainFrame?: boolean; media?: ('audio' | 'video')[] } = {},
): Promise<boolean> {
  const { url = pageUrl, isMainFrame = true, media = ['audio'] } = given;
  const details: RequestDetails = { requestingUrl: url, isMainFrame, mediaTypes: media };
  const asked = await desktop.order('ask', { permission, details });
  const checked = await Promise.all(
    media.map((mediaType) => desktop.order('check', { permission, origin: url, details: { isMainFrame, mediaType } })),
  );
  expect([permission, given, checked.every(Boolean)]).toEqual([permission, given, asked]);
  return asked;
}

it('[S6] grants the microphone to our own page, and of everything that Electron knows nothing else but what a talk needs', async () => {
  expect(await isAllowed('media')).toBe(true);
  for (const [permission, granted] of Object.entries(isGranted) as [Permission, boolean][]) {
    expect([permission, await isAllowed(permission)]).toEqual([permission, granted]);
  }
  expect(await isAllowed('media', { media: ['video'] })).toBe(false);
  expect(await isAllowed('media', { media: ['audio', 'video'] })).toBe(false);
  expect(await desktop.order('useDevice')).toBe(false);

  for (const permission of ['media', 'loopback-network', 'speaker-selection'] as const) {
    const foreign = ['https://evil.example/', 'parley-app://window.evil.example/', 'http://localhost:7880/'];
    for (const url of foreign) expect([url, await isAllowed(permission, { url })]).toEqual([url, false]);
    expect(await isAllowed(permission, { isMainFrame: false })).toBe(false);
    expect(await isAllowed(permission)).toBe(true);
  }
});

it('[S4] a page loads itself anew and is answered again; it goes nowhere else, nor does a frame in it', async () => {
  const before = (await desktop.look()).windows;
  expect((await desktop.statusAt(talkWindow)).dataDir).toBe(folder.dataDir);
  for (const url of [
    'https://evil.example/',
    'file:///etc/passwd',
    'parley-app://window.evil/',
    `${pageUrl}?part=bar`,
  ]) {
    expect([url, await desktop.order('navigate', { window: talkWindow, url })]).toEqual([url, false]);
    expect([url, await desktop.order('redirect', { window: talkWindow, url })]).toEqual([url, false]);
    expect([url, await desktop.order('embed', { window: talkWindow, url })]).toEqual([url, false]);
  }
  const inFrame = { window: talkWindow, url: pageUrl, isMainFrame: false };
  expect(await desktop.order('navigate', inFrame)).toBe(false);
  expect((await desktop.look()).windows).toEqual(before);

  for (const window of [talkWindow, voiceWindow]) {
    const heardBefore: AppStatus[] = [];
    (await desktop.page(window)).subscribe('status.changed', (message) => {
      heardBefore.push(message.type === 'state' ? message.state : message.payload);
    });
    await expect.poll(() => heardBefore.length).toBeGreaterThan(0);
    const url = before[window]?.url ?? '';
    expect(await desktop.order('navigate', { window, url })).toBe(true);

    // What the page was told before is not told to the one that came in its place.
    const words = `Changed after window ${window} was loaded anew.`;
    const page = await desktop.page(window);
    await page.invoke('host.noteShortcut', { words });
    expect((await page.invoke('status.get', undefined)).shortcutNote).toBe(words);
    expect(heardBefore.map(({ shortcutNote }) => shortcutNote)).not.toContain(words);
  }
});

it('[S4][S5] opens no window for a page; an https link of what was said goes to the system’s browser as it is', async () => {
  const before: Seen = await desktop.look();
  const links = [
    'file:///etc/passwd',
    'javascript:alert(1)',
    'http://example.com/',
    'https://user@evil.example/',
    pageUrl,
  ];
  const wanted = 'https://example.com/a?b=1#c';
  for (const url of [...links, wanted]) {
    expect([url, await desktop.order('open', { window: talkWindow, url })]).toEqual([url, 'deny']);
  }
  expect(await desktop.look()).toEqual({ ...before, opened: [wanted] });
});

it('[S3] a message of a frame, of a foreign page, of a gone frame or of other contents does nothing; the page’s own does', async () => {
  const page = await desktop.page(talkWindow);
  const modes: TalkMode[] = [];
  page.subscribe('talk.changed', (message) => {
    modes.push((message.type === 'state' ? message.state : message.payload).mode);
  });
  await expect.poll(() => modes).toEqual(['hands-free']);

  const main = { url: pageUrl, parent: null };
  const refused: Omit<Delivery, 'message'>[] = [
    { window: talkWindow, frame: { url: pageUrl, parent: main } },
    { window: talkWindow, frame: { url: 'https://evil.example/', parent: main } },
    { window: talkWindow, frame: { url: 'https://evil.example/', parent: null } },
    { window: talkWindow, frame: { url: 'parley-app://window.evil.example/', parent: null } },
    { window: talkWindow, frame: null },
    { window: null },
    { window: null, frame: main },
  ];
  const ask = (id: number) => ({ id, method: 'talk.setMode', input: { mode: 'push-to-talk' } });
  for (const [index, from] of refused.entries())
    await desktop.order('deliver', { ...from, message: ask(9_000 + index) });
  // What had been let through would have been done by the time that this one is.
  await page.invoke('talk.setMode', { mode: 'hands-free' });
  expect(modes.filter((mode) => mode !== 'hands-free')).toEqual([]);

  await desktop.order('deliver', { window: talkWindow, frame: main, message: ask(9_100) });
  await expect.poll(() => modes.at(-1)).toBe('push-to-talk');
  const answered = desktop.reports.flatMap((report) =>
    'sent' in report ? [(report.sent as { id?: number }).id ?? 0] : [],
  );
  expect(answered.filter((id) => id >= 9_000)).toEqual([9_100]);
});
