/**
 * The shell's picture of Electron, held against Electron's own types: `npm run check` fails here when they part.
 */
import type * as Electron from 'electron';
import { expect, it } from 'vitest';
import type { ElectronSlice } from '../../src/main/electron-slice.ts';

/** Compiles only while Electron's module has every part that the shell uses, with fitting types. */
function asSlice(electron: typeof Electron): ElectronSlice {
  return electron;
}

it("[D3] Electron's own module fits the slice that the shell uses", () => {
  const anything = {} as typeof Electron;
  expect(asSlice(anything)).toBe(anything);
});
