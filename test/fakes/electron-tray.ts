/**
 * The tray and its menu without Electron.
 */
import type { MenuItem, SliceMenu, SliceTray } from '../../src/main/electron-slice.ts';
import { FakeEmitter } from './electron-emitter.ts';

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

export interface FakeMenu extends SliceMenu {
  readonly items: MenuItem[];
}
