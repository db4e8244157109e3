/**
 * The hidden voice window's side of the line: tells every window the state, does what they ask.
 *
 * Path: voice-line.ts -> here -> voice.ts.
 * Always: a window that opens late is told at once; a key that is held in a window which is gone is let go.
 */
import { shareLevel } from './level-line.ts';
import { holdForLife, viewLifeName, voiceLifeName, whenGone } from './life-lock.ts';
import { openVoiceLine } from './voice-line.ts';
import type { PageVoice } from './page-voice.ts';
import type { VoiceCommand } from './voice-line.ts';

/** Resolves once it is served. */
export async function serveVoice(voice: PageVoice, locks: LockManager | undefined): Promise<void> {
  // First, so that whoever hears of this page can watch its life.
  await holdForLife(locks, voiceLifeName);
  shareLevel(voice);
  /** The window in which the key is held. */
  let holder: string | null = null;
  const line = openVoiceLine((message) => {
    switch (message.type) {
      case 'state':
        return;
      case 'hello': {
        const { from } = message;
        tell();
        return void whenGone(locks, viewLifeName(from)).then(() => {
          if (holder === from) voice.key('up');
        });
      }
      case 'command': {
        const wasHeld = voice.state().held !== null;
        run(voice, message.command);
        if (!wasHeld && voice.state().held === 'here') holder = message.from;
      }
    }
  });
  const tell = (): void => line.post({ type: 'state', state: voice.state() });
  voice.onChanged(() => {
    if (voice.state().held === null) holder = null;
    tell();
  });
  tell();
}

function run(voice: PageVoice, command: VoiceCommand): void {
  switch (command.type) {
    case 'join':
      return voice.join(command.takeOver);
    case 'leave':
      return voice.leave();
    case 'key':
      return voice.key(command.action);
    case 'toggleMute':
      return voice.toggleMute();
    case 'startPlayback':
      return voice.startPlayback();
    case 'retryMicrophone':
      return voice.retryMicrophone();
  }
}
