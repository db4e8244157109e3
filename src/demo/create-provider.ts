/**
 * The simulated model provider: one mind (hearing, thinking, speaking) and a front desk on 127.0.0.1 that serves it.
 *
 * Path: agent (or a test) -> front desk -> Realtime or REST -> mind. Tests use it in their own process; the demo runs provider.ts.
 * Always: only the given key is let in; everything that arrived and left is in `log`; nothing listens after `close`.
 */
import { randomBytes } from 'node:crypto';
import type { Faults } from './faults.ts';
import { FrontDesk } from './front-desk.ts';
import { createRecogniser } from './hearing/recogniser.ts';
import { createMind } from './mind.ts';
import type { ProviderLog } from './provider-log.ts';
import { createSpeaker } from './speaking/speaker.ts';
import { createVoice } from './speaking/voice.ts';
import type { Voice } from './speaking/voice.ts';
import { defaultSentences } from './thinking/sentences.ts';
import type { Sentence } from './thinking/sentences.ts';

export interface ProviderOptions {
  /** The one accepted bearer key; a random one where none is given. */
  readonly key?: string;
  readonly port?: number;
  readonly faults?: Faults;
  /** A voice to share between providers; one is made (and closed) where none is given. */
  readonly voice?: Voice;
  /** The sentences it knows; the default ones where none are given. */
  readonly sentences?: readonly Sentence[];
  /** Where templates of the sentences are kept between starts; nowhere when left out. */
  readonly cacheFolder?: string;
  /** Be ready before the sentences are learnt; the first utterance then waits for them. */
  readonly learnLater?: boolean;
  /** Models there are on REST; the service's own where none are given. */
  readonly models?: readonly string[];
  /** Waiting before each answer. */
  readonly thinkingMs?: number;
  /** Waiting before each word of a streamed completion. */
  readonly wordMs?: number;
  /** Sound per audio delta, or per piece of a spoken body. */
  readonly chunkMs?: number;
  /** How much faster than real time answers are sent. */
  readonly paceFactor?: number;
  /** Sound sent at once at the start of an answer. */
  readonly leadMs?: number;
  /** The silence that ends a turn under `semantic_vad`. */
  readonly semanticSilenceMs?: number;
  /** Told of a failure inside the provider itself. */
  readonly onFailure?: (error: unknown) => void;
}

export interface Provider {
  /** The base URL for an OpenAI client, ending in /v1. */
  readonly url: string;
  readonly key: string;
  readonly log: ProviderLog;
  readonly voice: Voice;
  /** Replaces the faults, for open connections too; `{}` heals. */
  setFaults(faults: Faults): void;
  setThinkingMs(thinkingMs: number): void;
  /** Tears the present Realtime connections down; new ones are served. */
  dropConnections(): void;
  /** Ends every connection and stops listening. */
  close(): Promise<void>;
}

export async function createProvider(options: ProviderOptions = {}): Promise<Provider> {
  const key = options.key ?? `demo-${randomBytes(24).toString('base64url')}`;
  const sentences = options.sentences ?? defaultSentences;
  const voice = options.voice ?? (await createVoice());
  const recogniser = createRecogniser({ sentences, voice, cacheFolder: options.cacheFolder ?? null });
  if (!options.learnLater) await recogniser.learnt;
  const desk = new FrontDesk(key, options, createMind(sentences, recogniser, createSpeaker(voice)));
  const url = await desk.listen(options.port ?? 0);
  return {
    url,
    key,
    log: desk.log,
    voice,
    setFaults: (faults) => desk.setFaults(faults),
    setThinkingMs: (thinkingMs) => {
      desk.thinkingMs = thinkingMs;
    },
    dropConnections: () => desk.dropConnections(),
    close: async () => {
      await desk.close();
      if (!options.voice) voice.close();
    },
  };
}
