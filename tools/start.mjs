/**
 * `npm start`: sets up what is missing, then runs the app: in Electron, or without a screen (`--headless`, or no Electron).
 *
 * Always: own words go to stderr; stdout is the started program's alone; signals are passed on and its exit code is ours.
 */
import { existsSync } from 'node:fs';
import { findElectron, whyNoScreen } from './set-up/electron.mjs';
import { openWhenReady } from './set-up/open-browser.mjs';
import { parleyProgram, pinnedNode, root, toolEnvironment } from './set-up/places.mjs';
import { SetupError, failWith, say } from './set-up/progress.mjs';
import { runInForeground } from './set-up/run-child.mjs';
import { setUp } from './set-up/set-up.mjs';

async function start(args) {
  const headless = args.includes('--headless');
  const rest = args.filter((arg) => arg !== '--headless');
  const noScreen = headless ? null : whyNoScreen();
  await setUp({ electron: !headless && !noScreen });
  const electron = headless || noScreen ? null : findElectron();
  if (electron) {
    say('starting in Electron');
    return runInForeground(electron, [root, ...rest], { env: toolEnvironment() });
  }
  if (!headless)
    say(
      `starting without Electron, because ${noScreen ?? 'its binary could not be had'}; the window is at the address printed below`,
    );
  if (!existsSync(parleyProgram))
    throw new SetupError('The build holds no parley program: the checkout is not complete, clone it again.');
  const watch = headless ? 'inherit' : openWhenReady();
  return runInForeground(pinnedNode, [parleyProgram, 'host', ...rest], { env: toolEnvironment(), stdout: watch });
}

try {
  process.exitCode = await start(process.argv.slice(2));
} catch (error) {
  failWith(error);
}
