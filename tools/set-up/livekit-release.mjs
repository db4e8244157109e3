/**
 * The release of livekit-server: where it is for which machine, and how its program is got out of it.
 *
 * Always: an archive is unpacked only after its checksum agreed. There is no release for macOS.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { livekitServerVersion } from '../../src/adapters/livekit-server/find-program.mjs';
import { download } from './download.mjs';
import { unpackOne } from './unpack.mjs';

const baseUrl = `https://github.com/livekit/livekit/releases/download/v${livekitServerVersion}`;

/** SHA-256 by what the release calls the archive; they change with `livekitServerVersion`. */
const checksums = {
  'linux_amd64.tar.gz': '549bcbe07a92685e45dfd98d8e7cbafd0e1c91d3502fd417079162e1a3f18d17',
  'linux_arm64.tar.gz': '691d34c0d0095a3d5c6dfb9d7e9353a0600a3423d498136037001626d281ad64',
  'windows_amd64.zip': 'a326e025de516e93dfb3719bcd28e5a4ac16f21bcf1ef562499403ca98cc65fe',
  'windows_arm64.zip': 'fa9e4174915f8635ee98124459b42630b063ef5680ee054a0cc10209bc60df17',
};

/** The release for a machine, or null. */
export function releaseFor(platform = process.platform, arch = process.arch) {
  const format = platform === 'win32' ? 'zip' : 'tar.gz';
  const system = { linux: 'linux', win32: 'windows' }[platform];
  const processor = { x64: 'amd64', arm64: 'arm64' }[arch];
  const sha256 = checksums[`${system}_${processor}.${format}`];
  if (!sha256) return null;
  return {
    url: `${baseUrl}/livekit_${livekitServerVersion}_${system}_${processor}.${format}`,
    sha256,
    format,
    program: platform === 'win32' ? 'livekit-server.exe' : 'livekit-server',
  };
}

/** Writes the release's program to `target`. @throws {Error} with the reason in words; then `target` is as it was. */
export async function fetchRelease(release, target, options = {}) {
  const folder = mkdtempSync(`${target}.fetch-`);
  const clear = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', clear);
  try {
    const file = path.join(folder, 'archive');
    await download({ ...options, url: release.url, sha256: release.sha256, file });
    writeFileSync(target, unpackOne(readFileSync(file), release.format, release.program), { mode: 0o755 });
  } finally {
    process.off('exit', clear);
    clear();
  }
}
