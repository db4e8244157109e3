/**
 * Electron without its binary: the parts of it that the shell uses, driven by the test.
 *
 * Always: what the shell registered is kept by name; events are fired by the test as Electron would fire them.
 */
import type * as Electron from 'electron';
import { electronChannelName } from '../../src/wire/carriers/electron.ts';
import type {
  ElectronSlice,
  MenuItem,
  NotificationOptions,
  Question,
  Rectangle,
  SliceSession,
  WindowOptions,
} from '../../src/main/electron-slice.ts';
import { FakeDesktopApp } from './electron-app.ts';
import { FakeEmitter } from './electron-emitter.ts';
import { anEvent } from './electron-events.ts';
import type { EventsOf, FakeFrame } from './electron-events.ts';
import { FakeNotification } from './electron-notification.ts';
import { FakeTray } from './electron-tray.ts';
import type { FakeMenu } from './electron-tray.ts';
import { FakeContents, FakeWindow } from './electron-window.ts';

type Asking = Parameters<NonNullable<Parameters<Electron.Session['setPermissionRequestHandler']>[0]>>;
/** What Electron knows a page may ask for. */
export type Permission = Asking[1];
/** What Electron says beside it. */
export type RequestDetails = Asking[3];

export type PermissionRequest = Parameters<SliceSession['setPermissionRequestHandler']>[0];
export type PermissionCheck = Parameters<SliceSession['setPermissionCheckHandler']>[0];

export class FakeElectron {
  readonly app = new FakeDesktopApp();
  readonly windows: FakeWindow[] = [];
  readonly trays: FakeTray[] = [];
  readonly notifications: FakeNotification[] = [];
  /** Whether the person works in one of the windows. */
  focused = false;
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
  /** What another program has registered. */
  readonly takenShortcuts = new Set<string>();
  readonly schemes: string[] = [];
  readonly handlers = new Map<string, (request: Request) => Promise<Response>>();
  readonly ipc = new FakeEmitter<EventsOf<Electron.IpcMain>>();
  readonly powerMonitor = new FakeEmitter<EventsOf<Electron.PowerMonitor>>();
  displays: { workArea: Rectangle }[] = [{ workArea: { x: 0, y: 0, width: 1920, height: 1040 } }];
  trusted = true;
  permissionRequest: PermissionRequest | null = null;
  permissionCheck: PermissionCheck | null = null;
  devicePermission: (() => boolean) | null = null;
  #nextId = 1;

  /** Hands out contents as Electron does: announced before anybody has them. */
  createContents(): FakeContents {
    const contents = new FakeContents(this.#nextId++);
    this.app.fire('web-contents-created', anEvent(), contents);
    return contents;
  }

  /** A message from a page, as Electron delivers it; `senderFrame` null: the frame has gone meanwhile. */
  deliver(
    contents: FakeContents,
    message: unknown,
    senderFrame: FakeFrame | null = { url: 'parley-app://window/', parent: null },
    channel = electronChannelName,
  ): void {
    const reply = (to: string, ...given: unknown[]): void => contents.send(to, given[0]);
    const frame = { senderFrame, type: 'frame', frameId: 1, processId: 1 } as const;
    this.ipc.fire(channel, anEvent({ ...frame, sender: contents, ports: [], reply, returnValue: null }), message);
  }

  /** What a page's request for a permission is answered with. */
  ask(permission: Permission, details: RequestDetails): boolean {
    let answer = false;
    this.permissionRequest?.({ id: 1 }, permission, (granted) => (answer = granted), details);
    return answer;
  }

  slice(): ElectronSlice {
    const { app, windows, trays, notifications, errors, shortcuts, takenShortcuts, schemes, handlers, ipc } = this;
    const createContents = (): FakeContents => this.createContents();
    const focusedWindow = (): FakeWindow | null => (this.focused ? (windows[0] ?? null) : null);
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

        static getFocusedWindow(): FakeWindow | null {
          return focusedWindow();
        }
      },
      Menu: {
        buildFromTemplate: (items) => ({ items, closePopup: () => undefined }) as FakeMenu,
        setApplicationMenu: (menu) => void (this.menu = (menu as FakeMenu | null)?.items ?? null),
      },
      Notification: class extends FakeNotification {
        constructor(options: NotificationOptions) {
          super(options);
          notifications.push(this);
        }
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
        register: (accelerator, run) => !takenShortcuts.has(accelerator) && Boolean(shortcuts.set(accelerator, run)),
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
