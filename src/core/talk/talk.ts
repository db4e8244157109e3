/**
 * The talk of one room: who sits in the agent's seat, what was said, what still waits for an answer.
 *
 * Path: bridge `talk.*` and the agent's reports -> here -> seat-state.ts decides -> agent-pool.ts, events to every device.
 * Always: what a process says that does not sit here is ignored; a committed turn is kept until it is answered, so a
 * replaced agent answers it.
 */
import { AppError, TurnId } from '../../contract/index.ts';
import type {
  AgentCommand,
  AgentState,
  AskCall,
  AwaitedCall,
  Brain,
  KeyAction,
  RoomName,
  Settings,
  TalkMode,
  TalkView,
  Turn,
  UnansweredTurn,
  WireError,
} from '../../contract/index.ts';
import type { EventHub } from '../bridge/event-hub.ts';
import type { Conversations } from '../history/conversations.ts';
import type { Clock, Ids, RoomService } from '../ports.ts';
import { agentGrant } from '../rooms/grants.ts';
import { isStandingIn } from '../rooms/livekit-state.ts';
import type { LiveKitState } from '../rooms/livekit-state.ts';
import type { LiveKit } from '../rooms/livekit.ts';
import { emptyRoomTimeoutMs, keepUntilEmpty } from '../rooms/rooms.ts';
import type { AgentPool } from './agent-pool.ts';
import type { AgentProcess } from './agent-process.ts';
import { PendingAsks } from './pending-asks.ts';
import { assistantName, decidePersona, greetingOf } from './persona.ts';
import { needsThePerson, seatCauseOf } from './seat-cause.ts';
import { isHopeless, joinDeadlineMs, seatedProcess, stepSeat } from './seat-state.ts';
import type { SeatEffect, SeatEvent, SeatState } from './seat-state.ts';
import { ShownTalk } from './shown-talk.ts';
import { StandingOrders } from './standing-orders.ts';
import { Transcript } from './transcript.ts';

/** The agent leaves this long after the last person, ms: before the room closes, so that it goes by itself and is not lost. */
const idleAfterMs = emptyRoomTimeoutMs - 10_000;

/** What a talk works with; all but `room` is the same for every talk. */
export interface TalkOptions {
  readonly room: RoomName;
  readonly pool: AgentPool;
  readonly livekit: LiveKit;
  readonly rooms: RoomService;
  readonly hub: EventHub;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly conversations: Pick<Conversations, 'resume' | 'save' | 'end'>;
  settings(): Settings;
  /** Why no talk can start with the present provider, and whether it is the simulated one. */
  provider(): Promise<{ problem: WireError | null; simulated: boolean }>;
  callsOf(turn: TurnId): readonly AskCall[];
  /** Shows nobody what was called in this room so far. */
  forgetCalls(room: RoomName): void;
  onChanged(): void;
}

/** The driver of the agent's seat, and what was said. */
export class Talk {
  readonly transcript = new Transcript();
  readonly #options: TalkOptions;
  readonly #asks: PendingAsks;
  readonly #unanswered = new Map<TurnId, UnansweredTurn>();
  /** The turn that the agent was given with its assignment. */
  #assignedTurn: TurnId | null = null;
  /** The mode in the settings; a window may have changed the talk's since. */
  #modeSet: TalkMode;
  readonly #standing: StandingOrders;
  #seat: SeatState = { status: 'empty' };
  #process: AgentProcess | null = null;
  readonly #shown: ShownTalk;
  /** What the room still knew is in the transcript, unless the talk started over meanwhile. */
  readonly #restored: Promise<void>;
  #startedOver = false;
  /** When the agent was given what it knew at first, epoch ms. */
  #agentSinceMs = 0;
  #cancelTimer: () => void = () => {};
  #cancelIdle: () => void = () => {};

  constructor(options: TalkOptions) {
    this.#options = options;
    this.#asks = new PendingAsks(options.clock);
    this.#modeSet = options.settings().talk.mode;
    const { room, hub, onChanged } = options;
    const standIn = isStandingIn(options.livekit.state);
    this.#shown = new ShownTalk({ room, mode: this.#modeSet, standIn, hub, onChanged });
    this.#standing = new StandingOrders(() => ({ mode: this.view.mode, persona: decidePersona(options.settings()) }));
    this.#restored = options.conversations.resume(options.room).then((turns) => this.#restore(turns));
  }

  get view(): TalkView {
    return this.#shown.view;
  }

  /** A person waits for the agent to come, or for its answer. */
  get isAwaited(): boolean {
    return this.#seat.status === 'opening' || this.#seat.status === 'joining' || this.#unanswered.size > 0;
  }

  /** Brings the agent in, if it is not there; it goes when nobody is left. */
  wake(): void {
    this.#startOverAfterSilence();
    this.#apply({ type: 'wanted' });
    this.#armIdle();
  }

