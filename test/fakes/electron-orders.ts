/**
 * What a test may have done to the fake Electron of another process, and what it may look up there.
 *
 * Path: test -> test/main/bundle/desktop-process.ts -> electron-module.ts -> here -> the built bundle.
 * Always: an order does what a person, a page or the system does; what it gives back is plain JSON.
 */
import path from 'node:path';
import type { Rectangle } from '../../src/main/electron-slice.ts';
import type { FakeElectron, Permission, RequestDetails } from './electron.ts';
import type { FakeFrame } from './electron-events.ts';
import type { FakeWindow } from './electron-window.ts';

/** A window as the person has it before them; `focused` counts how often it was brought to the front. */
export interface SeenWindow {
  readonly url: string;
  readonly loads: number;
  readonly reloads: number;
  readonly visible: boolean;
  readonly focused: number;
  readonly closed: boolean;
  readonly bounds: Rectangle;
}

/** Everything that the shell shows, registers and asks of the system. Windows in the order in which they were made. */
export interface Seen {
  readonly windows: readonly SeenWindow[];
  /** `icon`: the picture's name without folder and ending. */
  readonly tray: { readonly icon: string; readonly words: string; readonly menu: readonly SeenItem[] };
  readonly shortcuts: readonly string[];
  /** Titles of the notifications that stand. */
  readonly notices: readonly string[];
  readonly opened: readonly string[];
  readonly asked: readonly string[];
  readonly errors: readonly string[];
}

export interface SeenItem {
  readonly label: string;
  readonly checked: boolean | null;
}

/** A message as it reaches main. `window` null: from contents that the shell did not make. `frame` left out: the page itself. */
export interface Delivery {
  readonly window: number | null;
  readonly message: unknown;
  readonly frame?: FakeFrame | null;
  /** Left out: the bridge's. */
  readonly channel?: string;
}

export type CheckDetails = { readonly isMainFrame: boolean; readonly mediaType?: 'video' | 'audio' };

/** Each by its name; `window` is its place among those that were made. */
export function createOrders(fake: FakeElectron) {
  const at = (window: number): FakeWindow => {
    const found = fake.windows[window];
    if (!found) throw new Error(`There is no window ${window}.`);
    return found;
  };
  const look = (): Seen => {
    const [tray] = fake.trays;
    const menu = (tray?.menu ?? []).map(({ label = '', checked = null }) => ({ label, checked }));
    return {
      windows: fake.windows.map(see),
      tray: { icon: path.parse(tray?.icon ?? '').name, words: tray?.words ?? '', menu },
      shortcuts: [...fake.shortcuts.keys()],
      notices: fake.notifications.filter(({ shown }) => shown).map(({ options }) => options.title),
      opened: fake.opened,
      asked: fake.questions.map(({ asked }) => asked.message),
      errors: fake.errors,
    };
  };
  return {
    look,
    deliver: ({ window, message, frame, channel }: Delivery): void => {
      const contents = window === null ? fake.createContents() : at(window).webContents;
      const page = { url: contents.url || 'parley-app://window/', parent: null };
      fake.deliver(contents, message, frame === undefined ? page : frame, channel);
    },
    /** A page asks its own scheme. */
    fetch: async (url: string): Promise<{ status: number; policy: string | null; body: string }> => {
      const answer = await fake.handlers.get(new URL(url).protocol.slice(0, -1))?.(new Request(url));
      const policy = answer?.headers.get('content-security-policy') ?? null;
      return { status: answer?.status ?? 0, policy, body: (await answer?.text()) ?? '' };
    },
    choose: (label: string): void => {
      const item = fake.trays[0]?.menu.find((item) => item.label === label);
      if (!item?.click) throw new Error(`The tray's menu has nothing to choose that says "${label}".`);
      item.click();
    },
    clickTray: (): void => fake.trays[0]?.click(),
    pressShortcut: (accelerator: string): void => {
      const run = fake.shortcuts.get(accelerator);
      if (!run) throw new Error(`Nobody registered ${accelerator}.`);
      run();
    },
    press: ({ window, key }: { window: number; key: string }): boolean =>
      at(window).webContents.press(key, { control: true }),
    close: (window: number): boolean => at(window).close(),
    place: ({ window, bounds }: { window: number; bounds: Rectangle }): void => at(window).setBounds(bounds),
    crash: (window: number): void => at(window).webContents.crash(),
    navigate: ({ window, url, isMainFrame }: { window: number; url: string; isMainFrame?: boolean }): boolean =>
      at(window).webContents.navigate(url, isMainFrame),
    redirect: ({ window, url }: { window: number; url: string }): boolean =>
      !at(window).webContents.isHeldBack('will-redirect', url),
    embed: ({ window, url }: { window: number; url: string }): boolean =>
      !at(window).webContents.isWebviewHeldBack(url),
    /** A page's `window.open`. */
    open: ({ window, url }: { window: number; url: string }): string =>
      at(window).webContents.openHandler?.({ url }).action ?? 'allow',
    ask: ({ permission, details }: { permission: Permission; details: RequestDetails }): boolean =>
      fake.ask(permission, details),
    check: ({
      permission,
      origin,
      details,
    }: {
      permission: Permission;
      origin: string;
      details: CheckDetails;
    }): boolean => fake.permissionCheck?.({ id: 1 }, permission, origin, details) ?? true,
    useDevice: (): boolean => fake.devicePermission?.() ?? true,
    startAgain: ({ args, folder }: { args: string[]; folder: string }): void => fake.app.startAgain(args, folder),
    openUrl: (url: string): void => fake.app.openUrl(url),
    /** The last question is answered with the button of this index. */
    answer: (button: number): void => fake.questions.at(-1)?.answer(button),
    power: (event: 'lock-screen' | 'suspend' | 'resume'): void => fake.powerMonitor.fire(event),
  };
}

export type Orders = ReturnType<typeof createOrders>;
function see({ webContents, loads, visible, focused, bounds }: FakeWindow): SeenWindow {
  const { url, reloads, destroyed: closed } = webContents;
  return { url, loads, reloads, visible, focused, closed, bounds };
}
