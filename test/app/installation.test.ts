/**
 * Where the parts are once the desktop app is packaged, over a made-up layout of electron-builder's.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findLivekitServer } from '../../src/adapters/livekit-server/find-program.mjs';
import { locateInstallation } from '../../src/app/installation.ts';

const checkout = path.resolve(import.meta.dirname, '../..');
const launcher = path.join(checkout, 'resources/linux/parley');
const builder = (): Promise<string> => readFile(path.join(checkout, 'electron-builder.yml'), 'utf8');
let resources: string;

beforeEach(async () => {
  resources = await mkdtemp(path.join(tmpdir(), 'parley-resources-'));
  await mkdir(path.join(resources, 'app.asar'), { recursive: true });
  await writeFile(path.join(resources, 'app.asar', 'package.json'), '{"version":"1.2.3"}');
});
afterEach(() => rm(resources, { recursive: true }));

it('[D1] what is a process of its own lies beside the archive, the window inside it', () => {
  const { programs, rendererDir, version } = locateInstallation(path.join(resources, 'app.asar', 'out'));
  const unpacked = path.join(resources, 'app.asar.unpacked');
  const own = ['agent', 'keeper', 'sqliteWorker', 'validatorWorker', 'demoProvider'] as const;
  expect(own.filter((name) => path.dirname(programs[name]) !== path.join(unpacked, 'out', 'node'))).toEqual([]);
  expect({ npmRoot: programs.npmRoot, rendererDir, version }).toEqual({
    npmRoot: unpacked,
    rendererDir: path.join(resources, 'app.asar', 'out', 'renderer'),
    version: '1.2.3',
  });
});

it('[D1] the package’s own livekit-server goes before one on the PATH, and never counts in a checkout', async () => {
  const name = process.platform === 'win32' ? 'livekit-server.exe' : 'livekit-server';
  const put = async (folder: string): Promise<string> => {
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, name), '');
    await chmod(path.join(folder, name), 0o755);
    return path.join(folder, name);
  };
  const onPath = await put(path.join(resources, 'bin'));
  const env = { PATH: path.dirname(onPath), HOME: resources };
  const root = path.join(resources, 'app.asar.unpacked');
  expect(findLivekitServer(env, root)).toEqual({ file: onPath, source: 'PATH' });
  const packaged = await put(path.join(resources, 'livekit-server'));
  expect(findLivekitServer(env, root)).toEqual({ file: packaged, source: 'package' });
  expect(findLivekitServer(env, path.join(resources, 'checkout'))).toEqual({ file: onPath, source: 'PATH' });
});

it.skipIf(process.platform !== 'linux' || !existsSync(path.join(checkout, 'out/node/parley.js')))(
  '[D1] `parley` of an installed package is the command line, on its own Node, by a link, too',
  async () => {
    const home = path.join(resources, 'Parley');
    const unpacked = path.join(home, 'resources', 'app.asar.unpacked');
    await cp(path.join(checkout, 'out/node'), path.join(unpacked, 'out/node'), { recursive: true });
    await symlink(path.join(checkout, 'node_modules'), path.join(unpacked, 'node_modules'));
    await writeFile(path.join(home, 'resources', 'package.json'), '{"version":"1.2.3"}');
    await cp(launcher, path.join(home, 'parley'));
    const link = path.join(resources, 'parley');
    await symlink(path.join(home, 'parley'), link);
    const env = { PATH: '/usr/bin:/bin', HOME: resources, PARLEY_DATA_DIR: path.join(resources, 'data') };
    const run = (...args: string[]) => promisify(execFile)(link, args, { env });
    expect((await run('--version')).stdout.trim()).toBe('1.2.3');
    await expect(run('talk', 'toggle')).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Parley is not running') as string,
    });
    const { rendererDir } = locateInstallation(path.join(unpacked, 'out'));
    expect(rendererDir).toBe(path.join(home, 'resources', 'renderer'));
  },
);

it('[D1] the package puts the command line on the PATH as `parley`, and the app itself under another name', async () => {
  const lines = (await builder()).split('\n').map((line) => line.trim());
  expect(lines).toContain('executableName: parley-desktop');
  expect(lines).toContain("fpm: ['resources/linux/parley=/usr/bin/parley']");
  // The name of the desktop's entry, and of what Electron tells the desktop that its window belongs to.
  expect(lines).toEqual(expect.arrayContaining(['syncDesktopName: true', 'desktopName: parley.desktop']));
  const productName = lines.find((line) => line.startsWith('productName: '))?.slice('productName: '.length);
  expect(await readFile(launcher, 'utf8')).toContain(`here=/opt/${productName}\n`);
});
