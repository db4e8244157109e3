import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { explainNpm, installedMatchesLock } from '../../tools/set-up/dependencies.mjs';
import { explainGo } from '../../tools/set-up/livekit-server.mjs';
import { checkNode } from '../../tools/set-up/set-up.mjs';
import { hashOf, readStamp, writeStamp } from '../../tools/set-up/stamps.mjs';
import { aFolder } from './a-folder.mjs';

describe('a stamp', () => {
  it('is read back, is null where there is none, and leaves no half-written file', () => {
    const folder = aFolder();
    const file = path.join(folder, 'deep', 'stamp');
    expect(readStamp(file)).toBeNull();
    writeStamp(file, 'abc');
    expect(readStamp(file)).toBe('abc');
    expect(readdirSync(path.dirname(file))).toEqual(['stamp']);
  });

  it('changes with a file’s content, its name, and a file that comes or goes', () => {
    const folder = aFolder();
    const hash = () => hashOf(folder, ['src', 'lock']);
    mkdirSync(path.join(folder, 'src'));
    writeFileSync(path.join(folder, 'src', 'a.ts'), '1');
    const seen = [hash()];
    writeFileSync(path.join(folder, 'src', 'a.ts'), '2');
    seen.push(hash());
    writeFileSync(path.join(folder, 'src', 'b.ts'), '2');
    seen.push(hash());
    writeFileSync(path.join(folder, 'lock'), '');
    seen.push(hash());
    expect(new Set(seen).size).toBe(4);
    expect(hash()).toBe(seen[3]);
  });
});

describe('packages that were installed by hand', () => {
  function aProject(installed) {
    const folder = aFolder();
    mkdirSync(path.join(folder, 'node_modules'));
    const locked = {
      '': {},
      'node_modules/a': { version: '1.0.0', integrity: 'x' },
      'node_modules/b-darwin': { version: '1.0.0', integrity: 'y', optional: true },
    };
    writeFileSync(path.join(folder, 'package-lock.json'), JSON.stringify({ packages: locked }));
    writeFileSync(path.join(folder, 'node_modules', '.package-lock.json'), JSON.stringify({ packages: installed }));
    return folder;
  }

  it('count as installed when npm’s record agrees with the lock file', () => {
    expect(installedMatchesLock(aProject({ 'node_modules/a': { version: '1.0.0', integrity: 'x' } }))).toBe(true);
  });

  it('do not count when one is missing, of another version, or npm never finished', () => {
    expect(installedMatchesLock(aProject({}))).toBe(false);
    expect(installedMatchesLock(aProject({ 'node_modules/a': { version: '1.0.1', integrity: 'x' } }))).toBe(false);
    expect(installedMatchesLock(aFolder())).toBe(false);
  });
});

describe('a failure of the set-up', () => {
  it.each([
    ['npm error code ENOSPC', /disk is full/],
    ['npm error code EACCES', /could not write/],
    ['npm error code ENOTFOUND\nnpm error network request failed', /could not reach its package registry/],
    [
      'npm error `npm ci` can only install packages when your package.json and package-lock.json are in sync',
      /npm install/,
    ],
    ['npm error something new', /last words are above/],
  ])('of npm (%s) says what to do', (output, expected) => {
    expect(explainNpm(output)).toMatch(expected);
  });

  it.each([
    ['go: go.mod requires go >= 1.26 (running go 1.22; GOTOOLCHAIN=local)', /too old/],
    ['dial tcp: lookup proxy.golang.org: no such host', /could not download/],
    ['verifying module: checksum mismatch', /not the one that go.sum names/],
    ['write /tmp/x: no space left on device', /disk is full/],
    ['mkdir /root/.cache: permission denied', /could not write to its cache/],
    ['something new', /last words are above/],
  ])('of Go (%s) says what to do', (output, expected) => {
    expect(explainGo(output)).toMatch(expected);
  });

  it('of an old Node says which is needed', () => {
    expect(() => checkNode('18.20.0')).toThrow(/Node\.js 20 or newer/);
    expect(() => checkNode('20.0.0')).not.toThrow();
  });
});
