/**
 * The talk of one room: everything that happens in it meets here, and is passed on to the piece that it concerns.
 *
 * Path: bridge `talk.*` and the agent's reports -> here -> seat.ts (who answers), conversation.ts (what was said),
 * unanswered-turns.ts (what still waits), standing-orders.ts (what the agent has to follow), shown-talk.ts (what is seen).
 * Always: what a process says that does not sit here is ignored; a committed turn is kept until it is answered, so a
 * replaced agent answers it.
 */
import { AppError, TurnId } from '../../contract/index.ts';
import type {
  AgentState,
  AskCall,
  Assignment,
  AwaitedCall,
  Brain,
  KeyAction,
  Persona,
  Settings,
  TalkMode,
  TalkView,
  Turn,
  UnansweredTurn,
  WireError,
} from '../../contract/index.ts';
import { isConversationOver } from '../history/conversations.ts';
import type { Clock, Ids, RoomService } from '../ports.ts';
import { agentGrant, emptyRoomTimeoutMs } from '../rooms/grants.ts';
import { isStandingIn } from '../rooms/livekit-state.ts';
import type { LiveKitState } from '../rooms/livekit-state.ts';
import type { LiveKit } from '../rooms/livekit.ts';
import type { AgentPool } from './agent-pool.ts';
import { toAssignment } from './assignment.ts';
import { Conversation } from './conversation.ts';
import type { ConversationOptions } from './conversation.ts';
import { PendingAsks } from './pending-asks.ts';
import { assistantName, decidePersona } from './persona.ts';
import { needsThePerson } from './seat-cause.ts';
import { Seat } from './seat.ts';
import type { Admission } from './seat.ts';
import { ShownTalk } from './shown-talk.ts';
import { StandingOrders } from './standing-orders.ts';
import type { Transcript } from './transcript.ts';
import { UnansweredTurns } from './unanswered-turns.ts';

/** The agent leaves this long after the last person, ms: before the room closes, so that it goes by itself and is not lost. */
const idleAfterMs = emptyRoomTimeoutMs - 10_000;

/** A lost connection brings its people back sooner: only then is a talk that nobody is in over for them. */
const goneAfterMs = 10_000;

/** What a talk works with; all but `room` is the same for every talk. */
export interface TalkOptions extends ConversationOptions {
  readonly pool: AgentPool;
  readonly livekit: LiveKit;
  readonly rooms: RoomService;
  readonly clock: Clock;
  readonly ids: Ids;
  settings(): Settings;
  /** Why no talk can start with the present provider, and whether it is the simulated one. */
  provider(): Promise<{ problem: WireError | null; simulated: boolean }>;
  callsOf(turn: TurnId): readonly AskCall[];
  /** What the model calls this tool; '' for one that is not on offer. */
  modelName(server: string, tool: string): string;
  onChanged(): void;
}

/** One room's, with or without an agent. */
export class Talk {
  readonly #options: TalkOptions;
  readonly #seat: Seat;
  readonly #conversation: Conversation;
  readonly #asks: PendingAsks;
  readonly #unanswered = new UnansweredTurns();
  readonly #standing: StandingOrders;
  readonly #shown: ShownTalk;
  /** The mode in the settings; a window may have changed the talk's since. */
  #modeSet: TalkMode;
  /** The profile's servers as of the settings' latest change: every call asks, and the settings look at their file. */
  #servers: Persona['servers'];
  /** When what the agent was told at first began, epoch ms. */
  #agentSinceMs = 0;
  #cancelIdle: () => void = () => {};
  #cancelGone: () => void = () => {};

