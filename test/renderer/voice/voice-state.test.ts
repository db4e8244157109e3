import { describe, expect, it } from 'vitest';
import { canHear, initialVoice, isOpen, releaseDelayMs, stepVoice } from '../../../src/renderer/voice/voice-state.ts';
import type { VoiceEffect, VoiceEvent, VoiceState } from '../../../src/renderer/voice/voice-state.ts';
import type { TalkMode } from '../../../src/contract/index.ts';

function after(
  events: readonly VoiceEvent[],
  start: VoiceState = initialVoice,
): { state: VoiceState; effects: VoiceEffect[] } {
  let state = start;
  let effects: readonly VoiceEffect[] = [];
  for (const event of events) ({ state, effects } = stepVoice(state, event));
  return { state, effects: [...effects] };
}

function joined(mode: TalkMode): VoiceState {
  return after([
    { type: 'modeChanged', mode },
    { type: 'joinRequested', takeOver: false },
    { type: 'lockGranted', generation: 1 },
    { type: 'connected', generation: 1, identity: 'owner-1' },
  ]).state;
}

const problem = { code: 'livekit/unreachable', message: 'The room does not answer.' } as const;

describe('a key from outside a desktop', () => {
  const press: VoiceEvent = { type: 'outsideKey', action: 'down', joins: true };
  const letGo: VoiceEvent = { type: 'outsideKey', action: 'up', joins: true };
  const granted: VoiceEvent = { type: 'lockGranted', generation: 1 };
  const connected: VoiceEvent = { type: 'connected', generation: 1, identity: 'owner-1' };

  it('[V4] joins, and what is still held then is heard from the first moment in the room', () => {
    expect(after([press]).effects).toEqual([{ type: 'acquireLock', generation: 1, steal: false }]);
    const live = after([press, granted, press, connected]);
    expect(live.effects).toEqual([
      { type: 'openGate', muted: false },
      { type: 'sendKey', action: 'down', identity: 'owner-1' },
      { type: 'playCue', cue: 'start' },
    ]);
    expect(after([letGo], live.state).effects).toContainEqual({ type: 'sendKey', action: 'up', identity: 'owner-1' });
  });

  it('let go before the room is there, it has joined and says nothing', () => {
    const mode: VoiceEvent = { type: 'modeChanged', mode: 'push-to-talk' };
    for (const ended of [letGo, { type: 'key', action: 'cancel' } as const, { type: 'key', action: 'up' } as const]) {
      const { state, effects } = after([mode, press, granted, ended, connected]);
      expect({ held: state.held, open: isOpen(state), effects }).toEqual({
        held: null,
        open: false,
        effects: [{ type: 'closeGate', muted: false, afterMs: 0 }],
      });
    }
  });
});

describe('a key that is down outside of the windows', () => {
  const press: VoiceEvent = { type: 'outsideKey', action: 'down', joins: true };
  const release: VoiceEvent = { type: 'outsideKey', action: 'up', joins: true };
  const down: VoiceEvent = { type: 'key', action: 'down' };
  const up: VoiceEvent = { type: 'key', action: 'up' };
  const cancel: VoiceEvent = { type: 'key', action: 'cancel' };
  const told = { type: 'tellKeyOver' };
  const tells = (events: readonly VoiceEvent[], start = joined('push-to-talk')): boolean =>
    after(events, start).effects.some(({ type }) => type === told.type);

  it('[V4] is over there too when a window ends its turn; the microphone is closed before', () => {
    expect(after([press, cancel], joined('push-to-talk')).effects).toEqual([
      { type: 'closeGate', muted: false, afterMs: 0 },
      { type: 'sendKey', action: 'cancel', identity: 'owner-1' },
      told,
    ]);
    expect(tells([press, up])).toBe(true);
    expect(tells([press, down])).toBe(false);
    // It went down in a window first.
    expect(tells([down, press, up])).toBe(true);
  });

  it('is over there when the talk ends, its room goes away, or nobody comes in', () => {
    for (const end of [{ type: 'leaveRequested' }, { type: 'moved' }, { type: 'disconnected', generation: 1 }] as const)
      expect(tells([press, end])).toBe(true);
    const granted: VoiceEvent = { type: 'lockGranted', generation: 1 };
    expect(tells([press, granted, { type: 'connectFailed', generation: 1, problem }], initialVoice)).toBe(true);
    expect(tells([press, granted, cancel], initialVoice)).toBe(true);
  });

  it('is told of nothing that it did itself, and of no key of a window; in a browser there is nobody to tell', () => {
    expect(tells([press, release])).toBe(false);
    expect(tells([down, up])).toBe(false);
    expect(tells([press, release, down, up])).toBe(false);
    expect(tells([{ ...press, joins: false }, up])).toBe(false);
  });

  it('holds no microphone open that its person closes in a hands-free talk', () => {
    for (const muted of [true, false]) {
      const before: VoiceEvent[] = muted ? [{ type: 'muteToggled' }] : [];
      const { state, effects } = after([...before, press, { type: 'muteToggled' }], joined('hands-free'));
      expect({ open: isOpen(state), held: state.held, muted: state.muted }).toEqual({
        open: false,
        held: null,
        muted: true,
      });
      expect(effects).toContainEqual({ type: 'sendKey', action: 'up', identity: 'owner-1' });
      expect(effects.at(-1)).toEqual(told);
    }
  });
});

