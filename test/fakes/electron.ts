/**
 * Electron without its binary: the parts of it that the shell uses, driven by the test.
 *
 * Always: what the shell registered is kept by name; events are fired by the test as Electron would fire them.
 */
import type {
  ElectronSlice,
  KeyInput,
  MenuItem,
  PermissionDetails,
  Question,
  Rectangle,
  SliceContents,
  SliceIpcEvent,
  SliceMenu,
  SliceSession,
  SliceTray,
  SliceWindow,
  WindowOptions,
} from '../../src/main/electron-slice.ts';

type Listener = (...given: never[]) => unknown;

/** Listeners by event; `fire` tells whether one prevented the default. */
export class FakeEmitter {
  readonly #listeners = new Map<string, Listener[]>();

  on(event: string, listener: Listener): this {
    this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener]);
    return this;
  }

  once(event: string, listener: Listener): this {
    return this.on(event, listener);
  }

  fire(event: string, ...given: unknown[]): void {
    for (const listener of this.#listeners.get(event) ?? []) (listener as (...given: unknown[]) => unknown)(...given);
  }

  /** Fires with a preventable event first. */
  firePreventable(event: string): boolean {
    let prevented = false;
    this.fire(event, { preventDefault: () => (prevented = true) });
    return prevented;
  }
}

export class FakeContents extends FakeEmitter implements SliceContents {
  readonly id: number;
  readonly sent: { channel: string; message: unknown }[] = [];
  reloads = 0;
  openHandler: ((details: { readonly url: string }) => { action: 'deny' }) | null = null;
  destroyed = false;

  constructor(id: number) {
    super();
    this.id = id;
  }

  isDestroyed(): boolean {
    return this.destroyed;
  }

  send(channel: string, message: unknown): void {
    this.sent.push({ channel, message });
    this.fire('test:sent');
  }

  reload(): void {
    this.reloads += 1;
  }

  url = '';

  getURL(): string {
    return this.url;
  }

  setWindowOpenHandler(handler: (details: { readonly url: string }) => { action: 'deny' }): void {
    this.openHandler = handler;
  }

  /** A key goes down while the page has the focus; tells whether the page never had it. */
  press(key: string, held: Partial<KeyInput> = {}): boolean {
    let prevented = false;
    const up = { control: false, alt: false, meta: false, shift: false, isAutoRepeat: false };
    this.fire(
      'before-input-event',
      { preventDefault: () => (prevented = true) },
      { type: 'keyDown', key, ...up, ...held },
    );
    return prevented;
  }
}

export class FakeWindow extends FakeEmitter implements SliceWindow {
  readonly options: WindowOptions;
  readonly webContents: FakeContents;
  visible = false;
  focused = 0;
  loaded: string | null = null;
  loads = 0;
  bounds: Rectangle;

  constructor(options: WindowOptions, webContents: FakeContents) {
    super();
    this.options = options;
    this.webContents = webContents;
    this.visible = options.show;
    this.bounds = { x: options.x ?? 0, y: options.y ?? 0, width: options.width, height: options.height };
  }

  showInactive(): void {
    this.visible = true;
  }

  setBounds(bounds: Rectangle): void {
    this.bounds = bounds;
  }

  getNormalBounds(): Rectangle {
    return this.bounds;
  }

  loadURL(url: string): Promise<void> {
    this.loaded = url;
    this.loads += 1;
    this.webContents.url = url;
    this.fire('test:loaded', url);
    return Promise.resolve();
  }

  show(): void {
    this.visible = true;
  }

  hide(): void {
    this.visible = false;
  }

  /** As the person closes it: its contents go with it where nobody holds that back. */
  close(): void {
    if (this.firePreventable('close')) return;
    this.visible = false;
    this.webContents.destroyed = true;
    this.webContents.fire('destroyed');
    this.fire('closed');
  }

  focus(): void {
    this.focused += 1;
  }

  restore(): void {
    this.visible = true;
  }

  isMinimized(): boolean {
    return false;
  }
}

export class FakeTray extends FakeEmitter implements SliceTray {
  icon: string;
  words = '';
  menu: MenuItem[] = [];
  destroyed = false;
  #hasMenu = false;

  constructor(icon: string) {
    super();
    this.icon = icon;
  }

  setImage(icon: string): void {
    this.icon = icon;
  }

  setToolTip(text: string): void {
    this.words = text;
  }

  setContextMenu(menu: SliceMenu | null): void {
    this.#hasMenu = menu !== null;
    this.menu = (menu as FakeMenu | null)?.items ?? [];
  }

  popUpContextMenu(menu?: SliceMenu): void {
    this.menu = (menu as FakeMenu | undefined)?.items ?? this.menu;
  }

  /** macOS tells of no release where a menu was set. Source: electron.d.ts, Tray 'mouse-up'. */
  override fire(event: string, ...given: unknown[]): void {
    if (event !== 'mouse-up' || !this.#hasMenu) super.fire(event, ...given);
  }

  destroy(): void {
    this.destroyed = true;
  }
}

interface FakeMenu extends SliceMenu {
  readonly items: MenuItem[];
}

class FakeDesktopApp extends FakeEmitter {
  isPackaged = false;
  readonly switches = new Set<string>();
  readonly commandLine = { hasSwitch: (name: string): boolean => this.switches.has(name) };
  sandboxed = false;
  userData: string | null = null;
  first = true;
  readonly links: string[] = [];
  readonly loginItems: { openAtLogin: boolean; args: string[] }[] = [];
  quits = 0;
  readonly exited: Promise<number>;
  #exit: (code: number) => void = () => undefined;

