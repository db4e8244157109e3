/**
 * The part of Electron that the shell uses, so that a fake can stand in where Electron's binary cannot be had.
 *
 * Always: Electron's own module is assignable to it; test/main/electron-slice.test.ts holds that against Electron's types.
 */

export interface ElectronSlice {
  readonly app: SliceApp;
  readonly BrowserWindow: {
    new (options: WindowOptions): SliceWindow;
    /** Null while the person works in another program. */
    getFocusedWindow(): object | null;
  };
  readonly Menu: {
    buildFromTemplate(template: MenuItem[]): SliceMenu;
    setApplicationMenu(menu: SliceMenu | null): void;
  };
  readonly Notification: new (options: NotificationOptions) => SliceNotification;
  readonly Tray: new (icon: string) => SliceTray;
  readonly dialog: {
    showErrorBox(title: string, content: string): void;
    /** Resolves with the index of the button. */
    showMessageBox(question: Question): Promise<{ response: number }>;
  };
  readonly globalShortcut: {
    /** False where another program has the shortcut. */
    register(accelerator: string, callback: () => void): boolean;
    unregister(accelerator: string): void;
  };
  readonly powerMonitor: {
    on(event: 'lock-screen', listener: () => void): unknown;
    on(event: 'suspend', listener: () => void): unknown;
    on(event: 'resume', listener: () => void): unknown;
  };
  readonly screen: {
    getAllDisplays(): { readonly workArea: Rectangle }[];
    getCursorScreenPoint(): { readonly x: number; readonly y: number };
    getDisplayNearestPoint(point: { readonly x: number; readonly y: number }): { readonly workArea: Rectangle };
  };
  readonly systemPreferences: { isTrustedAccessibilityClient(prompt: boolean): boolean };
  readonly ipcMain: { on(channel: string, listener: (event: SliceIpcEvent, message: unknown) => void): unknown };
  readonly protocol: {
    registerSchemesAsPrivileged(schemes: { scheme: string; privileges: Record<string, boolean> }[]): void;
    handle(scheme: string, handler: (request: Request) => Promise<Response>): void;
  };
  readonly session: { readonly defaultSession: SliceSession };
  readonly shell: { openExternal(url: string): Promise<void> };
}

export interface Question {
  readonly type: 'question';
  readonly message: string;
  readonly detail: string;
  readonly buttons: string[];
  readonly defaultId: number;
  readonly cancelId: number;
  readonly noLink: boolean;
}

/** In pixels of the desktop, as Electron counts them. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface SliceApp {
  readonly isPackaged: boolean;
  readonly commandLine: { hasSwitch(name: string): boolean };
  enableSandbox(): void;
  setName(name: string): void;
  setAppUserModelId(id: string): void;
  setPath(name: 'userData', folder: string): void;
  requestSingleInstanceLock(): boolean;
  whenReady(): Promise<void>;
  quit(): void;
  exit(code: number): void;
  setAsDefaultProtocolClient(scheme: string): boolean;
  setLoginItemSettings(settings: { openAtLogin: boolean; args?: string[] }): void;
  getLoginItemSettings(): { readonly wasOpenedAtLogin: boolean };
  on(event: 'second-instance', listener: (event: unknown, args: string[]) => void): unknown;
  on(event: 'open-url', listener: (event: Preventable, url: string) => void): unknown;
  on(event: 'window-all-closed', listener: () => void): unknown;
  on(event: 'activate', listener: () => void): unknown;
  on(event: 'before-quit', listener: (event: Preventable) => void): unknown;
  on(event: 'web-contents-created', listener: (event: unknown, contents: SliceContents) => void): unknown;
}

export interface Preventable {
  preventDefault(): void;
}

/** A navigation that a page begins by itself, a reload by its script included; Electron does not ask of the shell's own. */
export interface Navigation extends Preventable {
  readonly url: string;
  readonly isMainFrame: boolean;
}

export interface SliceContents {
  readonly id: number;
  isDestroyed(): boolean;
  send(channel: string, message: unknown): void;
  reload(): void;
  getURL(): string;
  setWindowOpenHandler(handler: (details: { readonly url: string }) => { action: 'deny' }): void;
  on(event: 'will-navigate', listener: (event: Navigation) => void): unknown;
  on(event: 'will-redirect', listener: (event: Navigation) => void): unknown;
  on(event: 'will-frame-navigate', listener: (event: Navigation) => void): unknown;
  on(event: 'will-attach-webview', listener: (event: Preventable) => void): unknown;
  /** Before the page has the key; prevented, it never has it. */
  on(event: 'before-input-event', listener: (event: Preventable, input: KeyInput) => void): unknown;
  /** What the person does in the page. */
  on(event: 'input-event', listener: (event: unknown, input: { readonly type: string }) => void): unknown;
  on(
    event: 'did-start-navigation',
    listener: (details: { readonly isMainFrame: boolean; readonly isSameDocument: boolean }) => void,
  ): unknown;
  on(event: 'render-process-gone', listener: (event: unknown, details: { readonly reason: string }) => void): unknown;
  on(event: 'destroyed', listener: () => void): unknown;
}