describe('joining', () => {
  it('takes the tab lock first, then microphone and room', () => {
    const locking = after([{ type: 'joinRequested', takeOver: false }]);
    expect(locking.effects).toEqual([{ type: 'acquireLock', generation: 1, steal: false }]);
    expect(after([{ type: 'lockGranted', generation: 1 }], locking.state).effects).toEqual([
      { type: 'startMicrophone' },
      { type: 'connect', generation: 1, delayMs: 0 },
    ]);
  });

  it('stays out while another tab has the microphone, and can take over', () => {
    const { state } = after([
      { type: 'joinRequested', takeOver: false },
      { type: 'lockRefused', generation: 1 },
    ]);
    expect(state.phase).toEqual({ status: 'elsewhere' });
    expect(after([{ type: 'joinRequested', takeOver: true }], state).effects).toEqual([
      { type: 'acquireLock', generation: 2, steal: true },
    ]);
  });

  it('leaves the room when another tab takes over', () => {
    const { state, effects } = after([{ type: 'lockLost', generation: 1 }], joined('hands-free'));
    expect(state.phase).toEqual({ status: 'elsewhere' });
    expect(effects.map(({ type }) => type)).toEqual(['disconnect', 'stopMicrophone', 'releaseLock']);
  });

  it('ignores a room that opened after its person left', () => {
    const left = after([
      { type: 'joinRequested', takeOver: false },
      { type: 'lockGranted', generation: 1 },
      { type: 'leaveRequested' },
    ]).state;
    expect(after([{ type: 'connected', generation: 1, identity: 'owner-1' }], left).state).toBe(left);
  });

  it('says why the room cannot be joined', () => {
    const { state } = after([
      { type: 'joinRequested', takeOver: false },
      { type: 'lockGranted', generation: 1 },
      { type: 'connectFailed', generation: 1, problem },
    ]);
    expect(state.phase).toEqual({ status: 'failed', problem });
  });

  it('[V13] follows the talk to another LiveKit, also from a room that it is still joining', () => {
    const moved = after([{ type: 'moved' }], joined('hands-free'));
    expect(moved.effects).toEqual([{ type: 'disconnect' }, { type: 'connect', generation: 2, delayMs: 0 }]);
    const again = after([{ type: 'moved' }], moved.state);
    expect(again.effects).toEqual([{ type: 'disconnect' }, { type: 'connect', generation: 3, delayMs: 0 }]);
    expect(after([{ type: 'connected', generation: 2, identity: 'owner-1' }], again.state).state).toBe(again.state);
    expect(after([{ type: 'moved' }]).effects).toEqual([]);
  });

  it('comes back by itself when the room went away, with growing waits, and gives up in the end', () => {
    let { state, effects } = after([{ type: 'disconnected', generation: 1 }], joined('hands-free'));
    expect(effects).toEqual([{ type: 'disconnect' }, { type: 'connect', generation: 2, delayMs: 0 }]);
    for (let attempt = 1; attempt <= 10; attempt += 1) {
      ({ state, effects } = after([{ type: 'connectFailed', generation: state.generation, problem }], state));
      expect(state.phase.status).toBe('joining');
    }
    expect(effects.at(-1)).toEqual({ type: 'connect', generation: 12, delayMs: 4_000 });
    expect(after([{ type: 'connectFailed', generation: 12, problem }], state).state.phase.status).toBe('failed');
  });
});

