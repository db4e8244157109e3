import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));

it('a program of ours takes the shell’s place under npm, so that a signal to npm reaches it', () => {
  const ours = Object.values(scripts).filter((script) => script.includes('tools/'));
  expect(ours.length).toBeGreaterThan(3);
  for (const script of ours) {
    const [, program] = /^exec node (tools\/\S+)/.exec(script) ?? [];
    expect([script, existsSync(path.join(root, program ?? 'none'))]).toEqual([script, true]);
  }
});

it('Windows’ shell, which has no exec of its own, finds one beside package.json that runs what it is given', () => {
  const commands = readFileSync(path.join(root, 'exec.cmd'), 'utf8').trimEnd().split(/\r?\n/);
  expect(commands.filter((line) => !line.startsWith('@rem '))).toEqual(['@%*']);
});
