/**
 * A window and its contents without Electron: what it would show is kept, and what a person does in it is done by the test.
 */
import type * as Electron from 'electron';
import type { Rectangle, SliceContents, SliceWindow, WindowOptions } from '../../src/main/electron-slice.ts';
import { FakeEmitter } from './electron-emitter.ts';
import { anEvent } from './electron-events.ts';
import type { EventsOf } from './electron-events.ts';

/** `test:sent`: the shell sent something to the page. */
type ContentsEvents = EventsOf<Electron.WebContents> & { 'test:sent': [channel: string, message: unknown] };
/** `test:loaded`: the shell loads an address. */
type WindowEvents = EventsOf<Electron.BrowserWindow> & { 'test:loaded': [string] };

export class FakeContents extends FakeEmitter<ContentsEvents> implements SliceContents {
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
    this.fire('test:sent', channel, message);
  }

  reload(): void {
    this.reloads += 1;
    this.startNavigation({});
  }

  /** The shell shows an address: another `#` of the page it has is no new document. */
  load(url: string): void {
    const isSameDocument = url !== this.url && withoutHash(url) === withoutHash(this.url);
    this.startNavigation({ url, isSameDocument });
    this.url = url;
  }

  url = '';

  getURL(): string {
    return this.url;
  }

  setWindowOpenHandler(handler: (details: { readonly url: string }) => { action: 'deny' }): void {
    this.openHandler = handler;
  }

  /** A key goes down while the page has the focus; tells whether the page never had it. */
  press(key: string, held: Partial<Electron.Input> = {}): boolean {
    const event = anEvent();
    const up = { control: false, alt: false, meta: false, shift: false, isAutoRepeat: false, isComposing: false };
    this.fire('before-input-event', event, {
      ...{ type: 'keyDown', key, code: '', location: 0, modifiers: [], ...up },
      ...held,
    });
    return event.defaultPrevented;
  }

  /** What the person does in the page. */
  input(type: Electron.InputEvent['type']): void {
    this.fire('input-event', anEvent(), { type });
  }

  /** Its process ends. */
  crash(reason: Electron.RenderProcessGoneDetails['reason'] = 'crashed'): void {
    this.fire('render-process-gone', anEvent(), { reason, exitCode: 1 });
  }

  /** The page goes to an address by itself, by a link or by script; false where it was held back. */
  navigate(url: string, isMainFrame = true): boolean {
    if (isMainFrame && this.isHeldBack('will-navigate', url)) return false;
    if (this.isHeldBack('will-frame-navigate', url, isMainFrame)) return false;
    this.startNavigation({ url, isMainFrame });
    if (isMainFrame) this.url = url;
    return true;
  }

  /** What one of Electron's questions about an address is answered with. */
  isHeldBack(
    question: 'will-navigate' | 'will-frame-navigate' | 'will-redirect',
    url: string,
    isMainFrame = true,
  ): boolean {
    const event = anEvent({ url, isMainFrame, isSameDocument: false, frame: null });
    if (question === 'will-frame-navigate') this.fire(question, event);
    else this.fire(question, event, url, false, isMainFrame, 1, 1);
    return event.defaultPrevented;
  }

  /** Whether a page of another kind inside this one is held back. */
  isWebviewHeldBack(src: string): boolean {
    const event = anEvent();
    this.fire('will-attach-webview', event, {}, { src });
    return event.defaultPrevented;
  }

  startNavigation({ url = this.url, isMainFrame = true, isSameDocument = false }): void {
    const event = anEvent({ url, isMainFrame, isSameDocument, frame: null });
    this.fire('did-start-navigation', event, url, isSameDocument, isMainFrame, 1, 1);
  }
}

function withoutHash(url: string): string {
  return url.split('#', 1)[0] ?? '';
}

export class FakeWindow extends FakeEmitter<WindowEvents> implements SliceWindow {
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
    this.webContents.load(url);
    this.fire('test:loaded', url);
    return Promise.resolve();
  }

  show(): void {
    this.visible = true;
  }

  hide(): void {
    this.visible = false;
  }

  /** As the person closes it: its contents go with it. False where that was held back. */
  close(): boolean {
    const event = anEvent();
    this.fire('close', event);
    if (event.defaultPrevented) return false;
    this.visible = false;
    this.webContents.destroyed = true;
    this.webContents.fire('destroyed');
    this.fire('closed');
    return true;
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
