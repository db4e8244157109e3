/**
 * Opens what other devices need, and closes it again: the HTTPS origin, and the local LiveKit's media on the network.
 *
 * Path: share.ts says whether it is wanted -> here -> plan-origin.ts -> ports ShareDoor, LiveKit.
 * Always: one change after another; an opening that nobody wants any more is given up at once, and what is open then is closed;
 * a failure is kept to be shown; from where links work is told anew when talks move; where this computer loses the addresses it
 * opened on, it opens anew on those it has, or says that it has none and waits for one.
 */
import { AppError, toWireError } from '../../contract/index.ts';
import type { Settings, ShareView } from '../../contract/index.ts';
import type { FrontDesk, Network, OpenDoor, OriginCertificates, ShareDoor } from '../ports/sharing.ts';
import type { Clock } from '../ports.ts';
import type { LiveKit } from '../rooms/livekit.ts';
import { afterMove, planOrigin } from './plan-origin.ts';
import type { OriginPlan } from './plan-origin.ts';

/** What the origin is opened with. Settings that change while it is open count from the next time on. */
export interface SharedOriginOptions {
  readonly door: ShareDoor;
  readonly desk: FrontDesk;
  readonly network: Network;
  readonly certificates: OriginCertificates;
  readonly livekit: LiveKit;
  readonly clock: Clock;
  settings(): Settings['share'];
  /** Makes ready whoever has to join again after LiveKit's planned restart. Never rejects. */
  standBy(): Promise<void>;
  onChanged(): void;
}

type OriginView = Omit<ShareView, 'invites' | 'lockedRooms'>;

/** How often this computer's addresses are looked at meanwhile. What is gone twice in a row is gone: a short break restarts nothing. */
const lookEveryMs = 5_000;

const closedView: OriginView = {
  reach: 'closed',
  origin: null,
  certificate: null,
  problem: null,
  addressChanged: false,
};

/** The driver of the door. */
export class SharedOrigin {
  readonly #options: SharedOriginOptions;
  readonly #stopListening: () => void;
  #ended = false;
  #wanted = false;
  /** The opening under way. */
  #opening: AbortController | null = null;
  #turn: Promise<void> = Promise.resolve();
  #open: OpenDoor | null = null;
  #plan: OriginPlan | null = null;
  /** Under which the present links were shown last. */
  #shownOrigin: string | null = null;
  #addressChanged = false;
  #wasLost = false;
  #cancelLook: (() => void) | null = null;
  #view: OriginView = closedView;

  constructor(options: SharedOriginOptions) {
    this.#options = options;
    this.#stopListening = options.livekit.onChanged(() => this.#tellReach());
  }

  get view(): OriginView {
    return this.#view;
  }

