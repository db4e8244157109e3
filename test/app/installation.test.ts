/**
 * Where the parts are once the desktop app is packaged, over a made-up layout of electron-builder's.
 */
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findLivekitServer } from '../../src/adapters/livekit-server/find-program.mjs';
import { locateInstallation } from '../../src/app/installation.ts';

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