describe('[V4] push-to-talk', () => {
  const down: VoiceEvent = { type: 'key', action: 'down' };
  const up: VoiceEvent = { type: 'key', action: 'up' };

  it('keeps the capture warm and the gate closed until the key is down', () => {
    const state = joined('push-to-talk');
    expect(isOpen(state)).toBe(false);
    expect(after([{ type: 'key', action: 'down' }], state).effects).toEqual([
      { type: 'openGate', muted: false },
      { type: 'sendKey', action: 'down', identity: 'owner-1' },
      { type: 'playCue', cue: 'start' },
    ]);
  });

  it('says key-up at once, lets the last frames out before the gate closes, and sounds the tone after that', () => {
    const { state, effects } = after([down, up], joined('push-to-talk'));
    expect(effects).toEqual([
      { type: 'closeGate', muted: false, afterMs: releaseDelayMs },
      { type: 'sendKey', action: 'up', identity: 'owner-1' },
      { type: 'awaitLastWord', press: 1, afterMs: releaseDelayMs },
    ]);
    expect(after([{ type: 'lastWordOut', press: 1 }], state).effects).toEqual([{ type: 'playCue', cue: 'stop' }]);
  });

  it('sounds no tone into a turn that goes on, and one after its last press', () => {
    const again = after([down, up, down], joined('push-to-talk')).state;
    expect(after([{ type: 'lastWordOut', press: 1 }], again).effects).toEqual([]);
    const over = after([up], again).state;
    expect(after([{ type: 'lastWordOut', press: 1 }], over).effects).toEqual([]);
    expect(after([{ type: 'lastWordOut', press: 2 }], over).effects).toEqual([{ type: 'playCue', cue: 'stop' }]);
    expect(after([{ type: 'leaveRequested' }, { type: 'lastWordOut', press: 2 }], over).effects).toEqual([]);
  });

  it('sounds no tone over the assistant: that it falls silent says that the key is heard', () => {
    const speaks: VoiceEvent = { type: 'assistantChanged', speaks: true };
    const silent: VoiceEvent = { type: 'assistantChanged', speaks: false };
    for (const mode of ['push-to-talk', 'hands-free'] as const) {
      const held = after([speaks, down], joined(mode));
      expect(held.effects.at(-1)).toEqual({ type: 'sendKey', action: 'down', identity: 'owner-1' });
      const over = after([silent, up], held.state).state;
      expect(after([{ type: 'lastWordOut', press: 1 }], over).effects).toEqual([{ type: 'playCue', cue: 'stop' }]);
      // It answers already.
      expect(after([speaks, { type: 'lastWordOut', press: 1 }], over).effects).toEqual([]);
    }
    const back = after(
      [
        speaks,
        { type: 'outsideKey', action: 'down', joins: true },
        { type: 'lockGranted', generation: 1 },
        { type: 'connected', generation: 1, identity: 'owner-1' },
      ],
      initialVoice,
    );
    expect(back.effects.map(({ type }) => type)).toEqual(['openGate', 'sendKey']);
  });

  it('closes the gate at once on cancel', () => {
    const { effects } = after(
      [
        { type: 'key', action: 'down' },
        { type: 'key', action: 'cancel' },
      ],
      joined('push-to-talk'),
    );
    expect(effects).toEqual([
      { type: 'closeGate', muted: false, afterMs: 0 },
      { type: 'sendKey', action: 'cancel', identity: 'owner-1' },
    ]);
  });

  it('ignores a second key-down, a key-up without one, and keys outside of a talk', () => {
    const held = after([{ type: 'key', action: 'down' }], joined('push-to-talk')).state;
    expect(stepVoice(held, { type: 'key', action: 'down' })).toEqual({ state: held, effects: [] });
    const free = joined('push-to-talk');
    expect(stepVoice(free, { type: 'key', action: 'up' })).toEqual({ state: free, effects: [] });
    expect(stepVoice(initialVoice, { type: 'key', action: 'down' })).toEqual({ state: initialVoice, effects: [] });
  });

  it('toggles from the tray', () => {
    const held = after([{ type: 'key', action: 'toggle' }], joined('push-to-talk')).state;
    expect(held.held).toBe('here');
    expect(after([{ type: 'key', action: 'toggle' }], held).state.held).toBe(null);
  });
});

