import { useCallback, useEffect, useRef, useState } from 'react';
import { useVoice, useVoiceState } from './voice-context.tsx';
import type { Microphone } from './microphone.ts';
import type { MicrophoneProblem } from './microphone-state.ts';

/** So loud (of 1) is a voice, not a room: about −36 dB. */
const voiceLevel = 0.35;

export interface MicrophoneCheck {
  /** `talk`: the talk has the microphone, and shows its level. */
  readonly status: 'idle' | 'starting' | 'on' | 'talk';
  readonly problem: MicrophoneProblem | null;
  /** A voice was heard. */
  readonly heard: boolean;
  start(): void;
  stop(): void;
  readonly follow: (show: (level: number) => void) => () => void;
}

/** A look at the microphone: the talk's while it has it, else one of its own for as long as it is wanted. */
export function useMicrophoneCheck(): MicrophoneCheck {
  const voice = useVoice();
  const inTalk = useVoiceState();
  const own = useRef<Microphone | null>(null);
  const listeners = useRef(new Set<(level: number) => void>());
  const [status, setStatus] = useState<'idle' | 'starting' | 'on'>('idle');
  const [problem, setProblem] = useState<MicrophoneProblem | null>(null);
  const [heard, setHeard] = useState(false);
  const tell = useCallback((level: number) => {
    for (const listener of listeners.current) listener(level);
    if (level >= voiceLevel) setHeard(true);
  }, []);
  const stop = useCallback(() => {
    own.current?.stop();
    own.current = null;
    setStatus('idle');
    setProblem(null);
  }, []);
  const isTalking = inTalk.microphone !== 'off';
  useEffect(() => (isTalking ? voice.onLevel(tell) : undefined), [voice, isTalking, tell]);
  useEffect(() => stop, [stop, isTalking]);
  return {
    status: isTalking ? 'talk' : status,
    problem: isTalking ? inTalk.problem : problem,
    heard,
    start() {
      void voice.sound.open();
      setHeard(false);
      setStatus('starting');
      own.current = voice.sound.createMicrophone({
        onTrack: () => undefined,
        onLevel: tell,
        onChanged: (state, found) => {
          setStatus(state);
          setProblem(found);
        },
      });
      own.current.start();
      // Whoever checks means to speak.
      own.current.setHeld(true);
    },
    stop,
    follow: useCallback((show) => {
      listeners.current.add(show);
      return () => listeners.current.delete(show);
    }, []),
  };
}
