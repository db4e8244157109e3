/**
 * Which provider the agent speaks to, and with which key.
 *
 * Path: settings, secrets, environment, demo -> here -> the agent's hello.
 * Always: the demo's provider is used only in the demo; a key of the environment is used and never stored.
 */
import type { AgentHello, AppStatus, Settings, WireError } from '../../contract/index.ts';
import type { SecretStore } from '../ports.ts';

/** OpenAI's own API. */
export const openAiBaseUrl = 'https://api.openai.com/v1';

/** What a provider decision is made from. Empty environment variables count as not set. */
export interface ProviderInputs {
  readonly settings: Settings;
  readonly storedKey: { readonly value: string; readonly storage: 'keychain' | 'memory' } | null;
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

/** The demo goes first, then a stored key, then the environment; without a key the choice says so in `problem`. */
export function decideProvider(inputs: ProviderInputs): ProviderChoice {
  const { settings, storedKey, environment, demo } = inputs;
  const { model, voice } = settings.provider;
  const logLevel = settings.log.level;
  const choose = (baseUrl: string, apiKey: string, source: ProviderChoice['source']): ProviderChoice => ({
    hello: { hello: { provider: { baseUrl, apiKey, model, voice }, logLevel } },
    source,
    simulated: source === 'demo',
    problem: apiKey === '' ? noKey : null,
  });

  if (demo) return choose(demo.baseUrl, demo.apiKey, 'demo');
  const baseUrl = settings.provider.baseUrl ?? nonEmpty(environment['OPENAI_BASE_URL']) ?? openAiBaseUrl;
  if (storedKey) return choose(baseUrl, storedKey.value, storedKey.storage);
  const environmentKey = nonEmpty(environment['OPENAI_API_KEY']);
  return environmentKey ? choose(baseUrl, environmentKey, 'environment') : choose(baseUrl, '', null);
}

const noKey: WireError = {
  code: 'provider/no-key',
  message: 'No key for the voice model yet. Add one under Settings, Providers, or try Parley without a key.',
};

/** No key leaves for an address that only stands in the file. */
function unapproved(settings: Settings): ProviderChoice {
  const { baseUrl, secret } = settings.provider;
  const address = baseUrl ?? openAiBaseUrl;
  const withoutKey = decideProvider({ settings, storedKey: null, environment: {}, demo: null });
  return {
    ...withoutKey,
    problem: {
      code: 'provider/unapproved',
      message:
        `settings.json sends the key "${secret}" to ${address}, and you have not said so here. ` +
        `If you mean it: parley settings set provider.baseUrl ${address}`,
    },
  };
}

const nonEmpty = (value: string | undefined): string | null => (value ? value : null);

/** Looks up what the decision needs, then decides. @throws {AppError} provider/unreachable when the demo's provider does not start */
export async function chooseProvider(sources: {
  settings: Settings;
  secrets: Pick<SecretStore, 'get' | 'list'>;
  environment: ProviderInputs['environment'];
  demo(): Promise<ProviderInputs['demo']>;
  /** Whether the owner named the address that the settings hold. */
  accepted(settings: Settings): Promise<boolean>;
}): Promise<ProviderChoice> {
  const { settings, secrets, environment } = sources;
  const demo = await sources.demo();
  if (!demo && !(await sources.accepted(settings))) return unapproved(settings);
  const name = settings.provider.secret;
  const value = demo ? null : await secrets.get(name);
  const stored = value === null ? null : (await secrets.list()).find((secret) => secret.name === name);
  const storedKey = value === null ? null : { value, storage: stored?.storage ?? ('keychain' as const) };
  return decideProvider({ settings, storedKey, environment, demo });
}
