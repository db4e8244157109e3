/**
 * A Realtime session's configuration: its start values and how a `session.update` changes them.
 */
import type { SessionPatch, TurnDetection } from './client-events.ts';
import type { SessionBody } from './server-events.ts';

export function createSessionBody(id: string, model: string, nowMs: number): SessionBody {
  const format = { type: 'audio/pcm', rate: 24000 } as const;
  return {
    id,
    object: 'realtime.session',
    type: 'realtime',
    model,
    expires_at: Math.floor(nowMs / 1000) + 3600,
    output_modalities: ['audio'],
    instructions: '',
    tools: [],
    tool_choice: 'auto',
    max_output_tokens: 'inf',
    tracing: null,
    truncation: 'auto',
    audio: {
      input: {
        format,
        turn_detection: {
          type: 'server_vad',
          threshold: 0.5,
          prefix_padding_ms: 300,
          silence_duration_ms: 500,
          create_response: true,
          interrupt_response: true,
        },
      },
      output: { format, voice: 'marin', speed: 1 },
    },
  };
}

/** The session after an update: given fields replace, `audio` is merged one level down, everything else stays. */
export function updateSessionBody(body: SessionBody, patch: SessionPatch): SessionBody {
  return {
    ...body,
    ...patch,
    model: body.model ?? '',
    audio: {
      input: { ...body.audio?.input, ...patch.audio?.input },
      output: { ...body.audio?.output, ...patch.audio?.output },
    },
  };
}

/** Turn detection as plain numbers. */
export interface Detection {
  readonly silenceMs: number;
  readonly prefixMs: number;
  readonly threshold: number;
  readonly createResponse: boolean;
  readonly interruptResponse: boolean;
}

/** How the session ends turns by itself, or null where the client does. */
export function toDetection(
  turnDetection: TurnDetection | null | undefined,
  semanticSilenceMs: number,
): Detection | null {
  if (!turnDetection) return null;
  const common = {
    createResponse: turnDetection.create_response ?? true,
    interruptResponse: turnDetection.interrupt_response ?? true,
  };
  if (turnDetection.type === 'semantic_vad') {
    return { ...common, silenceMs: semanticSilenceMs, prefixMs: 300, threshold: 0.5 };
  }
  return {
    ...common,
    silenceMs: turnDetection.silence_duration_ms ?? 500,
    prefixMs: turnDetection.prefix_padding_ms ?? 300,
    threshold: turnDetection.threshold ?? 0.5,
  };
}
