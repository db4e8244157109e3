#!/usr/bin/env node
/**
 * The `parley` program of a checkout: the built command line on the pinned Node; in this very process where that is it.
 */
import { existsSync, realpathSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { parleyProgram, pinnedNode } from './set-up/places.mjs';

if (!existsSync(parleyProgram) || !existsSync(pinnedNode)) {
  process.stderr.write('Parley is not set up yet: run "npm start" once in the project folder.\n');
  process.exit(1);
}
if (realpathSync(process.execPath) === realpathSync(pinnedNode)) {
  process.argv[1] = parleyProgram;
  await import(pathToFileURL(parleyProgram).href);
} else {
  const { runInForeground } = await import('./set-up/run-child.mjs');
  process.exitCode = await runInForeground(pinnedNode, [parleyProgram, ...process.argv.slice(2)]);
}
