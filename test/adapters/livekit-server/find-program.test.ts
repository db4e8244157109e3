import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  findLivekitServer,
  livekitServerCaches,
  livekitServerVersion,
} from '../../../src/adapters/livekit-server/find-program.mjs';
import { checkout } from './a-livekit-server.ts';

function aFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'parley-find-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function put(file: string, mode = 0o755): string {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, '#!/bin/sh\n');
  chmodSync(file, mode);
  return file;
}

describe('where livekit-server is looked for', () => {
  it('takes PARLEY_LIVEKIT_SERVER before PATH before the cache', () => {
    const folder = aFolder();
    const env = { HOME: folder, PATH: path.join(folder, 'bin') };
    const root = path.join(folder, 'checkout');
    expect(findLivekitServer(env, root)).toBeNull();
    const inCheckout = put(livekitServerCaches(env, root)[1] ?? '');
    expect(findLivekitServer(env, root)).toEqual({ file: inCheckout, source: 'cache' });
    const ofUser = put(livekitServerCaches(env, root)[0] ?? '');
    expect(findLivekitServer(env, root)).toEqual({ file: ofUser, source: 'cache' });
    const onPath = put(path.join(folder, 'bin', 'livekit-server'));
    expect(findLivekitServer(env, root)).toEqual({ file: onPath, source: 'PATH' });
    const named = put(path.join(folder, 'own'));
    const withName = { ...env, PARLEY_LIVEKIT_SERVER: named };
    expect(findLivekitServer(withName, root)).toEqual({ file: named, source: 'PARLEY_LIVEKIT_SERVER' });
  });

  it('never replaces a named program that is not there, and takes nothing that cannot be run', () => {
    const folder = aFolder();
    const env = { HOME: folder, PATH: path.join(folder, 'bin') };
    put(path.join(folder, 'bin', 'livekit-server'), 0o644);
    expect(findLivekitServer(env, folder)).toBeNull();
    expect(findLivekitServer({ ...env, PARLEY_LIVEKIT_SERVER: '/nowhere' }, folder)).toEqual({ missing: '/nowhere' });
  });

  it('obeys XDG_CACHE_HOME, but not a relative one', () => {
    const [absolute] = livekitServerCaches({ HOME: '/home/a', XDG_CACHE_HOME: '/cache' }, '/c');
    const [relative] = livekitServerCaches({ HOME: '/home/a', XDG_CACHE_HOME: 'cache' }, '/c');
    expect(absolute).toMatch(/^\/cache\/parley/);
    expect(relative).toMatch(/^\/home\/a\/\.cache\/parley/);
  });

  it('names the release that the Go module pins', () => {
    const goMod = readFileSync(path.join(checkout, 'tools', 'livekit-server', 'go.mod'), 'utf8');
    expect(goMod).toContain(`github.com/livekit/livekit-server v${livekitServerVersion}`);
  });
});
