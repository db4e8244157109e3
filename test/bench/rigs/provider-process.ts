/**
 * The simulated provider as a process of the bench; says on demand what it heard and answered.
 *
 * Always: with `--terse` it answers everything with the same short word and compares what it hears with no sentence, so that
 * no system waits for another answer's length; what provider time is left is reported with every answer.
 */
import { createProvider } from '../../../src/demo/create-provider.ts';
import type { Provider } from '../../../src/demo/create-provider.ts';
import type { ResponseRecord } from '../../../src/demo/provider-log.ts';
import type { CompletionRecord } from '../../../src/demo/rest/stage-records.ts';
import { toDurationMs } from '../../../src/demo/speaking/pcm.ts';
import { createVoice } from '../../../src/demo/speaking/voice.ts';
import type { Voice } from '../../../src/demo/speaking/voice.ts';
import { endWithParent } from './child.ts';
import type { Answered, ProviderMessage } from './provider.ts';

const word = 'Yes';
const audibleLevel = 150;

const tell = (message: ProviderMessage): void => void process.send?.(message);

endWithParent();
const provider = await createProvider(process.argv.includes('--terse') ? await terse() : {});
process.on('SIGTERM', () => void provider.close().finally(() => process.exit(0)));
process.on('message', ({ sinceMs }: { sinceMs: number }) => tell(report(provider, sinceMs)));
tell({ type: 'ready', baseUrl: provider.url, apiKey: provider.key });

async function terse(): Promise<{ voice: Voice; sentences: [] }> {
  const voice = await createVoice();
  const spoken = await voice.synthesise(word);
  return {
    voice: { program: voice.program, synthesise: () => Promise.resolve(spoken), close: () => voice.close() },
    sentences: [],
  };
}

function report({ log }: Provider, sinceMs: number): ProviderMessage {
  return {
    type: 'report',
    committedAtMs: [
      ...log.turns.map((turn) => turn.committedAtMs),
      ...log.completions.map((completion) => completion.receivedAtMs),
    ].filter((atMs) => atMs >= sinceMs),
    answers: [
      ...log.responses.filter((response) => response.createdAtMs >= sinceMs).flatMap(toAnswered),
      ...log.completions
        .filter(({ receivedAtMs }) => receivedAtMs >= sinceMs)
        .flatMap((one) => toAnsweredByStages(one, log)),
    ],
  };
}

/** What the stages took in the path of the answer: thinking, making sound, silence at its start. */
function toAnsweredByStages({ receivedAtMs, thinkMs }: CompletionRecord, { speeches }: Provider['log']): Answered[] {
  const speech = speeches.find((one) => one.receivedAtMs >= receivedAtMs && one.firstByteAtMs !== null);
  if (!speech) return [];
  return [{ createdAtMs: receivedAtMs, providerMs: thinkMs + speech.synthesisMs + silenceBefore(speech.pcm) }];
}

function toAnswered(response: ResponseRecord): Answered[] {
  const { createdAtMs, firstAudioAtMs, hearMs, thinkMs, synthesisMs, pcm } = response;
  if (firstAudioAtMs === null) return [];
  return [{ createdAtMs, providerMs: hearMs + thinkMs + synthesisMs + silenceBefore(pcm) }];
}

const silenceBefore = (pcm: Int16Array): number =>
  toDurationMs(
    Math.max(
      0,
      pcm.findIndex((sample) => Math.abs(sample) >= audibleLevel),
    ),
  );