describe('hands-free', () => {
  it('opens on joining', () => {
    expect(isOpen(joined('hands-free'))).toBe(true);
  });

  it('mutes for everybody to see, and unmutes', () => {
    const muted = after([{ type: 'muteToggled' }], joined('hands-free'));
    expect(muted.effects).toEqual([{ type: 'closeGate', muted: true, afterMs: 0 }]);
    expect(after([{ type: 'muteToggled' }], muted.state).effects).toEqual([{ type: 'openGate', muted: false }]);
  });

  it('[V4] takes the floor by key without touching the open microphone', () => {
    expect(after([{ type: 'key', action: 'down' }], joined('hands-free')).effects.map(({ type }) => type)).toEqual([
      'sendKey',
      'playCue',
    ]);
  });

  it('follows a change of mode', () => {
    const { state, effects } = after([{ type: 'modeChanged', mode: 'push-to-talk' }], joined('hands-free'));
    expect([isOpen(state), effects]).toEqual([false, [{ type: 'closeGate', muted: false, afterMs: 0 }]]);
  });

  const muted = after([{ type: 'muteToggled' }], joined('hands-free')).state;

  it('stays muted when the mode is changed and changed back, from wherever that was', () => {
    const modes: VoiceEvent[] = [
      { type: 'modeChanged', mode: 'push-to-talk' },
      { type: 'modeChanged', mode: 'hands-free' },
    ];
    const { state, effects } = after(modes, muted);
    expect([isOpen(state), effects]).toEqual([false, [{ type: 'closeGate', muted: true, afterMs: 0 }]]);
  });

  it('[V4] is open after a key was held in between, as where a double tap locks', () => {
    const { state } = after(
      [
        { type: 'modeChanged', mode: 'push-to-talk' },
        { type: 'key', action: 'down' },
        { type: 'key', action: 'cancel' },
        { type: 'modeChanged', mode: 'hands-free' },
      ],
      muted,
    );
    expect(isOpen(state)).toBe(true);
  });

  it('[V4] stays muted after a turn by key that began hands-free', () => {
    const turn: VoiceEvent[] = [
      { type: 'key', action: 'down' },
      { type: 'key', action: 'up' },
    ];
    expect(isOpen(after(turn, muted).state)).toBe(false);
  });
});

describe('[V8] the microphone', () => {
  it('does not keep one from joining when it is denied', () => {
    const { state } = after([{ type: 'microphoneChanged', microphone: 'on', problem: 'denied' }], joined('hands-free'));
    expect([state.phase.status, state.problem, canHear(state)]).toEqual(['live', 'denied', false]);
  });

  it('is forgotten on leaving', () => {
    const denied = after(
      [{ type: 'microphoneChanged', microphone: 'on', problem: 'denied' }],
      joined('hands-free'),
    ).state;
    const { state } = after([{ type: 'leaveRequested' }], denied);
    expect([state.microphone, state.problem]).toEqual(['off', null]);
  });
});

it('[R3] who may only listen opens no microphone, takes no floor and sends nothing', () => {
  const listener: VoiceState = { ...initialVoice, speaks: false };
  const locked = after(
    [
      { type: 'joinRequested', takeOver: false },
      { type: 'lockGranted', generation: 1 },
    ],
    listener,
  );
  expect(locked.effects).toEqual([{ type: 'connect', generation: 1, delayMs: 0 }]);
  const live = after([{ type: 'connected', generation: 1, identity: 'guest-1' }], locked.state).state;
  expect(isOpen(live)).toBe(false);
  expect(after([{ type: 'key', action: 'down' }], live)).toEqual({ state: live, effects: [] });
});
