/**
 * `npm run pictures`: the set-up, then the README's pictures from the running app.
 */
import path from 'node:path';
import { pinnedNode, root, toolEnvironment } from './set-up/places.mjs';
import { failWith } from './set-up/progress.mjs';
import { runInForeground } from './set-up/run-child.mjs';
import { setUp } from './set-up/set-up.mjs';

try {
  await setUp();
  const program = path.join(root, 'test', 'pictures', 'take-pictures.ts');
  process.exitCode = await runInForeground(pinnedNode, [program], { cwd: root, env: toolEnvironment() });
} catch (error) {
  failWith(error);
}
