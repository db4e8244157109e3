/**
 * A window and its contents without Electron: what it would show is kept, and what a person does in it is done by the test.
 */
import type { KeyInput, Rectangle, SliceContents, SliceWindow, WindowOptions } from '../../src/main/electron-slice.ts';
import { FakeEmitter } from './electron-emitter.ts';

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
