/**
 * The LiveKit in use, as a table of state and event.
 */
import { describe, expect, it } from 'vitest';
import { stepLiveKit } from '../../../src/core/rooms/livekit-state.ts';
import type { LiveKitEvent, LiveKitState } from '../../../src/core/rooms/livekit-state.ts';

const cause = { code: 'livekit/start-failed', message: 'It ended.' } as const;
const access = { url: 'ws://127.0.0.1:1', apiKey: 'k', apiSecret: 's', pid: 1 };
const starting: LiveKitState = { status: 'starting', generation: 3, failures: 1 };
const ready: LiveKitState = { status: 'ready', generation: 3, access, sinceMs: 0, quickExits: 0 };
const failed: LiveKitState = { status: 'failed', generation: 3, failures: 1, cause };

const rows: [string, LiveKitState, LiveKitEvent, string, string[]][] = [
  ['a stopped server that is wanted starts', { status: 'stopped' }, { type: 'wanted' }, 'starting', ['start']],
  ['wanting a running one changes nothing', ready, { type: 'wanted' }, 'ready', []],
  ['started is ready', starting, { type: 'started', generation: 3, access }, 'ready', []],
  [
    'a start of an older generation means nothing',
    starting,
    { type: 'started', generation: 2, access },
    'starting',
    [],
  ],
  ['a failed start is tried again', starting, { type: 'startFailed', generation: 3, cause }, 'failed', ['retryAfter']],
  ['an exit is followed by a start', ready, { type: 'exited', cause }, 'failed', ['retryAfter']],
  ['an exit after the stop means nothing', { status: 'stopped' }, { type: 'exited', cause }, 'stopped', []],
  ['the retry starts it', failed, { type: 'retryTimePassed', generation: 3 }, 'starting', ['start']],
  ['an older retry means nothing', failed, { type: 'retryTimePassed', generation: 1 }, 'failed', []],
  ['a wanted restart starts it again', ready, { type: 'restartWanted' }, 'starting', ['start']],
  ['a wanted restart replaces a start under way', starting, { type: 'restartWanted' }, 'starting', ['start']],
  ['a wanted restart of a failed one waits for the retry', failed, { type: 'restartWanted' }, 'failed', []],
  ['a wanted restart of a stopped one means nothing', { status: 'stopped' }, { type: 'restartWanted' }, 'stopped', []],
  ['another choice starts it', ready, { type: 'chosenAnew' }, 'starting', ['start']],
  ['another choice waits for no retry', failed, { type: 'chosenAnew' }, 'starting', ['start']],
  ['another choice starts nothing that was not wanted', { status: 'stopped' }, { type: 'chosenAnew' }, 'stopped', []],
  ['stop stops', ready, { type: 'stopped' }, 'stopped', []],
];

describe('stepLiveKit', () => {
  it.each(rows)('%s', (_title, state, event, status, effects) => {
    const step = stepLiveKit(state, event, 1_000);
    expect({ status: step.state.status, effects: step.effects.map((effect) => effect.type) }).toEqual({
      status,
      effects,
    });
  });

  it('[F1] starts a killed server again at once, and slower when it keeps ending', () => {
    expect(stepLiveKit(ready, { type: 'exited', cause }, 1_000).effects).toEqual([
      { type: 'retryAfter', generation: 3, delayMs: 0 },
    ]);
    const quick: LiveKitState = { status: 'ready', generation: 3, access, sinceMs: 0, quickExits: 3 };
    expect(stepLiveKit(quick, { type: 'exited', cause }, 1_000).effects).toEqual([
      { type: 'retryAfter', generation: 3, delayMs: 2_000 },
    ]);
    expect(stepLiveKit(quick, { type: 'exited', cause }, 61_000).effects).toEqual([
      { type: 'retryAfter', generation: 3, delayMs: 0 },
    ]);
  });
});
