/**
 * `npm run package`: sets up and builds, lays the pinned livekit-server ready, then electron-builder makes the packages.
 *
 * Always: publishes nothing; says when the packages name nobody. Further arguments are electron-builder's (`--dir`,
 * `--linux AppImage`).
 */
import { chmodSync, copyFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { livekitServerVersion } from '../src/adapters/livekit-server/find-program.mjs';
import { livekitServerReady } from './set-up/livekit-server.mjs';
import { pinnedNode, root, toolEnvironment } from './set-up/places.mjs';
import { SetupError, failWith, say } from './set-up/progress.mjs';
import { publisherAdvice } from './set-up/publisher.mjs';
import { runInForeground, runQuietly } from './set-up/run-child.mjs';
import { setUp } from './set-up/set-up.mjs';

async function layServerReady() {
  const file = livekitServerReady();
  if (!file) throw new SetupError('There is no livekit-server to put into the package: run "npm start" once.');
  const { output } = await runQuietly(file, ['--version'], { timeoutMs: 20_000 });
  if (!output.includes(livekitServerVersion))
    throw new SetupError(`${file} is not livekit-server ${livekitServerVersion}: the package would carry another one.`);
  const folder = path.join(root, '.cache', 'package', 'livekit-server');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const target = path.join(folder, process.platform === 'win32' ? 'livekit-server.exe' : 'livekit-server');
  copyFileSync(file, target);
  chmodSync(target, 0o755);
}

try {
  await setUp({ electron: false });
  await layServerReady();
  const program = path.join(root, 'node_modules', 'electron-builder', 'cli.js');
  const args = [program, '--publish', 'never', ...process.argv.slice(2)];
  process.exitCode = await runInForeground(pinnedNode, args, { cwd: root, env: toolEnvironment() });
  const advice = publisherAdvice(readFileSync(path.join(root, 'electron-builder.yml'), 'utf8'));
  if (advice) say(advice);
} catch (error) {
  failWith(error);
}
