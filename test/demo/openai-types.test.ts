/**
 * Holds the simulated protocol against the pinned `openai` package, at compile time: an event the package would not allow cannot be
 * accepted, and one it does not know cannot be sent.
 */
import type { SpeechCreateParams } from 'openai/resources/audio/speech';
import type {
  Transcription,
  TranscriptionCreateParamsBase,
  TranscriptionStreamEvent,
} from 'openai/resources/audio/transcriptions';
import type {
  ChatCompletion,
  ChatCompletionChunk,
  ChatCompletionCreateParamsBase,
  ChatCompletionFunctionTool,
  ChatCompletionMessageParam,
} from 'openai/resources/chat/completions/completions';
import type {
  ConversationItem,
  RealtimeClientEvent,
  RealtimeResponseCreateParams,
  RealtimeServerEvent,
  RealtimeSessionCreateRequest,
} from 'openai/resources/realtime/realtime';
import { expectTypeOf, test } from 'vitest';
import type { ClientEvent, NewItem, ResponseRequest, SessionPatch } from '../../src/demo/realtime/client-events.ts';
import type { ServerEvent } from '../../src/demo/realtime/server-events.ts';
import type { CompletionBody, CompletionChunk } from '../../src/demo/rest/completion-answer.ts';
import type { Message } from '../../src/demo/rest/completion-messages.ts';
import type { CompletionRequest } from '../../src/demo/rest/completion-request.ts';
import type { SpeechRequest } from '../../src/demo/rest/speech-request.ts';
import type { TranscriptionBody, TranscriptionEvent } from '../../src/demo/rest/transcribe.ts';
import type { TranscriptionRequest } from '../../src/demo/rest/transcription-request.ts';

test('every accepted client event is one of the openai package', () => {
  expectTypeOf<ClientEvent>().toExtend<RealtimeClientEvent>();
});

type OfType<Event, T> = Event extends { type: T } ? Event : never;
type AllKeys<T> = T extends unknown ? keyof T : never;
/** For each event type, the fields accepted here that the package does not know. */
type UnknownFields = {
  [T in ClientEvent['type']]: Exclude<AllKeys<OfType<ClientEvent, T>>, AllKeys<OfType<RealtimeClientEvent, T>>>;
}[ClientEvent['type']];

test('no field of a client event, session, response or item is accepted that the openai package does not know', () => {
  expectTypeOf<UnknownFields>().toEqualTypeOf<never>();
  expectTypeOf<Exclude<AllKeys<SessionPatch>, AllKeys<RealtimeSessionCreateRequest>>>().toEqualTypeOf<never>();
  expectTypeOf<Exclude<AllKeys<ResponseRequest>, AllKeys<RealtimeResponseCreateParams>>>().toEqualTypeOf<never>();
  expectTypeOf<Exclude<AllKeys<NewItem>, AllKeys<ConversationItem>>>().toEqualTypeOf<never>();
});

test('every sent event is one of the openai package', () => {
  expectTypeOf<ServerEvent>().toExtend<RealtimeServerEvent>();
});

test('every accepted REST request is one of the openai package', () => {
  expectTypeOf<CompletionRequest>().toExtend<ChatCompletionCreateParamsBase>();
  expectTypeOf<TranscriptionRequest>().toExtend<TranscriptionCreateParamsBase>();
  expectTypeOf<SpeechRequest>().toExtend<SpeechCreateParams>();
});

type OfRole<M, R> = M extends { role: R } ? M : never;
/** For each role, the fields accepted here that the package does not know. */
type UnknownMessageFields = {
  [R in Message['role']]: Exclude<AllKeys<OfRole<Message, R>>, AllKeys<OfRole<ChatCompletionMessageParam, R>>>;
}[Message['role']];
type Tool = NonNullable<CompletionRequest['tools']>[number];

test('no field of a REST request is accepted that the openai package does not know', () => {
  expectTypeOf<Exclude<keyof CompletionRequest, keyof ChatCompletionCreateParamsBase>>().toEqualTypeOf<never>();
  expectTypeOf<UnknownMessageFields>().toEqualTypeOf<never>();
  expectTypeOf<Exclude<keyof Tool['function'], keyof ChatCompletionFunctionTool['function']>>().toEqualTypeOf<never>();
  expectTypeOf<Exclude<keyof TranscriptionRequest, keyof TranscriptionCreateParamsBase>>().toEqualTypeOf<never>();
  expectTypeOf<Exclude<keyof SpeechRequest, keyof SpeechCreateParams>>().toEqualTypeOf<never>();
});

test('every REST answer is one of the openai package', () => {
  expectTypeOf<CompletionBody>().toExtend<ChatCompletion>();
  expectTypeOf<CompletionChunk>().toExtend<ChatCompletionChunk>();
  expectTypeOf<TranscriptionBody>().toExtend<Transcription>();
  expectTypeOf<TranscriptionEvent>().toExtend<TranscriptionStreamEvent>();
});
