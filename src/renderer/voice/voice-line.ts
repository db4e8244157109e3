/**
 * What the hidden voice window and the windows that show it say to each other, over a BroadcastChannel of their origin.
 *
 * Path: remote-voice.ts (windows) <-> here <-> serve-voice.ts (voice window). The level has a line of its own (level-line.ts).
 * Always: a message that is not exactly one of these is none.
 */
import { z } from 'zod';
import { KeyAction, TalkMode, WireError } from '../../contract/index.ts';
import type { VoiceState } from './voice-state.ts';

const lineName = 'parley-voice';

const Phase = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('idle') }),
  z.strictObject({ status: z.literal('elsewhere') }),
  z.strictObject({ status: z.literal('locking') }),
  z.strictObject({ status: z.literal('joining'), attempt: z.int().min(0), rejoin: z.boolean() }),
  z.strictObject({ status: z.literal('live'), identity: z.string(), interrupted: z.boolean() }),
  z.strictObject({ status: z.literal('failed'), problem: WireError }),
]);

const Snapshot: z.ZodType<VoiceState> = z.strictObject({
  phase: Phase,
  generation: z.int(),
  mode: TalkMode,
  speaks: z.boolean(),
  muted: z.boolean(),
  held: z.enum(['here', 'outside']).nullable(),
  presses: z.int().min(0),
  assistantSpeaks: z.boolean(),
  microphone: z.enum(['off', 'starting', 'on']),
  problem: z.enum(['denied', 'missing', 'busy', 'silent', 'away', 'insecure', 'failed']).nullable(),
  playbackBlocked: z.boolean(),
});

const VoiceCommand = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('join'), takeOver: z.boolean() }),
  z.strictObject({ type: z.literal('leave') }),
  z.strictObject({ type: z.literal('key'), action: KeyAction }),
  z.strictObject({ type: z.literal('toggleMute') }),
  z.strictObject({ type: z.literal('startPlayback') }),
  z.strictObject({ type: z.literal('retryMicrophone') }),
]);
export type VoiceCommand = z.infer<typeof VoiceCommand>;

const ViewId = z.uuid();

const VoiceMessage = z.discriminatedUnion('type', [
  /** From the voice window: how it is now. */
  z.strictObject({ type: z.literal('state'), state: Snapshot }),
  /** From a window that just opened: it wants the state. */
  z.strictObject({ type: z.literal('hello'), from: ViewId }),
  z.strictObject({ type: z.literal('command'), from: ViewId, command: VoiceCommand }),
]);
export type VoiceMessage = z.infer<typeof VoiceMessage>;

export function parseVoiceMessage(data: unknown): VoiceMessage | null {
  return VoiceMessage.safeParse(data).data ?? null;
}

export interface VoiceLine {
  post(message: VoiceMessage): void;
}

/** Opens the line; `onMessage` gets what the other windows say, never what this one does. */
export function openVoiceLine(onMessage: (message: VoiceMessage) => void): VoiceLine {
  const channel = new BroadcastChannel(lineName);
  channel.onmessage = ({ data }) => {
    const message = parseVoiceMessage(data);
    if (message) onMessage(message);
  };
  return { post: (message) => channel.postMessage(message) };
}
