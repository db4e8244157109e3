/**
 * What the tests need from the system: a browser, a voice, sound devices, a keychain, certificates in the browser's store.
 *
 * Installed with apt-get where we are root on Debian; elsewhere what is missing is said, and the tests that need it skip.
 */
import { findOnPath } from './find-on-path.mjs';
import { SetupError, say, withProgress } from '../set-up/progress.mjs';
import { runQuietly } from '../set-up/run-child.mjs';

/** Debian package → a program of it on the PATH, or null where only dpkg can tell. */
const systemPackages = {
  chromium: 'chromium',
  'espeak-ng': 'espeak-ng',
  sox: 'sox',
  'gnome-keyring': 'gnome-keyring-daemon',
  dbus: 'dbus-run-session',
  'dbus-x11': 'dbus-launch',
  'libsecret-1-0': null,
  'libsecret-tools': 'secret-tool',
  'libnss3-tools': 'certutil',
  iproute2: 'ss',
  tcpdump: 'tcpdump',
  nftables: 'nft',
  pulseaudio: 'pulseaudio',
  'pulseaudio-utils': 'paplay',
  ffmpeg: 'ffmpeg',
  'fonts-noto-core': null,
};

export async function ensureSystemPackages() {
  if (process.platform !== 'linux') return;
  const missing = await findMissing();
  if (missing.length === 0) return;
  if (process.getuid() !== 0 || !findOnPath('apt-get')) {
    say(
      `not installed here: ${missing.join(', ')}; the tests that need them are skipped (as root on Debian they are installed)`,
    );
    return;
  }
  await withProgress(`installing with apt-get: ${missing.join(', ')}`, () => install(missing));
}

async function findMissing() {
  const unsure = Object.entries(systemPackages).filter(([, program]) => program === null || !findOnPath(program));
  if (unsure.length === 0) return [];
  const byProgram = unsure.filter(([, program]) => program !== null).map(([name]) => name);
  const byDpkg = unsure.filter(([, program]) => program === null).map(([name]) => name);
  if (!findOnPath('dpkg-query')) return byProgram;
  const { output } = await runQuietly('dpkg-query', ['-W', '-f', '${Package} ${db:Status-Status}\\n', ...byDpkg]);
  return [...byProgram, ...byDpkg.filter((name) => !output.includes(`${name} installed`))];
}

/** A cut-off run leaves dpkg half configured; so that is mended first. */
async function install(packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const steps = [
    ['dpkg', ['--configure', '-a']],
    ['apt-get', ['install', '-f', '-y']],
    ['apt-get', ['update']],
    ['apt-get', ['install', '-y', '--no-install-recommends', ...packages]],
  ];
  for (const [file, args] of steps) {
    const result = await runQuietly(file, args, { env });
    if (result.code !== 0) {
      throw new SetupError(
        `"${file} ${args.join(' ')}" failed; its last words are above. Mend that (often: no network, or another apt-get at work), then run the same command again.`,
        result.output,
      );
    }
  }
}