  constructor() {
    super();
    this.exited = new Promise((resolve) => (this.#exit = resolve));
  }

  enableSandbox(): void {
    this.sandboxed = true;
  }

  setName(): void {}

  setAsDefaultProtocolClient(scheme: string): boolean {
    this.links.push(scheme);
    return true;
  }

  setLoginItemSettings(settings: { openAtLogin: boolean; args: string[] }): void {
    this.loginItems.push(settings);
  }

  /** What electron-store asks for. */
  getPath(): string {
    return this.userData ?? '';
  }

  getVersion(): string {
    return '0.0.0';
  }

  setPath(_name: 'userData', folder: string): void {
    this.userData = folder;
  }

  requestSingleInstanceLock(): boolean {
    return this.first;
  }

  whenReady(): Promise<void> {
    return Promise.resolve();
  }

  /** As Electron: asks first, ends when nobody holds it back. */
  quit(): void {
    this.quits += 1;
    if (!this.firePreventable('before-quit')) this.exit(0);
  }

  exit(code: number): void {
    this.#exit(code);
  }
}

export type PermissionRequest = Parameters<SliceSession['setPermissionRequestHandler']>[0];
export type PermissionCheck = Parameters<SliceSession['setPermissionCheckHandler']>[0];

export class FakeElectron {
  readonly app = new FakeDesktopApp();
  readonly windows: FakeWindow[] = [];
  readonly trays: FakeTray[] = [];
  /** The application's menu; null: none. */
  menu: MenuItem[] | null = null;
  readonly errors: string[] = [];
  /** What the person was asked, with the way to answer: the index of the button. */
  readonly questions: { asked: Question; answer: (response: number) => void }[] = [];
  /** Addresses that the system was asked to open. */
  readonly opened: string[] = [];
  /** Whether the system has a program for them. */
  opens = true;
  /** What is registered with the system, by accelerator. */
  readonly shortcuts = new Map<string, () => void>();
  readonly schemes: string[] = [];
  readonly handlers = new Map<string, (request: Request) => Promise<Response>>();
  readonly ipc = new FakeEmitter();
  readonly powerMonitor = new FakeEmitter();
  displays: { workArea: Rectangle }[] = [{ workArea: { x: 0, y: 0, width: 1920, height: 1040 } }];
  trusted = true;
  permissionRequest: PermissionRequest | null = null;
  permissionCheck: PermissionCheck | null = null;
  devicePermission: (() => boolean) | null = null;
  #nextId = 1;

  /** Hands out contents as Electron does: announced before anybody has them. */
  createContents(): FakeContents {
    const contents = new FakeContents(this.#nextId++);
    this.app.fire('web-contents-created', {}, contents);
    return contents;
  }

  /** A message from a page, as Electron delivers it. */
  deliver(
    contents: FakeContents,
    message: unknown,
    frame: SliceIpcEvent['senderFrame'] = { url: 'parley-app://window/', parent: null },
  ): void {
    this.ipc.fire('parley:bridge', { sender: contents, senderFrame: frame }, message);
  }

  /** What a page's request for a permission is answered with. */
  ask(permission: string, details: PermissionDetails): boolean {
    let answer = false;
    this.permissionRequest?.({ id: 1 }, permission, (granted) => (answer = granted), details);
    return answer;
  }

  slice(): ElectronSlice {
    const { app, windows, trays, errors, shortcuts, schemes, handlers, ipc } = this;
    const createContents = (): FakeContents => this.createContents();
    const setPermissions = (permissions: {
      request?: PermissionRequest;
      check?: PermissionCheck;
      device?: () => boolean;
    }): void => {
      this.permissionRequest = permissions.request ?? this.permissionRequest;
      this.permissionCheck = permissions.check ?? this.permissionCheck;
      this.devicePermission = permissions.device ?? this.devicePermission;
    };
    return {
      app,
      BrowserWindow: class extends FakeWindow {
        constructor(options: WindowOptions) {
          super(options, createContents());
          windows.push(this);
          app.fire('test:window', this);
        }
      },
      Menu: {
        buildFromTemplate: (items) => ({ items, closePopup: () => undefined }) as FakeMenu,
        setApplicationMenu: (menu) => void (this.menu = (menu as FakeMenu | null)?.items ?? null),
      },
      Tray: class extends FakeTray {
        constructor(icon: string) {
          super(icon);
          trays.push(this);
        }
      },
      dialog: {
        showErrorBox: (title, content) => void errors.push(`${title}: ${content}`),
        showMessageBox: (asked) =>
          new Promise((resolve) => {
            this.questions.push({ asked, answer: (response) => resolve({ response }) });
          }),
      },
      shell: {
        openExternal: (url) => {
          this.opened.push(url);
          return this.opens ? Promise.resolve() : Promise.reject(new Error('There is no program for it.'));
        },
      },
      globalShortcut: {
        register: (accelerator, run) => Boolean(shortcuts.set(accelerator, run)),
        unregister: (accelerator) => void shortcuts.delete(accelerator),
      },
      powerMonitor: this.powerMonitor,
      screen: {
        getAllDisplays: () => this.displays,
        getCursorScreenPoint: () => ({ x: 0, y: 0 }),
        getDisplayNearestPoint: () => this.displays[0] ?? { workArea: { x: 0, y: 0, width: 800, height: 600 } },
      },
      systemPreferences: { isTrustedAccessibilityClient: () => this.trusted },
      ipcMain: ipc,
      protocol: {
        registerSchemesAsPrivileged: (given) => void schemes.push(...given.map(({ scheme }) => scheme)),
        handle: (scheme, handler) => void handlers.set(scheme, handler),
      },
      session: {
        defaultSession: {
          setPermissionRequestHandler: (request) => setPermissions({ request }),
          setPermissionCheckHandler: (check) => setPermissions({ check }),
          setDevicePermissionHandler: (device) => setPermissions({ device }),
        },
      },
    };
  }
}
