/**
 * The tray and its menu without Electron.
 */
import type * as Electron from 'electron';
import type { MenuItem, SliceMenu, SliceTray } from '../../src/main/electron-slice.ts';
import { FakeEmitter } from './electron-emitter.ts';
import type { EventsOf } from './electron-events.ts';

type TrayEvents = EventsOf<Electron.Tray>;

const bounds = { x: 1800, y: 1040, width: 24, height: 24 };
const position = { x: 1812, y: 1052 };

export class FakeTray extends FakeEmitter<TrayEvents> implements SliceTray {
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

  click(): void {
    this.fire('click', {}, bounds, position);
  }

  rightClick(): void {
    this.fire('right-click', {}, bounds);
  }

  mouseDown(): void {
    this.fire('mouse-down', {}, position);
  }

  /** macOS tells of no release where a menu was set. Source: electron.d.ts, Tray 'mouse-up'. */
  mouseUp(): void {
    if (!this.#hasMenu) this.fire('mouse-up', {}, position);
  }

  destroy(): void {
    this.destroyed = true;
  }
}

export interface FakeMenu extends SliceMenu {
  readonly items: MenuItem[];
}
