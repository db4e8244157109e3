/**
 * The key helper's life with real child processes: it reports, dies, is started again, and the shortcut toggles meanwhile.
 */
import { ChildProcess, execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { GlobalKey } from '../../../src/main/global-key/global-key.ts';
import { helperEnvironment } from '../../../src/main/global-key/helper-environment.ts';
import { stepHelper } from '../../../src/main/global-key/helper-state.ts';
import type { HelperState } from '../../../src/main/global-key/helper-state.ts';
import { realPid } from '../../fixtures/real-pid.ts';
import { isAlive } from '../../fixtures/is-alive.ts';

let folder: string;
let program: string;
const shortcuts = new Map<string, () => void>();
const told: string[] = [];
let onTold: (press: string) => void = () => undefined;
const words: (string | null)[] = [];
let key: GlobalKey;

/** Tells what it is ordered to watch as a press, and aborts when told so: as the keyboard library does without rights. */
const helper = `
process.on('message', ({ watch }) => {
  if (watch === 'F10') process.abort();
  process.send({ type: 'ready' });
  process.send({ type: 'pressed' });
  process.send({ type: 'nonsense' });
});
process.on('disconnect', () => process.exit(0));
`;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'parley-key-'));
  program = path.join(folder, 'helper.mjs');
  await writeFile(program, helper);
  told.length = 0;
  onTold = () => undefined;
  words.length = 0;
  shortcuts.clear();
});
afterEach(async () => {
  key.close();
  await rm(folder, { recursive: true });
});

interface Changes {
  readonly node?: string;
  readonly environment?: Record<string, string>;
  readonly whyNoHold?: () => string | null;
  readonly taken?: boolean;
}

function create(changes: Changes = {}): GlobalKey {
  return (key = new GlobalKey({
    node: process.execPath,
    program,
    environment: {},
    whyNoHold: () => null,
    globalShortcut: {
      register: (name, run) => !changes.taken && Boolean(shortcuts.set(name, run)),
      unregister: (name) => void shortcuts.delete(name),
    },
    onKey: (press) => {
      told.push(press);
      onTold(press);
    },
    onWords: (said) => words.push(said),
    ...changes,
  }));
}

/** Resolves in the very step in which this is told: nothing that a helper does comes between. */
const next = (wanted: string): Promise<void> =>
  new Promise((resolve) => {
    onTold = (press) => press === wanted && resolve();
  });

it('[V4] the helper’s press counts, and Electron’s own for the same key does not', async () => {
  create().watch('F9');
  await expect.poll(() => told).toEqual(['pressed']);
  shortcuts.get('F9')?.();
  expect({ told, last: words.at(-1) }).toEqual({ told: ['pressed'], last: null });
});

it('[V4] a helper that is killed lets go of the key, the shortcut toggles, and another helper comes', async () => {
  create().watch('F9');
  await expect.poll(() => told).toEqual(['pressed']);
  const first = realPid(key.helperPid);
  const forced = next('forced');
  process.kill(first, 'SIGKILL');
  await forced;
  expect(told).toEqual(['pressed', 'forced']);
  expect(words.at(-1)).toContain('press it once to start');
  shortcuts.get('F9')?.();
  expect(told.at(-1)).toBe('toggled');
  await next('pressed');
  expect({ same: key.helperPid === first, words: words.at(-1) }).toEqual({ same: false, words: null });
});

it('[V4] a helper that could not be started is sent no signal: its id is nobody’s, or our own group’s', () => {
  const ofChild = vi.spyOn(ChildProcess.prototype, 'kill').mockReturnValue(true);
  const ofProcess = vi.spyOn(process, 'kill').mockReturnValue(true);
  create({ node: '/nowhere/node' }).watch('F9');
  key.watch(null);
  expect([...ofChild.mock.calls, ...ofProcess.mock.calls]).toEqual([]);
  vi.restoreAllMocks();
});

it('[S7] nobody runs code in the helper, which sees the keyboard, by NODE_OPTIONS', async () => {
  const mark = path.join(folder, 'ran');
  const trap = path.join(folder, 'trap.cjs');
  await writeFile(trap, `require('node:fs').writeFileSync(${JSON.stringify(mark)}, '')`);
  const environment = { NODE_OPTIONS: `--require=${trap}` };
  create({ environment }).watch('F9');
  await expect.poll(() => told).toEqual(['pressed']);
  expect(existsSync(mark)).toBe(false);
  // The control: whoever inherits it runs the trap.
  execFileSync(process.execPath, ['--eval', '0'], { env: environment });
  expect(existsSync(mark)).toBe(true);
  expect(
    helperEnvironment({ DISPLAY: ':0', XAUTHORITY: '/x', ELECTRON_RUN_AS_NODE: '1', OPENAI_API_KEY: 'k' }),
  ).toEqual({
    DISPLAY: ':0',
    XAUTHORITY: '/x',
  });
});

it('[V4] a helper that aborts harms nobody', async () => {
  create().watch('F10');
  await expect.poll(() => key.helperPid).toBeNull();
  shortcuts.get('F10')?.();
  expect({ told, words: words.at(-1) }).toEqual({ told: ['toggled'], words: expect.stringContaining('press it once') });
});

it('a program that cannot be started, and a place without a keyboard, leave the toggle', async () => {
  create({ node: path.join(folder, 'no-node') }).watch('F9');
  await expect.poll(() => key.helperPid).toBeNull();
  shortcuts.get('F9')?.();
  key.close();
  create({ whyNoHold: () => 'Not here.' }).watch('F9');
  shortcuts.get('F9')?.();
  expect({ told, words: words.at(-1), pid: key.helperPid }).toEqual({
    told: ['toggled', 'toggled'],
    words: 'Not here.',
    pid: null,
  });
});

it('a shortcut that another program has is said; none at all ends the helper', async () => {
  create({ taken: true, whyNoHold: () => 'Not here.' }).watch('F9');
  expect(words.at(-1)).toBe('Another program uses F9: choose another shortcut.');
  key.close();
  create().watch('F9');
  await expect.poll(() => told).toEqual(['pressed']);
  const pid = realPid(key.helperPid);
  key.watch(null);
  expect(shortcuts.size).toBe(0);
  await expect.poll(() => isAlive(pid)).toBe(false);
});

it('waits longer with every failure, ends a helper that is not ready in time, and forgives after a healthy minute', () => {
  const waits: number[] = [];
  let state: HelperState = stepHelper({ status: 'off' }, { type: 'wanted' }, 0).state;
  for (let count = 0; count < 8; count += 1) {
    state = stepHelper(state, { type: 'ended' }, 0).state;
    waits.push(state.status === 'waiting' ? state.retryAtMs : -1);
    state = stepHelper(state, { type: 'due' }, 60_000).state;
  }
  expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
  expect(stepHelper(state, { type: 'due' }, 65_000).effects).toEqual([{ type: 'kill' }]);
  expect(stepHelper(state, { type: 'due' }, 64_999).effects).toEqual([]);
  const up = stepHelper(state, { type: 'ready' }, 60_000).state;
  expect(stepHelper(up, { type: 'ended' }, 120_000).state).toMatchObject({ failures: 1, retryAtMs: 121_000 });
  expect(stepHelper(up, { type: 'ended' }, 119_999).state).toMatchObject({ failures: 9 });
});
