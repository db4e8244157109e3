import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { fetchRelease, releaseFor } from '../../tools/set-up/livekit-release.mjs';
import { buildElseFetch } from '../../tools/set-up/livekit-server.mjs';
import { SetupError } from '../../tools/set-up/progress.mjs';
import { unpackOne } from '../../tools/set-up/unpack.mjs';
import { aFolder } from './a-folder.mjs';
import { aReleaseServer } from './release-server.mjs';

/** Made by Info-ZIP from a LICENSE (stored) and a livekit-server.exe (deflated). */
const zip = Buffer.from(
  'UEsDBAoAAAAAAOARdV39mHMJBAAAAAQAAAAHAAAATElDRU5TRU1JVApQSwMEFAAAAAgA4BF1XTs1RYgyAAAAaAAAABIAAABsaXZla2l0LXNlcnZlci5leGVTVtRPyszTL87gSk3OyFfIySxLzc4s0S1OLSpLLVIA4uLM/DwFQz1DYz0TiJJEcgAXAFBLAQIeAwoAAAAAAOARdV39mHMJBAAAAAQAAAAHAAAAAAAAAAEAAACkgQAAAABMSUNFTlNFUEsBAh4DFAAAAAgA4BF1XTs1RYgyAAAAaAAAABIAAAAAAAAAAQAAAKSBKQAAAGxpdmVraXQtc2VydmVyLmV4ZVBLBQYAAAAAAgACAHUAAACLAAAAAAA=',
  'base64',
);
const content = randomBytes(300_000);

/** A .tar.gz by the system's tar, of what `fill` puts into a folder. */
function aTar(fill, names, options = []) {
  const folder = aFolder();
  fill(folder);
  return execFileSync('tar', ['-C', folder, '-P', ...options, '-czf', '-', ...names], { maxBuffer: 10_000_000 });
}

function aReleaseTar() {
  return aTar(
    (folder) => {
      writeFileSync(path.join(folder, 'LICENSE'), 'MIT\n');
      writeFileSync(path.join(folder, 'livekit-server'), content);
    },
    ['LICENSE', 'livekit-server'],
  );
}

function releaseOf(archive, url) {
  const sha256 = createHash('sha256').update(archive).digest('hex');
  return { url, sha256, format: 'tar.gz', program: 'livekit-server' };
}

/** Each call resolves when there is more in the folder's files than at the last. */
function growthOf(folder) {
  const sizeBytes = () =>
    readdirSync(folder, { recursive: true })
      .map((name) => statSync(path.join(folder, name)))
      .reduce((sum, found) => sum + (found.isFile() ? found.size : 0), 0);
  let knownBytes = 0;
  return async () => {
    await expect.poll(sizeBytes, { interval: 5 }).toBeGreaterThan(knownBytes);
    knownBytes = sizeBytes();
  };
}

/** Fetches from a server with these faults; what came of it, and what is in the folder afterwards. */
async function fetchWith(faults, change = {}) {
  const archive = aReleaseTar();
  const folder = aFolder();
  const { url, asked } = await aReleaseServer(archive, { ...faults, arrived: growthOf(folder) });
  const target = path.join(folder, 'livekit-server.tmp');
  const release = { ...releaseOf(archive, url), ...change };
  const failure = await fetchRelease(release, target, faults.silent ? { silentMs: 100 } : {}).then(
    () => null,
    (error) => error.message,
  );
  return { failure, asked, target, left: readdirSync(folder) };
}

