/**
 * Opens what other devices need, and closes it again: the HTTPS origin, and the local LiveKit's media on the network.
 *
 * Path: share.ts says whether it is wanted -> here -> plan-origin.ts -> ports ShareDoor, LiveKit.
 * Always: one change after another; what is open when nobody wants it is closed; a failure is kept to be shown.
 */
import { toWireError } from '../../contract/index.ts';
import type { Settings, ShareView } from '../../contract/index.ts';
import type { FrontDesk, Network, OpenDoor, OriginCertificates, ShareDoor } from '../ports/sharing.ts';
import type { LiveKit } from '../rooms/livekit.ts';
import { planOrigin } from './plan-origin.ts';
import type { OriginPlan } from './plan-origin.ts';

/** What the origin is opened with. Settings that change while it is open count from the next time on. */
export interface SharedOriginOptions {
  readonly door: ShareDoor;
  readonly desk: FrontDesk;
  readonly network: Network;
  readonly certificates: OriginCertificates;
  readonly livekit: LiveKit;
  settings(): Settings['share'];
  /** Makes ready whoever has to join again after LiveKit's planned restart. Never rejects. */
  standBy(): Promise<void>;
  onChanged(): void;
}

type OriginView = Omit<ShareView, 'invites' | 'lockedRooms'>;

const closedView: OriginView = { reach: 'closed', origin: null, certificate: null, problem: null };

/** The driver of the door. */
export class SharedOrigin {
  readonly #options: SharedOriginOptions;
  readonly #ending = new AbortController();
  #wanted = false;
  #turn: Promise<void> = Promise.resolve();
  #open: OpenDoor | null = null;
  #view: OriginView = closedView;

  constructor(options: SharedOriginOptions) {
    this.#options = options;
  }

  get view(): OriginView {
    return this.#view;
  }

  /** Resolves when it is so. @throws {AppError} why it could not be opened; closing never fails. */
  want(wanted: boolean): Promise<void> {
    this.#wanted = wanted;
    const turn = this.#turn.then(() => this.#become(this.#wanted));
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  /** At the end of the app: an opening that hangs is given up; LiveKit ends anyway. */
  async close(): Promise<void> {
    this.#ending.abort();
    await this.#turn;
    await this.#open?.close();
  }

  async #become(wanted: boolean): Promise<void> {
    if (wanted === (this.#open !== null)) return;
    if (!wanted) return this.#shut();
    try {
      await this.#openUp();
    } catch (error) {
      await this.#shut();
      this.#show({ ...closedView, problem: toWireError(error) });
      throw error;
    }
  }

  async #openUp(): Promise<void> {
    const { door, desk, livekit, settings, network, certificates } = this.#options;
    const { pid } = await livekit.access();
    const { signal } = this.#ending;
    const livekitIsLocal = pid !== null;
    const plan = await planOrigin({ settings: settings(), network, certificates, livekitIsLocal, signal });
    this.#open = await door.open(plan.door, desk);
    await this.#openMedia(plan.mediaAddresses);
    this.#show(viewOf(plan, this.#open));
  }

  async #shut(): Promise<void> {
    const open = this.#open;
    this.#open = null;
    this.#show(closedView);
    await Promise.allSettled([open?.close(), this.#openMedia([])]);
  }

  async #openMedia(addresses: readonly string[]): Promise<void> {
    const { livekit, standBy } = this.#options;
    if (livekit.restartsFor(addresses)) await standBy();
    await livekit.setMediaAddresses(addresses);
  }

  #show(view: OriginView): void {
    this.#view = view;
    this.#options.onChanged();
  }
}

const viewOf = (plan: OriginPlan, open: OpenDoor): OriginView => ({
  reach: plan.reach,
  origin: open.origin,
  certificate: plan.certificate,
  problem: null,
});
