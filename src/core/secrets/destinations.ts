/**
 * Where keys and sound may go: addresses that the owner named over the bridge, not ones that only stand in the file.
 *
 * Path: core/talk/provider.ts and core/rooms/choose-livekit.ts ask here; the owner's `settings.set` and `secrets.set` accept here.
 * Always: an address of the file counts only with the hash that was accepted (DESIGN §4: a key is bound to the origin of its
 * base URL); the defaults and the environment are the owner's own and need none.
 */
import type { Settings } from '../../contract/index.ts';
import type { GrantStore, Hasher } from '../ports.ts';

/** What a destination is for. */
export type DestinationKind = 'provider' | 'livekit' | PipelineStage;

/** The stages of the second brain, as the settings name them. */
export const pipelineStages = ['transcription', 'completion', 'speech'] as const;
export type PipelineStage = (typeof pipelineStages)[number];

/** Under which name its grant is kept: no server can have it, since names have no control characters. */
const grantName = (kind: DestinationKind): string => `\u0001${kind}`;

/** The keys of the settings that name a destination; setting anything beside them means nothing about it. */
const namingKeys: Readonly<Record<string, DestinationKind>> = {
  provider: 'provider',
  'provider.baseUrl': 'provider',
  livekit: 'livekit',
  'livekit.url': 'livekit',
  ...Object.fromEntries(
    pipelineStages.flatMap((stage) => [
      [`pipeline.${stage}`, stage],
      [`pipeline.${stage}.baseUrl`, stage],
    ]),
  ),
};

/** What setting this key of the settings says the owner means, or null. */
export const destinationNamedBy = (key: string): DestinationKind | null =>
  Object.hasOwn(namingKeys, key) ? (namingKeys[key] ?? null) : null;

export class Destinations {
  readonly #grants: GrantStore;
  readonly #hasher: Hasher;

  constructor(options: { grants: GrantStore; hasher: Hasher }) {
    this.#grants = options.grants;
    this.#hasher = options.hasher;
  }

  /** Whether the address in these settings may be used. */
  async accepts(kind: DestinationKind, settings: Settings): Promise<boolean> {
    const named = describe(kind, settings);
    return named === null || (await this.#grants.entryHash(grantName(kind))) === this.#hasher.sha256(named);
  }

  /** The owner's act: what these settings name is meant. */
  async accept(kind: DestinationKind, settings: Settings): Promise<void> {
    const named = describe(kind, settings);
    if (named !== null) await this.#grants.approveEntry(grantName(kind), this.#hasher.sha256(named));
  }
}

/** The destination in one text, or null where the settings name none of their own. */
function describe(kind: DestinationKind, settings: Settings): string | null {
  const address = addressOf(kind, settings);
  return address === null ? null : new URL(address).origin;
}

function addressOf(kind: DestinationKind, { provider, livekit, pipeline }: Settings): string | null {
  if (kind === 'livekit') return livekit.url;
  return kind === 'provider' ? provider.baseUrl : pipeline[kind].baseUrl;
}
