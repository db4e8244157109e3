/**
 * Which provider the agent speaks to, and with which key.
 *
 * Path: settings, secrets, environment, demo -> here -> the agent's hello.
 * Always: the demo's provider is used only in the demo; a key of the environment is used and never stored; a stage of the
 * second brain with an address of its own gets only the key named for it.
 */
import { providerAddressMistake } from '../../contract/index.ts';
import type { AgentHello, AppStatus, PipelineAccess, Settings, WireError } from '../../contract/index.ts';
import type { SecretStore } from '../ports.ts';
import { pipelineStages } from '../secrets/destinations.ts';
import type { PipelineStage } from '../secrets/destinations.ts';

/** OpenAI's own API. */
export const openAiBaseUrl = 'https://api.openai.com/v1';

/** What a provider decision is made from. Empty environment variables count as not set. */
export interface ProviderInputs {
  readonly settings: Settings;
  readonly storedKey: { readonly value: string; readonly storage: 'keychain' | 'memory' } | null;
  /** Values of the secrets that the second brain's stages name. */
  readonly stageKeys?: ReadonlyMap<string, string>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly demo: { readonly baseUrl: string; readonly apiKey: string } | null;
}

/** The agent's hello, where its key comes from, and what is wrong with it. */
export interface ProviderChoice {
  readonly hello: AgentHello;
  readonly source: AppStatus['provider']['source'];
  readonly simulated: boolean;
  /** Why no talk can start with it, or null. */
  readonly problem: WireError | null;
}

/** The demo goes first, then a stored key, then the environment; without a key or an address the choice says so in `problem`. */
export function decideProvider(inputs: ProviderInputs): ProviderChoice {
  const { settings, storedKey, environment, demo } = inputs;
  const { model, voice } = settings.provider;
  const logLevel = settings.log.level;
  const choose = (baseUrl: string, apiKey: string, source: ProviderChoice['source']): ProviderChoice => {
    const pipeline = pipelineAccess(inputs, { baseUrl, apiKey });
    const brain = usableBrain(settings, { realtime: apiKey !== '', pipeline: hasItsKeys(settings, pipeline, baseUrl) });
    return {
      hello: {
        hello: {
          provider: { baseUrl, apiKey, model, voice, brain: brain ?? settings.talk.brain, pipeline },
          logLevel,
        },
      },
      source,
      simulated: source === 'demo',
      problem: brain === null ? noKey : null,
    };
  };

  if (demo) return choose(demo.baseUrl, demo.apiKey, 'demo');
  const baseUrl = settings.provider.baseUrl ?? nonEmpty(environment['OPENAI_BASE_URL']?.trim()) ?? openAiBaseUrl;
  const mistake = settings.provider.baseUrl === null ? providerAddressMistake(baseUrl) : null;
  if (mistake !== null) return withoutAddress(inputs, mistake);
  if (storedKey) return choose(baseUrl, storedKey.value, storedKey.storage);
  const environmentKey = nonEmpty(environment['OPENAI_API_KEY']);
  return environmentKey ? choose(baseUrl, environmentKey, 'environment') : choose(baseUrl, '', null);
}

/** As long as OPENAI_BASE_URL is no address, only a second brain with addresses of its own can answer. No other key goes anywhere. */
function withoutAddress(
  { settings, storedKey, stageKeys, environment }: ProviderInputs,
  mistake: string,
): ProviderChoice {
  const hasKey = storedKey !== null || nonEmpty(environment['OPENAI_API_KEY']) !== null;
  const { brain } = settings.talk;
  const ownStages = pipelineStages.every((stage) => settings.pipeline[stage].baseUrl !== null);
  const isAskedFor = !ownStages || brain === 'realtime' || (brain === 'auto' && hasKey);
  const bare: ProviderInputs = { settings, storedKey: null, environment: {}, demo: null };
  if (isAskedFor) return { ...decideProvider(bare), problem: badAddress(mistake) };
  return decideProvider(stageKeys ? { ...bare, stageKeys } : bare);
}

/** The brain to ask for, or null where a key is missing. `auto` without a key for Realtime is the other one, where that has its keys. */
function usableBrain(
  { talk: { brain } }: Settings,
  has: { readonly realtime: boolean; readonly pipeline: boolean },
): Settings['talk']['brain'] | null {
  if (brain === 'pipeline') return has.pipeline ? brain : null;
  if (has.realtime) return brain;
  return brain === 'auto' && has.pipeline ? 'pipeline' : null;
}