  constructor(options: TalkOptions) {
    this.#options = options;
    const { room, hub, clock, onChanged } = options;
    this.#asks = new PendingAsks(clock);
    const settings = options.settings();
    this.#modeSet = settings.talk.mode;
    this.#servers = decidePersona(settings).servers;
    const standIn = isStandingIn(options.livekit.state);
    this.#shown = new ShownTalk({ room, mode: this.#modeSet, standIn, hub, onChanged });
    this.#standing = new StandingOrders(() => ({ mode: this.view.mode, persona: decidePersona(options.settings()) }));
    this.#conversation = new Conversation(options);
    this.#seat = new Seat({
      pool: options.pool,
      clock,
      prepare: () => this.#prepare(),
      admit: () => this.#admit(),
      assign: (admission) => this.#assign(admission),
      onChanged: () => this.#showSeat(),
      onProblem: (problem) => this.#shown.show({ problem }),
      onHopeless: (cause) => this.#giveUpAsking(cause),
    });
  }

  get transcript(): Transcript {
    return this.#conversation.transcript;
  }

  get view(): TalkView {
    return this.#shown.view;
  }

  /** A person waits for the agent to come, or for its answer. */
  get isAwaited(): boolean {
    return this.#seat.isAwaited || this.#unanswered.size > 0;
  }

  /** Brings the agent in, if it is not there; it goes when nobody is left. */
  wake(): void {
    this.#startOverAfterSilence();
    this.#seat.apply({ type: 'wanted' });
    this.#armIdle();
  }

  /** The talk goes on in another LiveKit: an agent joins it there, and so does every voice window. */
  moved(): void {
    this.#seat.apply({ type: 'moved' });
    this.#standing.keysLetGo();
    this.participantsReported([]);
    // Nobody left: they come again.
    this.#cancelGone();
    this.#options.hub.publish('talk.moved', this.#options.room, null);
  }

  /** Everybody is told whether the talk runs in the place of another LiveKit. */
  livekitChanged(state: LiveKitState): void {
    const standIn = isStandingIn(state);
    if (standIn !== this.#shown.view.standIn) this.#shown.show({ standIn });
  }

  /** Somebody speaks, or waits for an answer. */
  get isSpoken(): boolean {
    return this.isAwaited || this.#shown.isSpoken;
  }

  /** The room was closed: the agent goes too, and comes again with whoever comes again. */
  dismiss(): void {
    this.#cancelIdle();
    this.#giveUpAll('The room was closed before the answer came. Ask again.');
    this.#seat.apply({ type: 'idle' });
    this.#conversation.end();
  }

  /** Nobody is shown, told or asked what was said so far; in the place of an agent that knows it comes one that does not. */
  startOver(): void {
    const isKnown = this.transcript.turns().length > 0 || this.#unanswered.size > 0;
    this.#giveUpAll('The conversation was deleted before the answer came. Ask again.');
    this.#conversation.forget();
    if (isKnown) this.#seat.apply({ type: 'startedOver' });
  }

  /** An earlier conversation, whose latest turn began then, is deleted: the talk goes on without an agent that knows it. */
  forgetUntil(latestMs: number): void {
    const isKept = this.transcript.turns().every(({ startedAtMs }) => startedAtMs > latestMs);
    if (!isKept) this.startOver();
    else if (this.#agentSinceMs <= latestMs) this.#seat.apply({ type: 'startedOver' });
  }

  /** A typed turn: shown at once, answered as soon as an agent sits. */
  send(text: string, speaker: { identity: string; name: string }): TurnId {
    const turnId = TurnId.parse(this.#options.ids.id());
    this.#startOverAfterSilence();
    const startedAtMs = this.#options.clock.nowMs();
    this.#conversation.put({
      id: turnId,
      speaker: { kind: 'person', ...speaker },
      text,
      final: true,
      interrupted: false,
      via: 'typed',
      startedAtMs,
    });
    this.#unanswered.keep({ turnId, identity: speaker.identity, audio: null, text, startedAtMs });
    this.wake();
    this.#seat.command({ type: 'typedTurn', turnId, identity: speaker.identity, text });
    return turnId;
  }

  /** A typed turn and its whole answer. @throws {AppError} talk/no-answer, or why no agent can answer */
  async ask(
    text: string,
    speaker: { identity: string; name: string },
    signal: AbortSignal,
  ): Promise<{ answer: string; calls: AskCall[] }> {
    const { problem } = await this.#options.provider();
    if (problem) throw new AppError(problem.code, problem.message);
    const turnId = this.send(text, speaker);
    const answer = await this.#asks.wait(turnId, signal);
    if (answer === '') throw new AppError('talk/no-answer', 'The assistant ended its turn without words. Ask again.');
    return { answer, calls: [...this.#options.callsOf(turnId)] };
  }

  key(identity: string, action: KeyAction): void {
    this.#standing.key(identity, action);
    if (action === 'down') this.#tellChanges();
    else this.#seat.command({ type: 'key', identity, action });
  }

  setMode(mode: TalkMode): void {
    if (mode === this.view.mode) return;
    this.#shown.show({ mode });
    this.#tellChanges();
  }

  interrupt(): void {
    this.#seat.command({ type: 'interrupt' });
  }

  /** The agent follows a changed assistant or profile from its next turn on, and a changed mode at once. */
  settingsChanged(): void {
    const settings = this.#options.settings();
    this.#servers = decidePersona(settings).servers;
    const { mode } = settings.talk;
    if (mode !== this.#modeSet) this.#shown.show({ mode });
    this.#modeSet = mode;
    this.#tellChanges();
  }

  /** Its owner is asked about this call of the talk; null: about none. */
  awaits(call: AwaitedCall | null): void {
    this.#standing.awaits(call);
    this.#tellChanges();
  }

  /** Whether the profile lets the agent use this server's tools. */
  mayUse(server: string): boolean {
    return this.#servers === null || this.#servers.includes(server);
  }

  /** A changed key or provider is worth a new try. */
  providerChanged(): void {
    if (this.#seat.status === 'waiting') this.#seat.apply({ type: 'wanted' });
  }

  /** Whether reports of this process are this talk's. */
  seats(processId: string): boolean {
    return this.#seat.isOf(processId);
  }

  joined(processId: string, brain: Brain): void {
    this.#shown.show({ brain });
    this.#seat.joined(processId);
    this.#setAgentState('ready', this.#shown.view.floor);
    this.#tellChanges();
    for (const command of this.#unanswered.untold()) this.#seat.command(command);
  }

  brainReported(brain: Brain): void {
    this.#shown.show({ brain });
  }

  stateReported(state: AgentState, floor: string | null): void {
    this.#setAgentState(state, floor);
  }

  participantsReported(participants: TalkView['participants']): void {
    this.#standing.present(participants);
    this.#shown.show({ participants });
    this.#armIdle();
  }

  turnReported(turn: Turn): void {
    // The agent that hears this turn stays: it answers it, and whoever is there was there before.
    if (!this.transcript.has(turn.id) && this.transcript.isOver(turn.startedAtMs)) this.#conversation.forget();
    this.#conversation.put(turn);
  }

  committed(turn: UnansweredTurn): void {
    this.#unanswered.keepHeard(turn);
  }

  /** `problem`: why there is no answer and none will come. */
  answered(turnId: TurnId, text: string, problem: WireError | null = null): void {
    // What it did has to be known.
    if (problem && this.#options.callsOf(turnId).length === 0) this.#unanswered.refused(turnId);
    else this.#unanswered.answered(turnId);
    if (problem) this.#asks.failed(turnId, problem);
    else this.#asks.answered(turnId, text);
    this.#options.onChanged();
  }

  problemReported(problem: WireError | null): void {
    this.#shown.show({ problem });
    if (problem && needsThePerson(problem)) this.#giveUpAsking(problem);
  }

  /** LiveKit, while the provider is looked at. @throws {AppError} why no agent can come */
  async #prepare(): Promise<void> {
    const { livekit, provider } = this.#options;
    const access = livekit.access();
    // Waited for below, unless the provider stands in the way.
    access.catch(() => undefined);
    const { problem, simulated } = await provider();
    if (problem) throw new AppError(problem.code, problem.message);
    this.#shown.show({ simulated });
    await access;
  }

  async #admit(): Promise<Admission> {
    const { livekit, rooms, room, settings } = this.#options;
    const [access] = await Promise.all([livekit.access(), this.#conversation.restored]);
    const token = await rooms.mintToken(access, agentGrant(room, assistantName(settings())));
    return { livekitUrl: access.url, token };
  }

  #assign(admission: Admission): Assignment {
    const { room, settings, clock, callsOf, modelName } = this.#options;
    const { transcript } = this;
    this.#agentSinceMs = Math.min(clock.nowMs(), ...transcript.turns().map((turn) => turn.startedAtMs));
    return toAssignment(admission, {
      room,
      settings: settings(),
      standing: this.#standing.assign(),
      transcript,
      unanswered: this.#unanswered.assign(),
      waiting: this.#unanswered.ids(),
      participants: this.view.participants,
      callsOf,
      modelName,
    });
  }

  /** Whoever waits for an answer is told why none comes; a turn nobody waits for stays, for when the cause is mended. */
  #giveUpAsking(cause: WireError): void {
    for (const turnId of this.#asks.failAll(cause)) this.#unanswered.answered(turnId);
  }

  /** No agent is given a turn that waits; whoever waits for its answer is told why. */
  #giveUpAll(message: string): void {
    this.#giveUpAsking({ code: 'talk/no-answer', message });
    this.#unanswered.giveUpAll();
    this.#options.onChanged();
  }

  #armIdle(): void {
    this.#cancelIdle();
    this.#cancelGone();
    if (this.#shown.view.participants.length > 0) return;
    this.#cancelGone = this.#options.clock.after(goneAfterMs, () => this.#unlock());
    this.#cancelIdle = this.#options.clock.after(idleAfterMs, () => {
      if (this.#asks.size > 0) this.#armIdle();
      else this.#seat.apply({ type: 'idle' });
    });
  }

  /** A microphone that was opened for this talk is not open in the next. */
  #unlock(): void {
    if (this.#modeSet === 'push-to-talk') this.setMode(this.#modeSet);
  }

  /** An agent on its way into the room is told once it is in. */
  #tellChanges(): void {
    if (this.#seat.status !== 'joined') return;
    for (const command of this.#standing.untold()) this.#seat.command(command);
  }

  #startOverAfterSilence(): void {
    const nowMs = this.#options.clock.nowMs();
    const { latestMs } = this.#unanswered;
    // What nobody could answer for half an hour is no question of whoever comes now.
    const isWaiting = latestMs !== null && !isConversationOver(latestMs, nowMs);
    if (!isWaiting && !this.#shown.isSpoken && this.transcript.isOver(nowMs)) this.startOver();
  }

  #showSeat(): void {
    const { status } = this.#seat;
    if (status === 'joined') return;
    if (status === 'empty') {
      this.#standing.keysLetGo();
      this.#shown.show({ brain: null, participants: [] });
      this.#unlock();
    }
    this.#setAgentState(status === 'empty' ? 'off' : 'starting', null);
  }

  #setAgentState(state: AgentState, floor: string | null): void {
    this.#shown.showAgent(state, this.#seat.pid, floor);
  }
}
