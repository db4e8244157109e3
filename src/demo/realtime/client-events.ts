/**
 * What a client may send on a Realtime session: schemas of the GA protocol's client events.
 *
 * Always: the inferred types are assignable to those of the pinned `openai` package (a type test says so), unknown fields are refused.
 */
import { z } from 'zod';

const eventId = z.string().max(512).exactOptional();
/** The service refuses longer ones. */
const itemId = z.string().min(1).max(32);

const AudioFormat = z.union([
  z.strictObject({ type: z.literal('audio/pcm').exactOptional(), rate: z.literal(24000).exactOptional() }),
  z.strictObject({ type: z.literal('audio/pcmu') }),
  z.strictObject({ type: z.literal('audio/pcma') }),
]);

const ServerVoiceActivity = z.strictObject({
  type: z.literal('server_vad'),
  create_response: z.boolean().exactOptional(),
  idle_timeout_ms: z.number().nullable().exactOptional(),
  interrupt_response: z.boolean().exactOptional(),
  prefix_padding_ms: z.number().min(0).exactOptional(),
  silence_duration_ms: z.number().min(0).exactOptional(),
  threshold: z.number().min(0).max(1).exactOptional(),
});
const SemanticVoiceActivity = z.strictObject({
  type: z.literal('semantic_vad'),
  create_response: z.boolean().exactOptional(),
  eagerness: z.enum(['low', 'medium', 'high', 'auto']).exactOptional(),
  interrupt_response: z.boolean().exactOptional(),
});
export const TurnDetection = z.discriminatedUnion('type', [ServerVoiceActivity, SemanticVoiceActivity]);
export type TurnDetection = z.infer<typeof TurnDetection>;

const Transcription = z.strictObject({
  delay: z.enum(['minimal', 'low', 'medium', 'high', 'xhigh']).exactOptional(),
  language: z.string().exactOptional(),
  model: z.string().exactOptional(),
  prompt: z.string().exactOptional(),
});
const NoiseReduction = z.strictObject({ type: z.enum(['near_field', 'far_field']).exactOptional() });
const VoiceName = z.union([z.string(), z.strictObject({ id: z.string() })]);

const AudioInput = z.strictObject({
  format: AudioFormat.exactOptional(),
  noise_reduction: NoiseReduction.exactOptional(),
  transcription: Transcription.exactOptional(),
  turn_detection: TurnDetection.nullable().exactOptional(),
});
const AudioOutput = z.strictObject({
  format: AudioFormat.exactOptional(),
  speed: z.number().min(0.25).max(1.5).exactOptional(),
  voice: VoiceName.exactOptional(),
});

export const FunctionTool = z.strictObject({
  type: z.literal('function'),
  name: z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/),
  description: z.string().exactOptional(),
  parameters: z.record(z.string(), z.unknown()).exactOptional(),
});
export type FunctionTool = z.infer<typeof FunctionTool>;

const ToolChoice = z.union([
  z.enum(['none', 'auto', 'required']),
  z.strictObject({ type: z.literal('function'), name: z.string() }),
]);
const Modalities = z.array(z.enum(['text', 'audio'])).length(1);
const MaxTokens = z.union([z.number().int().min(1), z.literal('inf')]);
const Reasoning = z.strictObject({ effort: z.enum(['minimal', 'low', 'medium', 'high', 'xhigh']).exactOptional() });
const Tracing = z.union([
  z.literal('auto'),
  z.strictObject({
    group_id: z.string().exactOptional(),
    metadata: z.unknown().exactOptional(),
    workflow_name: z.string().exactOptional(),
  }),
]);
const Truncation = z.union([
  z.enum(['auto', 'disabled']),
  z.strictObject({
    type: z.literal('retention_ratio'),
    retention_ratio: z.number().min(0).max(1),
    token_limits: z.strictObject({ post_instructions: z.number().exactOptional() }).exactOptional(),
  }),
]);

export const SessionPatch = z.strictObject({
  type: z.literal('realtime'),
  audio: z.strictObject({ input: AudioInput.exactOptional(), output: AudioOutput.exactOptional() }).exactOptional(),
  include: z.array(z.literal('item.input_audio_transcription.logprobs')).exactOptional(),
  instructions: z.string().exactOptional(),
  max_output_tokens: MaxTokens.exactOptional(),
  model: z.string().exactOptional(),
  output_modalities: Modalities.exactOptional(),
  parallel_tool_calls: z.boolean().exactOptional(),
  reasoning: Reasoning.exactOptional(),
  tool_choice: ToolChoice.exactOptional(),
  tools: z.array(FunctionTool).max(512).exactOptional(),
  tracing: Tracing.nullable().exactOptional(),
  truncation: Truncation.exactOptional(),
});
export type SessionPatch = z.infer<typeof SessionPatch>;