/** A stage at the provider's address needs a key, so does one that names a secret; a service of one's own may need none. */
function hasItsKeys(settings: Settings, access: PipelineAccess, providerUrl: string): boolean {
  return pipelineStages.every((stage) => {
    const { baseUrl, apiKey } = access[stage];
    return apiKey !== '' || (settings.pipeline[stage].secret === null && baseUrl !== providerUrl);
  });
}

/** The demo has one provider for everything. */
function pipelineAccess(inputs: ProviderInputs, common: { baseUrl: string; apiKey: string }): PipelineAccess {
  const { pipeline } = inputs.settings;
  const access = (stage: Settings['pipeline']['completion']): { baseUrl: string; apiKey: string; model: string } => {
    if (inputs.demo) return { ...common, model: stage.model };
    const own = stage.baseUrl !== null && stage.baseUrl !== common.baseUrl;
    const named = stage.secret === null ? undefined : (inputs.stageKeys?.get(stage.secret) ?? '');
    return {
      baseUrl: stage.baseUrl ?? common.baseUrl,
      apiKey: named ?? (own ? '' : common.apiKey),
      model: stage.model,
    };
  };
  return {
    transcription: access(pipeline.transcription),
    completion: access(pipeline.completion),
    speech: {
      ...access(pipeline.speech),
      voice: pipeline.speech.voice,
      format: inputs.demo ? 'pcm' : pipeline.speech.format,
    },
  };
}

const noKey: WireError = {
  code: 'provider/no-key',
  message: 'No key for the voice model yet. Add one under Settings, Providers, or try Parley without a key.',
};

const badAddress = (mistake: string): WireError => ({
  code: 'provider/bad-address',
  message:
    `OPENAI_BASE_URL cannot be used. ${mistake} ` +
    'Set it right and start Parley again, or name the address under Settings, Providers.',
});

/** Said where an address only stands in the file: nothing leaves for it. */
export function unapproved(kind: 'provider' | PipelineStage, settings: Settings): WireError {
  const { baseUrl, secret } = kind === 'provider' ? settings.provider : settings.pipeline[kind];
  const address = baseUrl ?? openAiBaseUrl;
  const key = kind === 'provider' ? 'provider.baseUrl' : `pipeline.${kind}.baseUrl`;
  const sends = secret === null ? 'what is said' : `the key "${secret}"`;
  return {
    code: 'provider/unapproved',
    message:
      `settings.json sends ${sends} to ${address}, and you have not said so here. ` +
      `If you mean it: parley settings set ${key} ${address}`,
  };
}

const nonEmpty = (value: string | undefined): string | null => (value ? value : null);

/** Looks up what the decision needs, then decides. @throws {AppError} provider/unreachable when the demo's provider does not start */
export async function chooseProvider(sources: {
  settings: Settings;
  secrets: Pick<SecretStore, 'get' | 'list'>;
  environment: ProviderInputs['environment'];
  demo(): Promise<ProviderInputs['demo']>;
  /** Whether the owner named the address that the settings hold for this. */
  accepted(kind: 'provider' | PipelineStage, settings: Settings): Promise<boolean>;
}): Promise<ProviderChoice> {
  const { settings, secrets, environment } = sources;
  const demo = await sources.demo();
  for (const kind of demo ? [] : (['provider', ...pipelineStages] as const)) {
    if (!(await sources.accepted(kind, settings))) {
      const withoutKey = decideProvider({ settings, storedKey: null, environment: {}, demo: null });
      return { ...withoutKey, problem: unapproved(kind, settings) };
    }
  }
  const name = settings.provider.secret;
  const value = demo ? null : await secrets.get(name);
  const stored = value === null ? null : (await secrets.list()).find((secret) => secret.name === name);
  const storedKey = value === null ? null : { value, storage: stored?.storage ?? ('keychain' as const) };
  const stageKeys = demo ? new Map<string, string>() : await keysOfStages(settings, secrets);
  return decideProvider({ settings, storedKey, stageKeys, environment, demo });
}

async function keysOfStages(settings: Settings, secrets: Pick<SecretStore, 'get'>): Promise<Map<string, string>> {
  const keys = new Map<string, string>();
  for (const { secret } of Object.values(settings.pipeline)) {
    const value = secret === null || keys.has(secret) ? null : await secrets.get(secret);
    if (secret !== null && value !== null) keys.set(secret, value);
  }
  return keys;
}
