/**
 * The local livekit-server: found, or built with Go from tools/livekit-server (every module pinned and verified by go.sum),
 * or, where Go is missing or fails, taken from its release (verified by its checksum; there is none for macOS).
 *
 * Always: made under a temporary name, tried once (`--version`) and then renamed into the cache, so what is there works.
 * Source: DESIGN §6.
 */
import { chmodSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import {
  findLivekitServer,
  livekitServerCaches,
  livekitServerVersion,
} from '../../src/adapters/livekit-server/find-program.mjs';
import { releaseFor } from './livekit-release.mjs';
import { root } from './places.mjs';
import { SetupError, say, withProgress } from './progress.mjs';
import { runQuietly } from './run-child.mjs';

const serverPackage = 'github.com/livekit/livekit-server/cmd/server';
const byHand = `put livekit-server ${livekitServerVersion} on the PATH (https://docs.livekit.io/transport/self-hosting/local/) or name it in PARLEY_LIVEKIT_SERVER`;

/** Path of the program, or null where the set-up has to make it. */
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
  const temporary = `${target}.${process.pid}.tmp`;
  try {
    await buildElseFetch({
      build: () => build(temporary, context),
      fetch: releaseFor() && (() => fetchProgram(temporary, context)),
      signal: context.signal,
    });
    renameSync(temporary, target);
    return target;
  } finally {
    rmSync(temporary, { force: true });
  }
}

/**
 * @param {{ build: () => Promise<void>, fetch: (() => Promise<void>) | null, signal: AbortSignal }} ways
 * @throws {SetupError} with both reasons when both failed
 */
export async function buildElseFetch({ build, fetch, signal }) {
  try {
    await build();
  } catch (buildError) {
    if (!(buildError instanceof SetupError) || !fetch || signal.aborted) throw buildError;
    say(`${buildError.message.split(/[:;]/)[0]}; so its release is fetched`);
    await fetch().catch((fetchError) => {
      const words = `${buildError.message} Its release could not be had either: ${fetchError.message}.`;
      throw new SetupError(words, buildError.details);
    });
  }
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

async function build(temporary, context) {
  const what = `building livekit-server ${livekitServerVersion} with Go (about two minutes, once)`;
  await withProgress(what, async () => {
    const args = ['build', '-trimpath', '-ldflags', '-s -w', '-o', temporary, serverPackage];
    const env = { ...process.env, GOFLAGS: '-mod=readonly -buildvcs=false', CGO_ENABLED: '0' };
    const result = await runQuietly('go', args, { cwd: path.join(root, 'tools', 'livekit-server'), env, ...context });
    if (result.missing)
      throw new SetupError(
        `There is no Go here to build livekit-server with: install Go 1.26 or newer (https://go.dev/dl), or ${byHand}. Then run the same command again.`,
      );
    if (result.code !== 0) throw new SetupError(explainGo(result.output), result.output);
    chmodSync(temporary, 0o755);
    const tried = await tryOnce(temporary, context);
    if (tried.code !== 0)
      throw new SetupError(`The livekit-server that Go built does not run; please ${byHand}.`, tried.output);
  });
}

async function fetchProgram(temporary, context) {
  const program = path.join(root, 'tools', 'set-up', 'fetch-livekit-server.mjs');
  const env = { ...process.env, NODE_USE_ENV_PROXY: '1' };
  await withProgress(`fetching the release of livekit-server ${livekitServerVersion} (once)`, async () => {
    const result = await runQuietly(process.execPath, [program, temporary], { env, ...context });
    if (result.code !== 0) throw new Error(result.output.trim().split('\n').at(-1));
    const tried = await tryOnce(temporary, context);
    if (tried.code !== 0) throw new Error('its program does not run here');
  });
}

function tryOnce(file, context) {
  return runQuietly(file, ['--version'], { timeoutMs: 20_000, ...context });
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