  /** The talk goes on in another LiveKit: an agent joins it there, and so does every voice window. */
  moved(): void {
    this.#apply({ type: 'moved' });
    this.#standing.keysLetGo();
    this.participantsReported([]);
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
    this.#apply({ type: 'idle' });
    this.#options.conversations.end(this.#options.room);
    this.#forget();
  }

  /** Nobody is shown, told or asked what was said so far; in the place of an agent that knows it comes one that does not. */
  startOver(): void {
    const isKnown = this.transcript.turns().length > 0 || this.#unanswered.size > 0;
    this.#giveUpAll('The conversation was deleted before the answer came. Ask again.');
    this.#forget();
    if (isKnown) this.#apply({ type: 'startedOver' });
  }

  /** An earlier conversation, whose latest turn began then, is deleted: the talk goes on without an agent that knows it. */
  forgetUntil(latestMs: number): void {
    const isKept = this.transcript.turns().every(({ startedAtMs }) => startedAtMs > latestMs);
    if (!isKept) this.startOver();
    else if (this.#agentSinceMs <= latestMs) this.#apply({ type: 'startedOver' });
  }

  /** A typed turn: shown at once, answered as soon as an agent sits. */
  send(text: string, speaker: { identity: string; name: string }): TurnId {
    const turnId = TurnId.parse(this.#options.ids.id());
    this.#startOverAfterSilence();
    this.#putTurn({
      id: turnId,
      speaker: { kind: 'person', ...speaker },
      text,
      final: true,
      interrupted: false,
      via: 'typed',
      startedAtMs: this.#options.clock.nowMs(),
    });
    this.#unanswered.set(turnId, { turnId, identity: speaker.identity, audio: null, text });
    this.wake();
    if (this.#seat.status === 'joined') {
      this.#command({ type: 'typedTurn', turnId, identity: speaker.identity, text });
    }
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
    else this.#command({ type: 'key', identity, action });
  }

  setMode(mode: TalkMode): void {
    if (mode === this.view.mode) return;
    this.#shown.show({ mode });
    this.#tellChanges();
  }

  interrupt(): void {
    this.#command({ type: 'interrupt' });
  }

  /** The agent follows a changed assistant or profile from its next turn on, and a changed mode at once. */
  settingsChanged(): void {
    const { mode } = this.#options.settings().talk;
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
    const { servers } = decidePersona(this.#options.settings());
    return servers === null || servers.includes(server);
  }

  /** A changed key or provider is worth a new try. */
  providerChanged(): void {
    if (this.#seat.status === 'waiting') this.#apply({ type: 'wanted' });
  }

  /** Whether reports of this process are this talk's. */
  seats(processId: string): boolean {
    return seatedProcess(this.#seat) === processId;
  }

  joined(processId: string, brain: Brain): void {
    this.#shown.show({ brain });
    this.#process?.reportedJoined();
    this.#apply({ type: 'joined', processId });
    this.#setAgentState('ready', this.#shown.view.floor);
    this.#tellChanges();
    // One unanswered turn went along with the assignment; the others, also those that came since, follow in order.
    for (const turn of this.#unanswered.values()) {
      if (turn.text !== null && turn.turnId !== this.#assignedTurn) {
        this.#command({ type: 'typedTurn', turnId: turn.turnId, identity: turn.identity, text: turn.text });
      }
    }
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
    if (!this.transcript.has(turn.id) && this.transcript.isOver(turn.startedAtMs)) this.#forget();
    this.#putTurn(turn);
  }

  committed(turn: UnansweredTurn): void {
    this.#unanswered.set(turn.turnId, turn);
  }

  answered(turnId: TurnId, text: string): void {
    this.#unanswered.delete(turnId);
    this.#asks.answered(turnId, text);
    this.#options.onChanged();
  }

  problemReported(problem: WireError | null): void {
    this.#shown.show({ problem });
    if (problem && needsThePerson(problem)) this.#giveUpAsking(problem);
  }

  #apply(event: SeatEvent): void {
    const { state, effects } = stepSeat(this.#seat, event, this.#options.clock.nowMs());
    this.#seat = state;
    for (const effect of effects) this.#run(effect);
    this.#showSeat();
  }

  #run(effect: SeatEffect): void {
    switch (effect.type) {
      case 'takeProcess':
        void this.#take(effect.generation);
        return;
      case 'sendJoin':
        this.#deadline(joinDeadlineMs, { type: 'joinDeadlinePassed', generation: effect.generation });
        void this.#sendJoin(effect.processId);
        return;
      case 'discard':
        this.#options.pool.byId(effect.processId)?.kill();
        return;
      case 'dismiss':
        this.#options.pool.byId(effect.processId)?.command({ type: 'leave' });
        this.#process = null;
        return;
      case 'retryAfter':
        this.#deadline(effect.delayMs, { type: 'retryTimePassed', generation: effect.generation });
        return;
      case 'showProblem':
        this.#shown.show({ problem: effect.cause });
        if (isHopeless(this.#seat)) this.#giveUpAsking(effect.cause);
        return;
      case 'clearProblem':
        this.#cancelTimer();
        this.#shown.show({ problem: null });
    }
  }

  async #take(generation: number): Promise<void> {
    const { pool, provider } = this.#options;
    const roomReady = this.#readyRoom();
    // Waited for below, unless the provider stands in the way.
    roomReady.catch(() => undefined);
    try {
      const { problem, simulated } = await provider();
      if (problem) throw new AppError(problem.code, problem.message);
      this.#shown.show({ simulated });
      await roomReady;
      const process = await pool.take();
      this.#process = process;
      this.#apply({ type: 'processReady', generation, processId: process.id });
      // After it is seated: one that died meanwhile tells its end here at once, and a seat that is still opening ignores it.
      process.onEnd((cause) => this.#apply({ type: 'lost', processId: process.id, cause }));
    } catch (error) {
      const cause = seatCauseOf(error);
      this.#apply({ type: 'unavailable', generation, cause });
      if (needsThePerson(cause)) this.#giveUpAsking(cause);
    }
  }

  /** LiveKit runs, and the room is one that closes by itself. */
  async #readyRoom(): Promise<void> {
    const { livekit, rooms, room } = this.#options;
    await keepUntilEmpty(rooms, await livekit.access(), room);
  }

  async #sendJoin(processId: string): Promise<void> {
    const { livekit, rooms, room, settings, callsOf } = this.#options;
    try {
      const [access] = await Promise.all([livekit.access(), this.#restored]);
      const token = await rooms.mintToken(access, agentGrant(room, assistantName(settings())));
      const unanswered = this.#unanswered.values().next().value ?? null;
      this.#assignedTurn = unanswered?.turnId ?? null;
      this.#agentSinceMs = Math.min(
        this.#options.clock.nowMs(),
        ...this.transcript.turns().map((turn) => turn.startedAtMs),
      );
      const history = this.transcript.history(callsOf, this.#assignedTurn);
      // Whoever is there already was greeted by the agent before.
      const isNew = history.length === 0 && unanswered === null && this.view.participants.length === 0;
      this.#options.pool.byId(processId)?.command({
        type: 'join',
        assignment: {
          room,
          livekitUrl: access.url,
          token,
          greeting: isNew ? greetingOf(settings()) : '',
          ...this.#standing.assign(),
          history,
          unanswered,
        },
      });
    } catch {
      this.#options.pool.byId(processId)?.kill();
    }
  }

  /** Whoever waits for an answer is told why none comes; a turn nobody waits for stays, for when the cause is mended. */
  #giveUpAsking(cause: WireError): void {
    for (const turnId of this.#asks.failAll(cause)) this.#unanswered.delete(turnId);
  }

  /** No agent is given a turn that waits; whoever waits for its answer is told why. */
  #giveUpAll(message: string): void {
    this.#giveUpAsking({ code: 'talk/no-answer', message });
    this.#unanswered.clear();
    this.#options.onChanged();
  }

  #deadline(delayMs: number, event: SeatEvent): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#options.clock.after(delayMs, () => this.#apply(event));
  }

