/**
 * The shell's picture of Electron, and what the fake fires, held against Electron's own types: `npm run check` fails here when
 * they part.
 */
import type * as Electron from 'electron';
import { expect, it } from 'vitest';
import type { ElectronSlice } from '../../src/main/electron-slice.ts';
import { FakeElectron } from '../fakes/electron.ts';
import { anEvent } from '../fakes/electron-events.ts';

/** Compiles only while Electron's module has every part that the shell uses, with fitting types. */
function asSlice(electron: typeof Electron): ElectronSlice {
  return electron;
}

it("[D3] Electron's own module fits the slice that the shell uses", () => {
  const anything = {} as typeof Electron;
  expect(asSlice(anything)).toBe(anything);
});

it('[D1] the fake fires no event that Electron lacks, and hands over what Electron does, in its order', () => {
  const { app, powerMonitor } = new FakeElectron();
  const heard: unknown[][] = [];
  app.on('second-instance', (...given) => heard.push(given));
  const event = anEvent();
  app.fire('second-instance', event, ['parley'], '/', null);
  expect(heard).toEqual([[event, ['parley'], '/', null]]);

  // @ts-expect-error Electron has no event of this name.
  app.fire('second-instances', event, ['parley'], '/', null);
  // @ts-expect-error The event comes first.
  app.fire('second-instance', ['parley'], event, '/', null);
  // @ts-expect-error The folder comes along.
  app.fire('second-instance', event, ['parley']);
  // @ts-expect-error The app's, not the power's.
  powerMonitor.fire('second-instance', event, ['parley'], '/', null);
  // @ts-expect-error A listener takes what is handed over.
  app.on('second-instance', (folder: string) => folder);
});