export interface KeyInput {
  readonly type: string;
  readonly key: string;
  readonly control: boolean;
  readonly alt: boolean;
  readonly meta: boolean;
  readonly shift: boolean;
  readonly isAutoRepeat: boolean;
}

export interface WindowOptions {
  readonly x?: number;
  readonly y?: number;
  readonly width: number;
  readonly height: number;
  readonly minWidth?: number;
  readonly minHeight?: number;
  readonly show: boolean;
  readonly frame?: boolean;
  readonly resizable?: boolean;
  readonly focusable?: boolean;
  readonly skipTaskbar?: boolean;
  readonly alwaysOnTop?: boolean;
  readonly title: string;
  readonly icon: string;
  readonly webPreferences: {
    readonly preload: string;
    readonly sandbox: true;
    readonly contextIsolation: true;
    readonly nodeIntegration: false;
    readonly webviewTag: false;
    readonly webSecurity: true;
    readonly spellcheck: false;
    readonly autoplayPolicy: 'no-user-gesture-required';
    readonly backgroundThrottling: false;
    readonly devTools: boolean;
  };
}

export interface SliceWindow {
  readonly webContents: SliceContents;
  loadURL(url: string): Promise<void>;
  show(): void;
  /** Without taking the focus. */
  showInactive(): void;
  setBounds(bounds: Rectangle): void;
  hide(): void;
  focus(): void;
  restore(): void;
  isMinimized(): boolean;
  getNormalBounds(): Rectangle;
  on(event: 'close', listener: (event: Preventable) => void): unknown;
  on(event: 'closed', listener: () => void): unknown;
  once(event: 'ready-to-show', listener: () => void): unknown;
}

/** `senderFrame` is null once the frame has gone; a frame inside a page has a `parent`. */
export interface SliceIpcEvent {
  readonly sender: { readonly id: number };
  readonly senderFrame: { readonly url: string; readonly parent: object | null } | null;
}

/** What a page that asks for a permission says of itself. */
export interface PermissionDetails {
  readonly requestingUrl?: string;
  readonly isMainFrame: boolean;
  readonly mediaTypes?: readonly ('video' | 'audio')[];
}

export interface SliceSession {
  setPermissionRequestHandler(
    handler: (
      contents: { readonly id: number },
      permission: string,
      callback: (granted: boolean) => void,
      details: PermissionDetails,
    ) => void,
  ): void;
  setPermissionCheckHandler(
    handler: (
      contents: { readonly id: number } | null,
      permission: string,
      requestingOrigin: string,
      details: { readonly isMainFrame: boolean; readonly mediaType?: 'video' | 'audio' | 'unknown' },
    ) => boolean,
  ): void;
  setDevicePermissionHandler(handler: () => boolean): void;
}

export interface MenuItem {
  label?: string;
  type?: 'separator' | 'checkbox';
  checked?: boolean;
  enabled?: boolean;
  role?: 'about' | 'services' | 'hide' | 'hideOthers' | 'unhide' | 'quit' | 'editMenu' | 'windowMenu';
  accelerator?: string;
  submenu?: MenuItem[];
  click?: () => void;
}

/** A built menu; only handed on. */
export interface SliceMenu {
  closePopup(): void;
}

export interface NotificationOptions {
  readonly title: string;
  readonly body: string;
  readonly icon: string;
  /** It stays until it is closed, where the system can do that. */
  readonly timeoutType: 'never';
}

export interface SliceNotification {
  show(): void;
  close(): void;
  on(event: 'click', listener: () => void): unknown;
}

export interface SliceTray {
  setImage(icon: string): void;
  setToolTip(text: string): void;
  setContextMenu(menu: SliceMenu | null): void;
  popUpContextMenu(menu?: SliceMenu): void;
  on(event: 'click', listener: () => void): unknown;
  on(event: 'right-click', listener: () => void): unknown;
  on(event: 'mouse-down', listener: () => void): unknown;
  on(event: 'mouse-up', listener: () => void): unknown;
  destroy(): void;
}