  #armIdle(): void {
    this.#cancelIdle();
    if (this.#shown.view.participants.length > 0) return;
    this.#cancelIdle = this.#options.clock.after(idleAfterMs, () => {
      if (this.#asks.size > 0) this.#armIdle();
      else this.#apply({ type: 'idle' });
    });
  }

  #command(command: AgentCommand): void {
    if (this.#seat.status === 'joined') this.#process?.command(command);
  }

  /** An agent on its way into the room is told once it is in. */
  #tellChanges(): void {
    if (this.#seat.status !== 'joined') return;
    for (const command of this.#standing.untold()) this.#command(command);
  }

  #startOverAfterSilence(): void {
    const isQuiet = this.#unanswered.size === 0 && !this.#shown.isSpoken;
    if (isQuiet && this.transcript.isOver(this.#options.clock.nowMs())) this.startOver();
  }

  #forget(): void {
    const { hub, room, forgetCalls } = this.#options;
    this.#startedOver = true;
    this.transcript.clear();
    forgetCalls(room);
    hub.restate('talk.turnChanged', room);
  }

  #putTurn(turn: Turn): void {
    this.transcript.put(turn);
    this.#options.hub.publish('talk.turnChanged', this.#options.room, turn);
    if (turn.final) this.#options.conversations.save(this.#options.room, turn);
  }

  #restore(turns: readonly Turn[]): void {
    const { hub, room } = this.#options;
    if (this.#startedOver) return;
    this.transcript.restore(turns);
    for (const turn of turns) hub.publish('talk.turnChanged', room, turn);
  }

  #showSeat(): void {
    const { status } = this.#seat;
    if (status === 'joined') return;
    if (status === 'empty') {
      this.#standing.keysLetGo();
      this.#shown.show({ brain: null, participants: [] });
    }
    this.#setAgentState(status === 'empty' ? 'off' : 'starting', null);
  }

  #setAgentState(state: AgentState, floor: string | null): void {
    const pid = seatedProcess(this.#seat) === null ? null : (this.#process?.pid ?? null);
    this.#shown.showAgent(state, pid, floor);
  }
}
