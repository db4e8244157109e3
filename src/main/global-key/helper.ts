/**
 * The key helper: sees the keyboard of the whole machine, which Electron's shortcuts cannot (they know no key-up).
 *
 * Path: global-key.ts starts it on the bundled Node -> here -> its reports. Bundled to out/node/global-key.js.
 * Always: a process of its own, because the keyboard library ends its process where it lacks rights; gone with its parent.
 * Source: FACTS on uiohook-napi; protocol.ts says what is told.
 */
import { uIOhook, UiohookKey } from 'uiohook-napi';
import type { UiohookKeyboardEvent } from 'uiohook-napi';
import { stepHold, toWatchedKey } from './key-hold.ts';
import type { Hold, KeyStroke, Modifier, WatchedKey } from './key-hold.ts';
import { HelperOrder } from './protocol.ts';
import type { HelperReport } from './protocol.ts';

let watched: WatchedKey | null = null;
let hold: Hold = 'up';

const tell = (type: HelperReport['type']): void => void process.send?.({ type }, undefined, {}, () => undefined);

function toStroke(event: UiohookKeyboardEvent, down: boolean): KeyStroke {
  const modifiers: Modifier[] = [];
  if (event.ctrlKey) modifiers.push('control');
  if (event.altKey) modifiers.push('alt');
  if (event.shiftKey) modifiers.push('shift');
  if (event.metaKey) modifiers.push('meta');
  return { down, keycode: event.keycode, modifiers };
}

function onStroke(stroke: KeyStroke): void {
  if (!watched) return;
  const step = stepHold(hold, stroke, watched, UiohookKey);
  hold = step.hold;
  if (step.told) tell(step.told);
}

process.on('message', (message) => {
  const order = HelperOrder.safeParse(message);
  if (!order.success) return;
  if (hold === 'held') tell('released');
  hold = 'up';
  watched = toWatchedKey(order.data.watch, UiohookKey, process.platform);
});
process.on('disconnect', () => process.exit(0));

uIOhook.on('keydown', (event) => onStroke(toStroke(event, true)));
uIOhook.on('keyup', (event) => onStroke(toStroke(event, false)));
uIOhook.start();
tell('ready');
