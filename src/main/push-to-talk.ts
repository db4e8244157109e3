/**
 * Drives push-to-talk from outside the windows: key, tray and programs in, bridge and bar out.
 *
 * Path: global-key.ts, tray.ts, hands.ts, `talk.keyAsked`, `talk.keyOver` -> here -> push-to-talk-state.ts -> bridge `talk.key`,
 * `talk.setMode`.
 */
import type { Bridge, DesktopSettings } from '../contract/index.ts';
import { initialPushToTalk, isTalking, stepPushToTalk } from './push-to-talk-state.ts';
import type { PushToTalkEffect, PushToTalkEvent, PushToTalkRules, PushToTalkState } from './push-to-talk-state.ts';

/**
 * Tap and double tap as hands do them; the longest hold is the longest turn that the agent takes; desktops repeat a key that
 * is down after 660 ms at most, unless told otherwise.
 */
const times = { tapMs: 250, doubleTapMs: 350, longestMs: 120_000, repeatMs: 1_000 };

export interface PushToTalkOptions {
  readonly bridge: Bridge;
  readonly bar: { show(): void; hide(): void };
  settings(): DesktopSettings;
}

export class PushToTalk {
  readonly #options: PushToTalkOptions;
  readonly #ends: readonly (() => void)[];
  readonly #timers = new Set<NodeJS.Timeout>();
  #state: PushToTalkState = initialPushToTalk;

  constructor(options: PushToTalkOptions) {
    this.#options = options;
    const { bridge } = options;
    this.#ends = [
      bridge.subscribe('talk.changed', (message) => {
        const view = message.type === 'state' ? message.state : message.payload;
        this.feed({ type: 'modeChanged', mode: view.mode });
      }),
      bridge.subscribe('talk.keyAsked', (message) => {
        if (message.type === 'event') this.feed({ type: 'asked', action: message.payload.action });
      }),
      bridge.subscribe('talk.keyOver', (message) => {
        if (message.type === 'event') this.feed({ type: 'over' });
      }),
    ];
  }

  get isTalking(): boolean {
    return isTalking(this.#state);
  }

  feed(event: PushToTalkEvent): void {
    const { releaseDelayMs } = this.#options.settings();
    const rules: PushToTalkRules = { ...times, releaseDelayMs };
    const { state, effects } = stepPushToTalk(this.#state, event, Date.now(), rules);
    this.#state = state;
    for (const effect of effects) this.#run(effect);
  }

  close(): void {
    this.feed({ type: 'forced' });
    for (const end of this.#ends) end();
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  #run(effect: PushToTalkEffect): void {
    const { bridge, bar, settings } = this.#options;
    switch (effect.type) {
      case 'sendKey':
        // Where nobody listens for the key, the window says why.
        return void bridge.invoke('talk.key', { action: effect.action, decided: true }).catch(() => undefined);
      case 'setMode':
        return void bridge.invoke('talk.setMode', { mode: effect.mode, forNow: true }).catch(() => undefined);
      case 'showBar':
        if (settings().bar) bar.show();
        return;
      case 'hideBar':
        return bar.hide();
      case 'wake': {
        const timer = setTimeout(
          () => {
            this.#timers.delete(timer);
            this.feed({ type: 'due' });
          },
          Math.max(0, effect.atMs - Date.now()),
        );
        timer.unref();
        this.#timers.add(timer);
      }
    }
  }
}
