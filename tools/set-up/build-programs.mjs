/**
 * Builds the Node programs with rolldown into a folder given as argument; runs on the pinned Node.
 *
 * Always: one build per program, so no chunk is shared between two and a look into a program's files tells what it loads;
 * packages stay external; a chunk of dynamic imports lies beside its program, so `new URL('./x.js', import.meta.url)` holds.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { rolldown } from 'rolldown';
import { nodePrograms } from './programs.mjs';
import { root } from './places.mjs';

const target = path.resolve(process.argv[2] ?? path.join(root, 'out', 'node'));

/** A package or a Node built-in: everything but a path. */
function isPackage(id) {
  return !id.startsWith('.') && !path.isAbsolute(id);
}

async function buildProgram([name, source]) {
  const bundle = await rolldown({
    cwd: root,
    input: { [name]: source },
    platform: 'node',
    external: isPackage,
    treeshake: true,
    onLog(level, log, handle) {
      if (level === 'warn') process.stderr.write(`[build] ${name}: ${log.message}\n`);
      else handle(level, log);
    },
  });
  await bundle.write({
    dir: target,
    format: 'es',
    sourcemap: true,
    entryFileNames: '[name].js',
    chunkFileNames: `${name}.[name]-[hash].js`,
  });
  await bundle.close();
}

const present = Object.entries(nodePrograms).filter(([, source]) => existsSync(path.join(root, source)));
await Promise.all(present.map(buildProgram));
