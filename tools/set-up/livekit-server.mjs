/**
 * The local livekit-server: found, or built with Go from tools/livekit-server (every module pinned and verified by go.sum).
 *
 * Always: built under a temporary name, tried once (`--version`) and then renamed into the cache, so what is there works.
 */
import { chmodSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import {
  findLivekitServer,
  livekitServerCaches,
  livekitServerVersion,
} from '../../src/adapters/livekit-server/find-program.mjs';
import { root } from './places.mjs';
import { SetupError, say, withProgress } from './progress.mjs';
import { runQuietly } from './run-child.mjs';

const byHand = `put livekit-server ${livekitServerVersion} on the PATH (https://docs.livekit.io/transport/self-hosting/local/) or name it in PARLEY_LIVEKIT_SERVER`;

/** Path of the program, or null where the set-up has to build it. */
export function livekitServerReady() {
  const found = findLivekitServer(process.env, root);
  if (found && 'missing' in found) {
    throw new SetupError(
      `PARLEY_LIVEKIT_SERVER names "${found.missing}", which is not a program: correct it or unset it, then run the same command again.`,
    );
  }
  return found?.file ?? null;
}

/** @param {{ onStarted: (pid: number) => void, signal: AbortSignal }} context */
export async function ensureLivekitServer(context) {
  const ready = livekitServerReady();
  if (ready) return ready;
  const target = writableCache();
  return withProgress(`building livekit-server ${livekitServerVersion} with Go (about two minutes, once)`, () =>
    build(target, context),
  );
}

/** The first cache folder that can be written; the checkout's own is the last resort. */
function writableCache() {
  for (const file of livekitServerCaches(process.env, root)) {
    try {
      mkdirSync(path.dirname(file), { recursive: true });
      const probe = `${file}.${process.pid}.probe`;
      mkdirSync(probe);
      rmSync(probe, { recursive: true });
      return file;
    } catch {
      say(`${path.dirname(file)} cannot be written`);
    }
  }
  throw new SetupError(
    'Neither your cache folder nor the project folder can be written: give yourself the right to write to one of them, then run the same command again.',
  );
}

async function build(target, context) {
  const temporary = `${target}.${process.pid}.tmp`;
  try {
    const args = [
      'build',
      '-trimpath',
      '-ldflags',
      '-s -w',
      '-o',
      temporary,
      'github.com/livekit/livekit-server/cmd/server',
    ];
    const env = { ...process.env, GOFLAGS: '-mod=readonly -buildvcs=false', CGO_ENABLED: '0' };
    const result = await runQuietly('go', args, { cwd: path.join(root, 'tools', 'livekit-server'), env, ...context });
    if (result.missing)
      throw new SetupError(
        `livekit-server is not installed and Go, which would build it, was not found: install Go 1.26 or newer (https://go.dev/dl), or ${byHand}. Then run the same command again.`,
      );
    if (result.code !== 0) throw new SetupError(explainGo(result.output), result.output);
    chmodSync(temporary, 0o755);
    const tried = await runQuietly(temporary, ['--version'], { timeoutMs: 20_000, ...context });
    if (tried.code !== 0)
      throw new SetupError(`The livekit-server that Go built does not run; please ${byHand}.`, tried.output);
    renameSync(temporary, target);
    return target;
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** @param {string} output */
export function explainGo(output) {
  const again = 'then run the same command again';
  if (/no space left/i.test(output))
    return `Go could not build livekit-server because the disk is full: make room (about 2 GB), ${again}.`;
  if (/requires go >=|toolchain not available|invalid go version|unknown directive: tool/i.test(output))
    return `This Go is too old to build livekit-server: install Go 1.26 or newer (https://go.dev/dl), or ${byHand}, ${again}.`;
  if (
    /dial tcp|no such host|i\/o timeout|connection refused|TLS handshake|network is unreachable|module lookup disabled|403 Forbidden|50\d /i.test(
      output,
    )
  ) {
    return `Go could not download livekit-server's modules: check the network (or GOPROXY), or ${byHand}, ${again}.`;
  }
  if (/checksum mismatch|SECURITY ERROR/i.test(output))
    return `A module of livekit-server is not the one that go.sum names: do not use it; check your GOPROXY, or ${byHand}.`;
  if (/permission denied|read-only file system/i.test(output))
    return `Go could not write to its cache: give yourself the right to write to the folders of "go env GOCACHE GOMODCACHE", ${again}.`;
  return `Go could not build livekit-server; its last words are above. Mend that, or ${byHand}, ${again}.`;
}