  /** Resolves when it is so. @throws {AppError} why it could not be opened; closing never fails. */
  want(wanted: boolean): Promise<void> {
    this.#wanted = wanted;
    if (wanted) this.#cancelLook ??= this.#lookLater();
    else this.#opening?.abort(givenUp());
    const turn = this.#turn.then(() => this.#become(this.#wanted));
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  /** At the end of the app: an opening that hangs is given up; LiveKit ends anyway. */
  async close(): Promise<void> {
    this.#cancelLook?.();
    this.#stopListening();
    this.#ended = true;
    this.#opening?.abort(givenUp());
    await this.#turn;
    await this.#open?.close();
  }

  async #become(wanted: boolean): Promise<void> {
    if (!wanted) return this.#giveUp();
    if (this.#open !== null) return;
    try {
      await this.#openUp();
    } catch (error) {
      await this.#shut();
      if (!isGivenUp(error)) this.#show({ ...closedView, problem: toWireError(error) });
      throw error;
    }
  }

  /** Why a first opening failed stays shown; that one which had been open lost its network is of no interest any more. */
  async #giveUp(): Promise<void> {
    if (this.#shownOrigin === null) return;
    this.#shownOrigin = null;
    this.#addressChanged = false;
    await this.#shut();
  }

  async #openUp(): Promise<void> {
    const { door, desk, livekit, settings, network, certificates } = this.#options;
    const opening = new AbortController();
    this.#opening = opening;
    if (this.#ended) opening.abort(givenUp());
    const { signal } = opening;
    const { pid } = await livekit.access();
    const livekitIsLocal = pid !== null;
    const planning = planOrigin({ settings: settings(), network, certificates, livekitIsLocal, signal });
    // What was interrupted for it may say so in words of its own.
    const plan = await planning.catch((error: unknown) => {
      throw signal.aborted ? givenUp() : error;
    });
    if (signal.aborted) throw givenUp();
    this.#open = await door.open(plan.door, desk);
    this.#plan = plan;
    const { origin } = this.#open;
    await this.#openMedia(plan.mediaAddresses);
    if (this.#shownOrigin !== null && this.#shownOrigin !== origin) this.#addressChanged = true;
    this.#shownOrigin = origin;
    this.#show(viewOf(plan, origin, this.#addressChanged));
    this.#tellReach();
  }

  /** Talks may run elsewhere than when it was told last. */
  #tellReach(): void {
    const { state } = this.#options.livekit;
    if (state.status !== 'ready' || this.#plan === null || this.#view.origin === null) return;
    const plan = afterMove(this.#plan, state.access.pid !== null);
    if (plan.reach === this.#plan.reach) return;
    this.#plan = plan;
    this.#show(viewOf(plan, this.#view.origin, this.#addressChanged));
  }

  #lookLater(): () => void {
    return this.#options.clock.after(lookEveryMs, () => void this.#look());
  }

  async #look(): Promise<void> {
    const isLost = await this.#isLost();
    if (isLost && this.#wasLost) {
      this.#turn = this.#turn.then(() => this.#openAnew());
      await this.#turn;
    }
    this.#wasLost = isLost;
    const goesOn = this.#wanted && !this.#ended;
    this.#cancelLook = goesOn ? this.#lookLater() : null;
  }

  /** Whether another opening would be somewhere else than the present one, or than nowhere for want of a network. */
  async #isLost(): Promise<boolean> {
    const own = await this.#options.network.addresses().catch(() => null);
    if (own === null) return false;
    if (this.#plan) return !leadsTo(this.#plan, own);
    return own.length > 0 && this.#view.problem?.code === 'share/no-network';
  }

  /** Never rejects: nobody waits for it; what stands in the way is shown. */
  async #openAnew(): Promise<void> {
    if (!this.#wanted || !(await this.#isLost())) return;
    const before = this.#open;
    this.#open = null;
    this.#plan = null;
    try {
      await before?.close();
      await this.#openUp();
    } catch (error) {
      await this.#shut();
      if (isGivenUp(error)) return;
      this.#show({ ...closedView, problem: toWireError(isNoNetwork(error) ? lostNetwork() : error) });
    }
  }

  async #shut(): Promise<void> {
    const open = this.#open;
    this.#open = null;
    this.#plan = null;
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

const viewOf = (plan: OriginPlan, origin: string, addressChanged: boolean): OriginView => ({
  reach: plan.reach,
  origin,
  certificate: plan.certificate,
  problem: null,
  addressChanged,
});

/** Whether everything that was opened is still this computer's; more addresses than before change nothing. */
const leadsTo = ({ door, mediaAddresses }: OriginPlan, own: readonly string[]): boolean =>
  [...door.addresses, ...mediaAddresses].every((address) => address === '127.0.0.1' || own.includes(address));

const isNoNetwork = (error: unknown): boolean => error instanceof AppError && error.code === 'share/no-network';

const isGivenUp = (error: unknown): boolean => error instanceof AppError && error.code === 'share/withdrawn';

const givenUp = (): AppError =>
  new AppError('share/withdrawn', 'This link was withdrawn before it was ready. Make another one if you need it.');

const lostNetwork = (): AppError =>
  new AppError(
    'share/no-network',
    'This computer has lost its network, so nobody can open a link just now. Connect it again: the links open by themselves.',
  );