const itemFields = {
  id: itemId.exactOptional(),
  object: z.literal('realtime.item').exactOptional(),
  status: z.enum(['completed', 'incomplete', 'in_progress']).exactOptional(),
};
const InputText = z.strictObject({ type: z.literal('input_text'), text: z.string() });
const InputAudio = z.strictObject({
  type: z.literal('input_audio'),
  audio: z.base64().exactOptional(),
  transcript: z.string().exactOptional(),
});
const InputImage = z.strictObject({
  type: z.literal('input_image'),
  image_url: z.string(),
  detail: z.enum(['auto', 'low', 'high']).exactOptional(),
});
const OutputPart = z.union([
  z.strictObject({ type: z.literal('output_text'), text: z.string() }),
  z.strictObject({
    type: z.literal('output_audio'),
    audio: z.base64().exactOptional(),
    transcript: z.string().exactOptional(),
  }),
]);

export const NewItem = z.union([
  z.strictObject({
    ...itemFields,
    type: z.literal('message'),
    role: z.literal('user'),
    content: z.array(z.discriminatedUnion('type', [InputText, InputAudio, InputImage])).min(1),
  }),
  z.strictObject({
    ...itemFields,
    type: z.literal('message'),
    role: z.literal('system'),
    content: z.array(InputText).min(1),
  }),
  z.strictObject({
    ...itemFields,
    type: z.literal('message'),
    role: z.literal('assistant'),
    content: z.array(OutputPart).min(1),
  }),
  z.strictObject({
    ...itemFields,
    type: z.literal('function_call'),
    call_id: z.string().max(32).exactOptional(),
    name: z.string(),
    arguments: z.string(),
  }),
  z.strictObject({
    ...itemFields,
    type: z.literal('function_call_output'),
    call_id: z.string().max(32),
    output: z.string(),
  }),
]);
export type NewItem = z.infer<typeof NewItem>;

export const ResponseRequest = z.strictObject({
  audio: z
    .strictObject({
      output: z.strictObject({ format: AudioFormat.exactOptional(), voice: VoiceName.exactOptional() }).exactOptional(),
    })
    .exactOptional(),
  conversation: z.enum(['auto', 'none']).exactOptional(),
  input: z.array(NewItem).exactOptional(),
  instructions: z.string().exactOptional(),
  max_output_tokens: MaxTokens.exactOptional(),
  metadata: z.record(z.string().max(64), z.string().max(512)).nullable().exactOptional(),
  output_modalities: Modalities.exactOptional(),
  parallel_tool_calls: z.boolean().exactOptional(),
  reasoning: Reasoning.exactOptional(),
  tool_choice: ToolChoice.exactOptional(),
  tools: z.array(FunctionTool).exactOptional(),
});
export type ResponseRequest = z.infer<typeof ResponseRequest>;

export const ClientEvent = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('session.update'), event_id: eventId, session: SessionPatch }),
  z.strictObject({ type: z.literal('input_audio_buffer.append'), event_id: eventId, audio: z.base64() }),
  z.strictObject({ type: z.literal('input_audio_buffer.commit'), event_id: eventId }),
  z.strictObject({ type: z.literal('input_audio_buffer.clear'), event_id: eventId }),
  z.strictObject({
    type: z.literal('conversation.item.create'),
    event_id: eventId,
    item: NewItem,
    previous_item_id: z.string().exactOptional(),
  }),
  z.strictObject({ type: z.literal('conversation.item.retrieve'), event_id: eventId, item_id: z.string() }),
  z.strictObject({ type: z.literal('conversation.item.delete'), event_id: eventId, item_id: z.string() }),
  z.strictObject({
    type: z.literal('conversation.item.truncate'),
    event_id: eventId,
    item_id: z.string(),
    content_index: z.number().int().min(0),
    audio_end_ms: z.number().int().min(0),
  }),
  z.strictObject({ type: z.literal('response.create'), event_id: eventId, response: ResponseRequest.exactOptional() }),
  z.strictObject({ type: z.literal('response.cancel'), event_id: eventId, response_id: z.string().exactOptional() }),
]);
export type ClientEvent = z.infer<typeof ClientEvent>;
