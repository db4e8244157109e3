/**
 * The set-up: packages, livekit-server, Electron's binary, the build. Each step tells whether it is done already, so a
 * second run costs milliseconds and one that was cut off goes on where it was.
 */
import { buildReady, ensureBuild } from './build.mjs';
import { dependenciesReady, ensureDependencies } from './dependencies.mjs';
import { electronSettled, ensureElectron } from './electron.mjs';
import { ensureLivekitServer, livekitServerReady } from './livekit-server.mjs';
import { withSetupLock } from './lock.mjs';
import { SetupError } from './progress.mjs';

export function checkNode(version = process.versions.node) {
  if (Number(version.split('.')[0]) >= 20) return;
  throw new SetupError(
    `Node.js ${version} is too old for the set-up: install Node.js 20 or newer (https://nodejs.org), then run the same command again.`,
  );
}

/** True when nothing is left to do; cheap. */
function isSetUp() {
  return dependenciesReady() && livekitServerReady() !== null && buildReady();
}

/** @param {{ electron?: boolean }} [options] electron: also try to get Electron's binary */
export async function setUp(options = {}) {
  checkNode();
  if (isSetUp() && (!options.electron || electronSettled())) return;
  await withSetupLock(async (onStarted) => {
    const controller = new AbortController();
    const context = { onStarted, signal: controller.signal };
    let firstError;
    const stopOthers = (error) => {
      firstError ??= error;
      controller.abort();
    };
    const steps = [packagesThenBuild(context, options), ensureLivekitServer(context)];
    await Promise.all(steps.map((step) => step.catch(stopOthers)));
    if (firstError) throw firstError;
  });
}

async function packagesThenBuild(context, options) {
  await ensureDependencies(context);
  if (options.electron) await ensureElectron(context);
  await ensureBuild(context);
}
