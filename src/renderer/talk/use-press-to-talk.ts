import { useRef } from 'react';
import { useVoice, useVoiceState } from '../voice/voice-context.tsx';
import { isLive, isTakingPart } from '../voice/voice-state.ts';
import type { KeyboardEvent, MouseEvent, PointerEvent } from 'react';

export interface PressHandlers {
  onPointerDown(event: PointerEvent): void;
  onContextMenu(event: MouseEvent): void;
  onPointerUp(): void;
  onPointerCancel(): void;
  onKeyDown(event: KeyboardEvent): void;
  onKeyUp(event: KeyboardEvent): void;
  onClick(event: MouseEvent): void;
}

const isPressKey = (event: KeyboardEvent): boolean => event.code === 'Space' || event.code === 'Enter';

/**
 * What pressing the microphone does: join when not in the talk, hold to talk in push-to-talk, else mute and unmute.
 * Assistive technology clicks without pointer or key: then a click begins a turn and the next one ends it.
 */
export function usePressToTalk(): PressHandlers {
  const voice = useVoice();
  const state = useVoiceState();
  const pressed = useRef(false);
  const holds = isLive(state) && state.mode === 'push-to-talk';
  const down = (): void => {
    pressed.current = true;
    voice.key('down');
  };
  const up = (): void => {
    // A quick release may come before the state of a voice elsewhere says that the key is held.
    if (pressed.current || (holds && voice.state().held !== null)) voice.key('up');
  };
  return {
    onPointerDown(event) {
      // The press before may have ended without a click.
      pressed.current = false;
      if (!holds || event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      down();
    },
    // A long press on a phone is speech, not a menu.
    onContextMenu: (event) => event.preventDefault(),
    onPointerUp: up,
    onPointerCancel() {
      up();
      pressed.current = false;
    },
    // A key that holds makes no click, so that each click without a pointer is one of its own.
    onKeyDown(event) {
      if (!holds || !isPressKey(event)) return;
      event.preventDefault();
      if (!event.repeat) down();
    },
    onKeyUp(event) {
      if (!isPressKey(event)) return;
      if (pressed.current) event.preventDefault();
      up();
      pressed.current = false;
    },
    onClick(event) {
      if (!isTakingPart(state)) voice.join(state.phase.status === 'elsewhere');
      else if (isLive(state) && state.mode === 'hands-free') voice.toggleMute();
      // Some assistive technology counts its click as one of a pointer, but presses none down.
      else if (holds && (event.detail === 0 || !pressed.current)) voice.key('toggle');
      pressed.current = false;
    },
  };
}
