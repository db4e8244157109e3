import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultDataFolder, openDataFolder } from '../../../src/adapters/data-folder/data-folder.ts';
import { lockProfile } from '../../../src/adapters/data-folder/profile-lock.ts';
import { readRunFile, removeRunFile, writeRunFile } from '../../../src/adapters/data-folder/run-file.ts';
import { realPid } from '../../fixtures/real-pid.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'parley-folder-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

function modeOf(file: string): number {
  return statSync(file).mode & 0o777;
}

async function holderIn(at: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--expose-gc', path.join(import.meta.dirname, 'hold-lock.script.ts'), at], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return child;
}

describe('defaultDataFolder', () => {
  it('is the platform’s own place, or what PARLEY_DATA_DIR says', () => {
    expect([
      defaultDataFolder({}, 'linux', '/home/me'),
      defaultDataFolder({ XDG_DATA_HOME: '/data' }, 'linux', '/home/me'),
      defaultDataFolder({ XDG_DATA_HOME: 'relative', PARLEY_DATA_DIR: '' }, 'linux', '/home/me'),
      defaultDataFolder({}, 'darwin', '/Users/me'),
      defaultDataFolder({ APPDATA: 'C:\\Users\\me\\AppData\\Roaming' }, 'win32', 'C:\\Users\\me'),
      defaultDataFolder({ PARLEY_DATA_DIR: '/elsewhere' }, 'linux', '/home/me'),
    ]).toEqual([
      '/home/me/.local/share/parley',
      '/data/parley',
      '/home/me/.local/share/parley',
      '/Users/me/Library/Application Support/Parley',
      'C:\\Users\\me\\AppData\\Roaming\\Parley',
      '/elsewhere',
    ]);
  });
});

describe('openDataFolder', () => {
  it('[S30] makes the folder for its owner only, also when it was open before', () => {
    const data = openDataFolder(path.join(folder, 'a', 'b'));
    expect([modeOf(data.path), modeOf(data.logs)]).toEqual([0o700, 0o700]);
    chmodSync(data.path, 0o755);
    expect(openDataFolder(data.path).profileId).toBe(data.profileId);
    expect(modeOf(data.path)).toBe(0o700);
  });

  it('says in words that the folder cannot be made', () => {
    writeFileSync(path.join(folder, 'file'), '');
    expect(() => openDataFolder(path.join(folder, 'file'))).toThrow(
      /cannot be used \(\w+\)\. Choose another with --data-dir\./,
    );
  });
});

describe('lockProfile', () => {
  it('[F12] lets one host in and names its pid to the second, in the same process and in another', async () => {
    writeFileSync(path.join(folder, 'run.lock'), '', { mode: 0o644 });
    const lock = lockProfile(folder, 'host');
    expect([modeOf(path.join(folder, 'run.lock')), modeOf(path.join(folder, 'run.pid'))]).toEqual([0o600, 0o600]);
    expect(() => lockProfile(folder, 'host')).toThrow(`already running on this profile (process ${process.pid})`);
    lock.release();
    lock.release();
    const child = await holderIn(folder);
    expect(() => lockProfile(folder, 'host')).toThrow(`(process ${child.pid})`);
    child.kill('SIGKILL');
    await once(child, 'exit');
  });

  it('[F12] says of a command that works on the profile that it ends by itself, and of a holder not known what is known', () => {
    const lock = lockProfile(folder, 'command');
    expect(() => lockProfile(folder, 'host')).toThrow(
      `A parley command (process ${process.pid}) works on this profile just now. Try again when it has ended, or`,
    );
    rmSync(path.join(folder, 'run.pid'));
    expect(() => lockProfile(folder, 'host')).toThrow('Another Parley process uses this profile just now.');
    lock.release();
  });

  it('[F10] is free again after kill -9 of its holder', async () => {
    const child = await holderIn(folder);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const lock = lockProfile(folder, 'host');
    lock.release();
    expect(readdirSync(folder)).toEqual(['run.lock']);
  });
});

describe('run.json', () => {
  const run = { pid: process.pid, url: 'http://127.0.0.1:1', token: 't'.repeat(43), startedAtMs: 1, version: '0' };

  it('[S13] is for its owner only, and reads back', () => {
    writeRunFile(folder, run);
    expect(modeOf(path.join(folder, 'run.json'))).toBe(0o600);
    expect(readRunFile(folder)).toEqual(run);
    removeRunFile(folder);
    expect(readRunFile(folder)).toBeNull();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('counts as absent when its process is dead or its text is cut off', async () => {
    const child = spawn('true');
    await once(child, 'exit');
    writeRunFile(folder, { ...run, pid: realPid(child.pid) });
    expect(readRunFile(folder)).toBeNull();
    writeFileSync(path.join(folder, 'run.json'), '{"pid":');
    expect(readRunFile(folder)).toBeNull();
  });
});
