/**
 * The machine and the versions that figures belong to.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, release, totalmem } from 'node:os';
import path from 'node:path';
import { livekitServerVersion } from '../../src/adapters/livekit-server/find-program.mjs';
import { root } from './rigs/places.ts';

export interface Machine {
  readonly platform: string;
  readonly processor: string;
  readonly cores: number;
  readonly memoryGiB: number;
  /** Before the run, over one minute: above half the cores, figures of time mean little. */
  readonly loadBefore: number;
  readonly commit: string;
  readonly versions: Readonly<Record<string, string>>;
}

const packages = ['@livekit/agents', '@livekit/agents-plugin-openai', '@livekit/rtc-node', '@livekit/local-inference'];

export function describeMachine(): Machine {
  return {
    platform: `${process.platform} ${release()} ${process.arch}`,
    processor: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    loadBefore: Number(loadavg()[0]?.toFixed(2)),
    commit: commitOfCheckout(),
    versions: {
      node: process.versions.node,
      'livekit-server': livekitServerVersion,
      ...Object.fromEntries(packages.map((name) => [name, versionOf(name)])),
    },
  };
}

function versionOf(name: string): string {
  const file = path.join(root, 'node_modules', name, 'package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

/** With a `+` where files differ from the commit; `unknown` outside a git checkout. */
function commitOfCheckout(): string {
  const git = (...args: string[]): string =>
    execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  try {
    return git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain', '--', 'src', 'test/bench') ? '+' : '');
  } catch {
    return 'unknown';
  }
}
