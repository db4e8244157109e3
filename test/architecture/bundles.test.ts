/**
 * What the built bundles load: no Node built-in in the window, no Electron outside the desktop shell, no WebRTC outside the agent.
 */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const out = path.resolve(import.meta.dirname, '../../out');
const builtins = new Set(builtinModules);

const importPattern =
  /(?:^|[;}\s])(?:import|export)\s*(?:[\w*{}\s,$]+\s*from\s*)?["']([^"']+)["']|\b(?:import|require)\(\s*["'`]([^"'`]+)["'`]\s*\)/g;

/** Packages and built-ins that the files load, relative ones left out. */
async function importsOf(files: string[]): Promise<Set<string>> {
  const found = new Set<string>();
  for (const file of files) {
    const text = await readFile(file, 'utf8');
    for (const [, plain, dynamic] of text.matchAll(importPattern)) {
      const specifier = plain ?? dynamic ?? '';
      if (!specifier.startsWith('.') && !specifier.startsWith('/')) found.add(specifier);
    }
  }
  return found;
}

async function filesOf(folder: string, fits: (name: string) => boolean): Promise<string[]> {
  const names = await readdir(path.join(out, folder), { recursive: true });
  const files = names
    .filter((name) => /\.[cm]?js$/.test(name) && fits(name))
    .map((name) => path.join(out, folder, name));
  expect(files).not.toEqual([]);
  return files;
}

const isBuiltin = (specifier: string): boolean => specifier.startsWith('node:') || builtins.has(specifier);
const program = (name: string) => (file: string) => file === `${name}.js` || file.startsWith(`${name}.`);

describe.skipIf(!existsSync(path.join(out, 'build-stamp')))('the built bundles', () => {
  it('finds imports at all', async () => {
    const agent = await importsOf(await filesOf('node', program('agent')));
    expect([...agent]).toEqual(expect.arrayContaining(['@livekit/rtc-node', '@livekit/agents']));
  });

  it('the window loads no Node built-in and no Electron', async () => {
    const specifiers = [...(await importsOf(await filesOf('renderer', () => true)))];
    expect(specifiers.filter((specifier) => isBuiltin(specifier) || specifier === 'electron')).toEqual([]);
  });

  it.each(['parley', 'agent', 'keeper', 'sqlite-worker', 'validator-worker', 'global-key', 'demo-provider'])(
    '%s loads no Electron',
    async (name) => {
      expect([...(await importsOf(await filesOf('node', program(name))))]).not.toContain('electron');
    },
  );

  it.each(['parley', 'keeper', 'global-key', 'demo-provider'])(
    '%s loads no WebRTC and no agents framework',
    async (name) => {
      const specifiers = [...(await importsOf(await filesOf('node', program(name))))];
      expect(specifiers.filter((specifier) => /^@livekit\/(rtc-node|agents|local-inference)/.test(specifier))).toEqual(
        [],
      );
    },
  );

  it('the desktop shell loads Electron, and no WebRTC', async () => {
    const specifiers = [...(await importsOf(await filesOf('main', () => true)))];
    expect(specifiers).toContain('electron');
    expect(specifiers.filter((specifier) => /^@livekit\/(rtc-node|agents|local-inference)/.test(specifier))).toEqual(
      [],
    );
  });
});
