/**
 * What the simulated service sends on a Realtime session. A type test holds these against the pinned `openai` package.
 */
import type { Item } from './items.ts';
import type { SessionPatch, ResponseRequest } from './client-events.ts';

export interface Usage {
  total_tokens: number;
  input_tokens: number;
  output_tokens: number;
  input_token_details: {
    text_tokens: number;
    audio_tokens: number;
    image_tokens: number;
    cached_tokens: number;
    cached_tokens_details: { text_tokens: number; audio_tokens: number; image_tokens: number };
  };
  output_token_details: { text_tokens: number; audio_tokens: number };
}

export interface ResponseStatusDetails {
  type: 'completed' | 'cancelled' | 'incomplete' | 'failed';
  reason?: 'turn_detected' | 'client_cancelled' | 'max_output_tokens' | 'content_filter';
  error?: { type: string; code: string };
}

export interface ResponseBody {
  id: string;
  object: 'realtime.response';
  conversation_id?: string;
  status: 'completed' | 'cancelled' | 'failed' | 'incomplete' | 'in_progress';
  status_details?: ResponseStatusDetails;
  output: Item[];
  output_modalities: ('text' | 'audio')[];
  metadata: NonNullable<ResponseRequest['metadata']> | null;
  usage?: Usage;
}

export interface ErrorBody {
  type: string;
  code: string | null;
  message: string;
  param: string | null;
  event_id: string | null;
}

interface OfItem {
  response_id: string;
  item_id: string;
  output_index: number;
}
type OfPart = OfItem & { content_index: number };
export type SessionBody = SessionPatch & { id: string; object: 'realtime.session'; expires_at: number };

type Body =
  | { type: 'session.created' | 'session.updated'; session: SessionBody }
  | { type: 'error'; error: ErrorBody }
  | { type: 'input_audio_buffer.committed'; item_id: string; previous_item_id: string | null }
  | { type: 'input_audio_buffer.cleared' }
  | { type: 'input_audio_buffer.speech_started'; item_id: string; audio_start_ms: number }
  | { type: 'input_audio_buffer.speech_stopped'; item_id: string; audio_end_ms: number }
  | { type: 'conversation.item.added' | 'conversation.item.done'; item: Item; previous_item_id: string | null }
  | { type: 'conversation.item.retrieved'; item: Item }
  | { type: 'conversation.item.deleted'; item_id: string }
  | { type: 'conversation.item.truncated'; item_id: string; content_index: number; audio_end_ms: number }
  | { type: 'conversation.item.input_audio_transcription.delta'; item_id: string; content_index: number; delta: string }
  | {
      type: 'conversation.item.input_audio_transcription.completed';
      item_id: string;
      content_index: number;
      transcript: string;
      usage: { type: 'duration'; seconds: number };
    }
  | { type: 'response.created' | 'response.done'; response: ResponseBody }
  | {
      type: 'response.output_item.added' | 'response.output_item.done';
      response_id: string;
      output_index: number;
      item: Item;
    }
  | ({
      type: 'response.content_part.added' | 'response.content_part.done';
      part: { type: 'text' | 'audio'; text?: string; transcript?: string };
    } & OfPart)
  | ({ type: 'response.output_text.delta' | 'response.output_audio_transcript.delta'; delta: string } & OfPart)
  | ({ type: 'response.output_audio.delta'; delta: string } & OfPart)
  | ({ type: 'response.output_text.done'; text: string } & OfPart)
  | ({ type: 'response.output_audio_transcript.done'; transcript: string } & OfPart)
  | ({ type: 'response.output_audio.done' } & OfPart)
  | ({ type: 'response.function_call_arguments.delta'; call_id: string; delta: string } & OfItem)
  | ({ type: 'response.function_call_arguments.done'; call_id: string; name: string; arguments: string } & OfItem)
  | {
      type: 'rate_limits.updated';
      rate_limits: { name: 'requests' | 'tokens'; limit: number; remaining: number; reset_seconds: number }[];
    };

/** An event before its number is put on it. */
export type ServerEventBody = Body;
export type ServerEvent = Body & { event_id: string };
