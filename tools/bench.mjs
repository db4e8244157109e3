/**
 * `npm run bench`: the set-up, then the bench on the pinned Node; arguments are handed on.
 */
import path from 'node:path';
import { pinnedNode, root, toolEnvironment } from './set-up/places.mjs';
import { failWith } from './set-up/progress.mjs';
import { runInForeground } from './set-up/run-child.mjs';
import { setUp } from './set-up/set-up.mjs';

try {
  await setUp();
  const program = path.join(root, 'test', 'bench', 'main.ts');
  process.exitCode = await runInForeground(pinnedNode, [program, ...process.argv.slice(2)], {
    cwd: root,
    env: toolEnvironment(),
  });
} catch (error) {
  failWith(error);
}