describe('the release of livekit-server', () => {
  it('is taken when its checksum agrees: the program alone, executable', async () => {
    const { failure, target, left } = await fetchWith({});
    expect([failure, left]).toEqual([null, ['livekit-server.tmp']]);
    expect(readFileSync(target).equals(content)).toBe(true);
    expect(statSync(target).mode & 0o777).toBe(0o755);
  });

  it('is refused and removed when its checksum is another', async () => {
    const { failure, left } = await fetchWith({}, { sha256: '0'.repeat(64) });
    expect(failure).toMatch(/does not have the checksum that is pinned for it; it was removed/);
    expect(left).toEqual([]);
  });

  it('goes on where the download was cut off', async () => {
    const { failure, asked, target } = await fetchWith({ cutAfterBytes: [100_000, 50_000] });
    expect(failure).toBeNull();
    expect(asked).toEqual(['whole', expect.stringMatching(/^bytes=\d+-$/), expect.stringMatching(/^bytes=\d+-$/)]);
    expect(readFileSync(target).equals(content)).toBe(true);
  });

  it('begins again where the server knows no ranges', async () => {
    const { failure, target } = await fetchWith({ cutAfterBytes: [100_000], ranges: false });
    expect(failure).toBeNull();
    expect(readFileSync(target).equals(content)).toBe(true);
  });

  it.each([
    ['always cuts off', { cutAfterBytes: [10, 10, 10] }, /^the connection to 127\.0\.0\.1:\d+ broke off$/],
    ['goes silent', { silent: true }, /^the connection to 127\.0\.0\.1:\d+ broke off$/],
    ['does not have it', { status: 404 }, /^http:\S+\/release answered 404$/],
  ])('leaves nothing behind and says why when the server %s', async (_what, faults, words) => {
    const { failure, left } = await fetchWith(faults);
    expect(failure).toMatch(words);
    expect(left).toEqual([]);
  });

  it('says so when the server is down', async () => {
    const { url, server } = await aReleaseServer(Buffer.alloc(0));
    server.close();
    await once(server, 'close');
    const target = path.join(aFolder(), 'livekit-server.tmp');
    await expect(fetchRelease(releaseOf(Buffer.alloc(0), url), target)).rejects.toThrow(
      /^127\.0\.0\.1:\d+ could not be reached \(ECONNREFUSED\)$/,
    );
    expect(existsSync(target)).toBe(false);
  });

  it('is there for Linux and Windows on two processors, and not for macOS', () => {
    const machines = ['linux', 'win32', 'darwin'].flatMap((platform) =>
      ['x64', 'arm64', 'ia32'].map((arch) => releaseFor(platform, arch)),
    );
    expect(machines.map((release) => release && `${path.basename(release.url)} ${release.program}`)).toEqual([
      'livekit_1.13.4_linux_amd64.tar.gz livekit-server',
      'livekit_1.13.4_linux_arm64.tar.gz livekit-server',
      null,
      'livekit_1.13.4_windows_amd64.zip livekit-server.exe',
      'livekit_1.13.4_windows_arm64.zip livekit-server.exe',
      null,
      null,
      null,
      null,
    ]);
  });
});

describe('an archive', () => {
  it('gives out its one file, from .tar.gz and from .zip', () => {
    expect(unpackOne(aReleaseTar(), 'tar.gz', 'livekit-server').equals(content)).toBe(true);
    expect(unpackOne(zip, 'zip', 'livekit-server.exe').toString()).toContain('livekit-server version 1.13.4');
    expect(unpackOne(zip, 'zip', 'LICENSE').toString()).toBe('MIT\n');
  });

  it('gives out nothing that lies elsewhere, is a link, or is not there', () => {
    const elsewhere = (folder) => {
      mkdirSync(path.join(folder, 'bin'));
      writeFileSync(path.join(folder, 'bin', 'livekit-server'), content);
    };
    const climbing = ['--transform=s,^bin,../..,'];
    const link = (folder) => symlinkSync('/etc/passwd', path.join(folder, 'livekit-server'));
    for (const archive of [
      aTar(elsewhere, ['bin']),
      aTar(elsewhere, ['bin'], climbing),
      aTar(link, ['livekit-server']),
    ])
      expect(() => unpackOne(archive, 'tar.gz', 'livekit-server')).toThrow('holds no file livekit-server');
    expect(() => unpackOne(zip, 'zip', 'livekit-server')).toThrow('holds no file livekit-server');
  });

  it('that is cut off is refused', () => {
    expect(() => unpackOne(aReleaseTar().subarray(0, 100_000), 'tar.gz', 'livekit-server')).toThrow();
    expect(() => unpackOne(zip.subarray(0, 100), 'zip', 'livekit-server.exe')).toThrow('cut off');
  });
});

describe('making livekit-server', () => {
  const { signal } = new AbortController();
  const build = () => Promise.reject(new SetupError('Go was not found: install it.', 'go: last words'));

  it('takes the release only when Go could not build it', async () => {
    const done = [];
    const fetch = async () => void done.push('fetched');
    await buildElseFetch({ build: async () => void done.push('built'), fetch, signal });
    await buildElseFetch({ build, fetch, signal });
    expect(done).toEqual(['built', 'fetched']);
  });

  it('tells both reasons when both failed, and Go’s where there is no release', async () => {
    const fetch = () => Promise.reject(new Error('github.com could not be reached (ENOTFOUND)'));
    const both = await buildElseFetch({ build, fetch, signal }).catch((error) => error);
    expect(both).toBeInstanceOf(SetupError);
    expect([both.message, both.details]).toEqual([
      'Go was not found: install it. Its release could not be had either: github.com could not be reached (ENOTFOUND).',
      'go: last words',
    ]);
    await expect(buildElseFetch({ build, fetch: null, signal })).rejects.toThrow(/^Go was not found: install it\.$/);
  });

  it('fetches nothing for a set-up that was stopped', async () => {
    const fetch = () => Promise.reject(new Error('must not be asked'));
    await expect(buildElseFetch({ build, fetch, signal: AbortSignal.abort() })).rejects.toThrow(/^Go was not found/);
  });
});
