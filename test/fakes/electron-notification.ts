/**
 * A notification of the system without Electron: clicked and closed by the test.
 */
import type * as Electron from 'electron';
import type { NotificationOptions, SliceNotification } from '../../src/main/electron-slice.ts';
import { FakeEmitter } from './electron-emitter.ts';
import { anEvent } from './electron-events.ts';
import type { EventsOf } from './electron-events.ts';

export class FakeNotification extends FakeEmitter<EventsOf<Electron.Notification>> implements SliceNotification {
  readonly options: NotificationOptions;
  /** Between `show` and `close`. */
  shown = false;

  constructor(options: NotificationOptions) {
    super();
    this.options = options;
  }

  show(): void {
    this.shown = true;
  }

  close(): void {
    this.shown = false;
  }

  click(): void {
    this.fire('click', anEvent());
  }
}
