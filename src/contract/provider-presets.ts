/**
 * Providers the settings window offers: address, models and voices of each stage, and what choosing one changes.
 *
 * Path: renderer's Providers section -> here -> `settings.set`. A pure table.
 * Always: a preset without a Realtime model sets the brain to `pipeline`; a stage elsewhere than the provider names its own
 * secret. How a key is sent is decided by `provider-key-headers.ts`. Sources: the providers' API references.
 */
import type { ProviderStage } from './provider.ts';

/** One stage of a preset. The first model and voice are proposed; others may be typed. */
export interface StagePreset {
  /** Null: the provider's own address, or the one the person types (`needsAddress`). */
  readonly baseUrl: string | null;
  readonly models: readonly string[];
  readonly voices: readonly string[];
}

/** A provider as it is offered. */
export interface ProviderPreset {
  readonly id: 'openai' | 'azure' | 'groq' | 'local' | 'custom';
  readonly name: string;
  /** Name of the secret its key is stored under; null: it needs none. */
  readonly secret: string | null;
  /** Where a key is made. */
  readonly keyPage: string | null;
  /** The person must type an address of this form. */
  readonly addressExample: string | null;
  readonly stages: Readonly<Partial<Record<ProviderStage, StagePreset>>>;
  /** Format the speech stage is asked for; `wav` where raw samples are not offered. */
  readonly speechFormat: 'pcm' | 'wav';
}

const openAiVoices = ['marin', 'cedar', 'alloy', 'ash', 'ballad', 'coral', 'echo', 'sage', 'shimmer', 'verse'];
const groq = 'https://api.groq.com/openai/v1';
const speaches = 'http://127.0.0.1:8000/v1';

const openAiStages: ProviderPreset['stages'] = {
  realtime: { baseUrl: null, models: ['gpt-realtime', 'gpt-realtime-mini'], voices: openAiVoices },
  transcription: { baseUrl: null, models: ['gpt-4o-mini-transcribe', 'gpt-4o-transcribe', 'whisper-1'], voices: [] },
  completion: { baseUrl: null, models: ['gpt-4.1-mini', 'gpt-4.1', 'gpt-4o-mini'], voices: [] },
  speech: { baseUrl: null, models: ['gpt-4o-mini-tts', 'tts-1'], voices: openAiVoices },
};

/** Every preset, in the order in which they are shown. */
export const providerPresets: readonly ProviderPreset[] = [
  {
    id: 'openai',
    name: 'OpenAI',
    secret: 'openai',
    keyPage: 'https://platform.openai.com/api-keys',
    addressExample: null,
    stages: openAiStages,
    speechFormat: 'pcm',
  },
  {
    // Models are the names of the owner's deployments; Azure proposes the model's name.
    id: 'azure',
    name: 'Azure OpenAI',
    secret: 'azure',
    keyPage: 'https://portal.azure.com',
    addressExample: 'https://your-resource.openai.azure.com/openai/v1',
    stages: openAiStages,
    speechFormat: 'pcm',
  },
  {
    id: 'groq',
    name: 'Groq',
    secret: 'groq',
    keyPage: 'https://console.groq.com/keys',
    addressExample: null,
    stages: {
      transcription: { baseUrl: groq, models: ['whisper-large-v3-turbo', 'whisper-large-v3'], voices: [] },
      completion: { baseUrl: groq, models: ['openai/gpt-oss-20b', 'llama-3.3-70b-versatile'], voices: [] },
      speech: {
        baseUrl: groq,
        models: ['canopylabs/orpheus-v1-english'],
        voices: ['hannah', 'autumn', 'diana', 'austin', 'daniel', 'troy'],
      },
    },
    speechFormat: 'wav',
  },
  {
    id: 'local',
    name: 'Ollama + Speaches',
    secret: null,
    keyPage: null,
    addressExample: null,
    stages: {
      transcription: {
        baseUrl: speaches,
        models: ['Systran/faster-whisper-small', 'Systran/faster-whisper-base'],
        voices: [],
      },
      completion: { baseUrl: 'http://127.0.0.1:11434/v1', models: ['qwen3:4b', 'llama3.2'], voices: [] },
      speech: {
        baseUrl: speaches,
        models: ['speaches-ai/Kokoro-82M-v1.0-ONNX'],
        voices: ['af_heart', 'af_bella', 'am_michael', 'bf_emma', 'bm_george'],
      },
    },
    speechFormat: 'pcm',
  },
  {
    id: 'custom',
    name: 'Custom',
    secret: 'custom',
    keyPage: null,
    addressExample: 'https://example.org/v1',
    stages: openAiStages,
    speechFormat: 'pcm',
  },
];

/** One `settings.set`. */
export interface SettingsChange {
  readonly key: string;
  readonly value: unknown;
}

/** What choosing a preset sets, in order. `address` is what the person typed where `addressExample` asks for one. */
export function changesOfPreset(preset: ProviderPreset, address: string | null = null): readonly SettingsChange[] {
  const { realtime, transcription, completion, speech } = preset.stages;
  const secretOf = (stage: StagePreset): string | null => (stage.baseUrl === null ? null : preset.secret);
  const stageOf = (stage: StagePreset): Readonly<Record<string, unknown>> => ({
    baseUrl: stage.baseUrl,
    model: stage.models[0],
    secret: secretOf(stage),
  });
  const provider = realtime && {
    key: 'provider',
    value: {
      baseUrl: address,
      model: realtime.models[0],
      voice: realtime.voices[0],
      secret: preset.secret ?? 'openai',
    },
  };
  return [
    ...(provider ? [provider] : []),
    ...(transcription ? [{ key: 'pipeline.transcription', value: stageOf(transcription) }] : []),
    ...(completion ? [{ key: 'pipeline.completion', value: stageOf(completion) }] : []),
    ...(speech
      ? [
          {
            key: 'pipeline.speech',
            value: { ...stageOf(speech), voice: speech.voices[0], format: preset.speechFormat },
          },
        ]
      : []),
    { key: 'talk.brain', value: realtime ? 'auto' : 'pipeline' },
  ];
}
