/**
 * Trying a provider for real, with what stands in the form, saved or not.
 *
 * Path: bridge `provider.test` -> here -> port ProviderProbe.
 * Always: a key leaves only for an address that the owner named: in this very call, or accepted before (destinations.ts); an
 * address in the call that is just the settings file's own is not a naming. Ends within the deadline, and never throws for
 * what the provider does.
 */
import { AppError, providerAddressMistake, toWireError } from '../../contract/index.ts';
import type { ProviderDraft, ProviderStage, ProviderTest, Settings } from '../../contract/index.ts';
import type { Handlers } from '../bridge/router.ts';
import type { Clock, ProbeTarget, ProviderProbe, SecretStore } from '../ports.ts';
import type { Destinations } from '../secrets/destinations.ts';
import { chooseProvider, openAiBaseUrl, unapproved } from './provider.ts';

/** Longest try; a local model that is loaded first takes most of it. */
const testDeadlineMs = 10_000;

/** What a try works with. */
export interface ProviderTestOptions {
  readonly probe: ProviderProbe;
  readonly destinations: Destinations;
  readonly secrets: Pick<SecretStore, 'get' | 'list'>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  settings(): Settings;
}

/** The bridge's method that tries a provider. */
export function providerTestHandlers(options: ProviderTestOptions): Pick<Handlers, 'provider.test'> {
  return {
    'provider.test': ({ stage, draft }, { signal }) => testProvider(options, stage, draft ?? {}, signal),
  };
}

/** One real call to one stage, and how it went. */
export async function testProvider(
  options: ProviderTestOptions,
  stage: ProviderStage,
  draft: ProviderDraft,
  signal: AbortSignal,
): Promise<ProviderTest> {
  const { clock, probe } = options;
  const startedAtMs = clock.nowMs();
  const deadline = new AbortController();
  const cancelDeadline = clock.after(testDeadlineMs, () => deadline.abort(tooSlow()));
  const stop = (): void => deadline.abort(new AppError('bridge/cancelled', 'The try was stopped.'));
  signal.addEventListener('abort', stop, { once: true });
  const tookMs = (): number => clock.nowMs() - startedAtMs;
  try {
    const target = await findTarget(options, stage, draft);
    const detail = await Promise.race([probe.run(stage, target, deadline.signal), rejectedBy(deadline.signal)]);
    return { ok: true, tookMs: tookMs(), detail, cause: null };
  } catch (error) {
    const cause = toWireError(error);
    return { ok: false, tookMs: tookMs(), detail: cause.message, cause };
  } finally {
    cancelDeadline();
    signal.removeEventListener('abort', stop);
  }
}

async function findTarget(
  options: ProviderTestOptions,
  stage: ProviderStage,
  draft: ProviderDraft,
): Promise<ProbeTarget> {
  const { secrets, environment } = options;
  const stored = options.settings();
  const mistake = typeof draft.baseUrl === 'string' ? providerAddressMistake(draft.baseUrl) : null;
  if (mistake !== null) throw new AppError('provider/bad-address', mistake);
  const settings = withDraft(stored, stage, draft);
  await mustBeMeant(options, stage, draft, settings);
  const { hello, problem } = await chooseProvider({
    settings,
    secrets,
    environment,
    demo: () => Promise.resolve(null),
    accepted: () => Promise.resolve(true),
  });
  if (problem?.code === 'provider/bad-address') throw new AppError(problem.code, problem.message);
  const { provider } = hello.hello;
  const target: ProbeTarget =
    stage === 'realtime' ? { ...provider, format: 'pcm' } : { voice: '', format: 'pcm', ...provider.pipeline[stage] };
  const secret = secretOf(settings, stage, target.baseUrl);
  if (target.apiKey === '' && secret !== null) throw noKey(secret, target.baseUrl);
  const { baseUrl, apiKey, model, voice, format } = target;
  return { baseUrl, apiKey, model, voice, format };
}

/** The settings as they would be with the draft saved. */
function withDraft(settings: Settings, stage: ProviderStage, draft: ProviderDraft): Settings {
  const { secret, ...others } = draft;
  const given = Object.fromEntries(Object.entries(others).filter(([, value]) => value !== undefined));
  if (stage === 'realtime') {
    const provider = { ...settings.provider, ...given, ...(secret ? { secret } : {}) };
    return { ...settings, provider };
  }
  const changed = { ...settings.pipeline[stage], ...given, ...(secret === undefined ? {} : { secret }) };
  return { ...settings, pipeline: { ...settings.pipeline, [stage]: changed } };
}

/** @throws {AppError} provider/unapproved for an address that only stands in the file */
async function mustBeMeant(
  { destinations, settings: current }: ProviderTestOptions,
  stage: ProviderStage,
  draft: ProviderDraft,
  settings: Settings,
): Promise<void> {
  const stored = current();
  const kind = stage === 'realtime' ? 'provider' : stage;
  const ofStage = stage === 'realtime' ? settings.provider.baseUrl : settings.pipeline[stage].baseUrl;
  const before = stage === 'realtime' ? stored.provider.baseUrl : stored.pipeline[stage].baseUrl;
  const isNamedHere = ofStage !== null && typeof draft.baseUrl === 'string' && originOf(ofStage) !== originOf(before);
  if (!isNamedHere && ofStage !== null && !(await destinations.accepts(kind, stored))) throw refused(kind, stored);
  const asksProvider = stage !== 'realtime' && ofStage === null;
  if (asksProvider && !(await destinations.accepts('provider', stored))) throw refused('provider', stored);
}

function refused(kind: Parameters<typeof unapproved>[0], settings: Settings): AppError {
  const { code, message } = unapproved(kind, settings);
  return new AppError(code, message);
}

const originOf = (address: string | null): string | null => (address === null ? null : new URL(address).origin);

/** The name of the secret this address cannot do without, or null: a service of one's own may need none. */
function secretOf(settings: Settings, stage: ProviderStage, baseUrl: string): string | null {
  const named = stage === 'realtime' ? settings.provider.secret : settings.pipeline[stage].secret;
  const isOpenAi = originOf(baseUrl) === originOf(openAiBaseUrl);
  if (stage === 'realtime') return isOpenAi ? named : null;
  return named ?? (isOpenAi ? settings.provider.secret : null);
}

const noKey = (secret: string, baseUrl: string): AppError =>
  new AppError(
    'provider/no-key',
    `There is no key for ${new URL(baseUrl).host} yet. Enter one; it is kept as the secret "${secret}".`,
  );

const tooSlow = (): AppError =>
  new AppError(
    'provider/silent',
    `No answer came within ${testDeadlineMs / 1000} seconds. A model of your own may still be loading: try again.`,
  );

function rejectedBy(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const fail = (): void => reject(signal.reason as AppError);
    if (signal.aborted) fail();
    else signal.addEventListener('abort', fail, { once: true });
  });
}
