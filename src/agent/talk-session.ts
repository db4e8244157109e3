/**
 * One talk in one room: people, microphones, floor, brain and captions joined together.
 *
 * Path: agent-process.ts gives an assignment and commands -> here -> everything below; reports go to the core over the bridge.
 * Always: a committed turn is told to the core in the step in which the brain is asked, and asked again if there was no
 * brain; the room stays joined when the brain fails, so that the person can be told.
 */
import { randomUUID } from 'node:crypto';
import { AudioSource, LocalAudioTrack, Room, RoomEvent, TrackPublishOptions, TrackSource } from '@livekit/rtc-node';
import { isOwnerIdentity } from '../contract/index.ts';
import type {
  AgentHello,
  AgentState,
  Assignment,
  AwaitedCall,
  Bridge,
  CatalogueTool,
  KeyAction,
  Method,
  MethodInput,
  Persona,
  TalkMode,
  TurnId,
  UnansweredTurn,
  WireError,
} from '../contract/index.ts';
import type { WatchDeadlines } from './answers/provider-watch-state.ts';
import { HoldableSource } from './audio/holdable-source.ts';
import { Microphones } from './audio/microphones.ts';
import { modelRateHz } from './audio/room-speaker.ts';
import { TurnAudio } from './audio/turn-audio.ts';
import { loadEndOfTurnModel } from './audio/voice-activity.ts';
import { AwaitedApproval } from './awaited-approval.ts';
import { BrainKeeper } from './brain-keeper.ts';
import { Captions } from './captions.ts';
import type { AgentClock } from './clock.ts';
import type { ExitReason } from './exit-codes.ts';
import { rulesOf } from './persona.ts';
import { Presence } from './presence.ts';
import { ShownTurns } from './shown-turns.ts';
import { StateAttribute } from './state-attribute.ts';
import { AgentTools } from './tools.ts';
import { FloorDriver } from './turns/floor.ts';
import type { AnswerPhase } from './turns/floor-model.ts';
import { isVoiced } from './turns/voice-run.ts';

export interface TalkOptions {
  readonly assignment: Assignment;
  readonly provider: AgentHello['hello']['provider'];
  readonly catalogue: readonly CatalogueTool[];
  readonly bridge: Bridge;
  readonly clock: AgentClock;
  readonly deadlines: WatchDeadlines;
  /** Ends the process; the supervisor acts on the reason. */
  readonly exit: (reason: ExitReason, detail: unknown) => void;
}

/** Audio from before speech was noticed, so that nothing is clipped. */
const preRollMs = 400;
const stateAttribute = 'lk.agent.state';

export class TalkSession {
  readonly #options: TalkOptions;
  readonly #room = new Room();
  readonly #source = new AudioSource(modelRateHz, 1);
  readonly #voice = new HoldableSource(this.#source, modelRateHz);
  readonly #presence: Presence;
  readonly #microphones: Microphones;
  readonly #floor: FloorDriver;
  readonly #attribute: StateAttribute;
  readonly #turns: ShownTurns;
  readonly #approval: AwaitedApproval;
  readonly #tools: AgentTools;
  readonly #brain: BrainKeeper;
  #turnAudio: TurnAudio | null = null;
  #phase: AnswerPhase = 'none';
  #state: AgentState = 'starting';
  #shownFloor: string | null = null;
  #leaving = false;
  readonly #joined = Promise.withResolvers<void>();
  #announced = false;
  #greeted = false;

  constructor(options: TalkOptions) {
    this.#options = options;
    const { assignment, bridge, clock } = options;
    this.#presence = new Presence(this.#room, {
      onJoined: (identity) => {
        this.#floor.dispatch({ type: 'joined', identity, owner: isOwnerIdentity(identity) });
        this.#greet();
      },
      onLeft: (identity) => this.#floor.dispatch({ type: 'left', identity }),
      onChanged: (participants) => this.#report('agent.participantsChanged', { room: assignment.room, participants }),
    });
    this.#attribute = new StateAttribute(
      {
        shown: () => this.#room.localParticipant?.attributes[stateAttribute],
        send: async (state) => this.#room.localParticipant?.setAttributes({ [stateAttribute]: state }),
      },
      clock,
    );
    this.#microphones = new Microphones(
      this.#room,
      {
        onFrame: (identity, chunk) => {
          if (identity === this.#floor.holder) this.#turnAudio?.push(chunk.samples);
        },
        onPart: (identity, part) => {
          if (identity === this.#floor.holder) this.#floor.dispatch({ type: 'part', identity, part });
        },
        onWindow: (identity, window) => {
          if (identity === this.#floor.holder && isVoiced(window, null)) this.#brain.wentOn();
          this.#floor.dispatch({ type: 'window', identity, window });
        },
      },
      clock,
    );
    this.#floor = this.#createFloor();
    this.#turns = new ShownTurns({
      captions: new Captions(this.#room, (turn) => this.#report('agent.turnChanged', { room: assignment.room, turn })),
      presence: this.#presence,
      room: this.#room,
    });
    this.#approval = new AwaitedApproval({
      onAnswered: (id, answer) => this.#report('agent.approvalSpoken', { room: assignment.room, id, answer }),
      onUnclear: () => this.#brain.askAgain(),
    });
    this.#tools = new AgentTools({
      bridge,
      room: assignment.room,
      turnOf: (speechId) => this.#brain.turnOf(speechId),
      events: {
        onStarted: (speechId) => this.#brain.toolStarted(speechId),
        onEnded: (speechId) => this.#brain.toolEnded(speechId),
        onResult: (speechId, call) => this.#brain.toolResult(speechId, call),
        onLateResult: (call, result) => this.#brain.lateResult(call, result),
      },
    });
    this.#tools.setServers(assignment.persona.servers);
    this.#tools.setCatalogue(options.catalogue);
    this.#brain = this.#createBrain();
  }

  /** In the room and, where the provider is well, ready to answer. */
  async join(): Promise<void> {
    const { assignment } = this.#options;
    this.#room.on(RoomEvent.Disconnected, () => {
      if (!this.#leaving) this.#options.exit('roomLost', null);
    });
    // First of all: LiveKit's work goes on in threads of its own while the brain starts in this one.
    const options = { autoSubscribe: true, dynacast: false };
    const connected = this.#room.connect(assignment.livekitUrl, assignment.token, options);
    const brainUp = this.#brain.start();
    await connected;
    this.#room.registerTextStreamHandler('lk.chat', (reader, { identity }) => {
      void reader.readAll().then(
        (text) => this.#chat(identity, text),
        () => undefined,
      );
    });
    this.#presence.announce();
    // Another process heard it and did not answer; the core knows it already.
    if (assignment.unanswered) this.unansweredTurn(assignment.unanswered);
    // Whoever waits in the room sees that we hear as soon as it is so, not after the core's answer.
    await Promise.all([brainUp.then(() => this.#stateMayHaveChanged()), this.#publishVoice()]);
    await this.#invoke('agent.joined', { room: assignment.room, brain: this.#brain.kind });
    this.#brain.announce();
    this.#announced = true;
    this.#joined.resolve();
    this.#greet();
  }

  async #publishVoice(): Promise<void> {
    const track = LocalAudioTrack.createAudioTrack('assistant', this.#source);
    const options = new TrackPublishOptions({ source: TrackSource.SOURCE_MICROPHONE });
    await this.#room.localParticipant?.publishTrack(track, options);
  }

  /** A turn that another agent told of: what was said in it may have to be told yet. */
  unansweredTurn(turn: UnansweredTurn): void {
    this.#turns.remember(turn);
    this.#brain.takeOver(turn);
  }

  /** A turn typed in a window: the core has shown it and keeps it. */
  typedTurn(turnId: TurnId, identity: string, text: string): void {
    const turn = { turnId, identity, audio: null, text, startedAtMs: this.#options.clock.nowMs() };
    this.#brain.committed(turn);
    this.#brain.askNow(turn);
  }

  key(identity: string, action: KeyAction): void {
    this.#floor.dispatch({ type: 'key', identity, action });
  }

  setMode(mode: TalkMode): void {
    this.#floor.dispatch({ type: 'modeChanged', mode });
  }

  interrupt(): void {
    this.#brain.interrupt(true);
  }

  /** The call that its owner is asked about is named aloud: nobody may be looking. */
  setAwaited(call: AwaitedCall | null): void {
    this.#approval.setAwaited(call);
    this.#brain.setAwaited(call);
  }

  /** Another profile, or a changed assistant. */
  setPersona(persona: Persona): void {
    this.#floor.setRules(rulesOf(persona));
    this.#tools.setServers(persona.servers);
    this.#brain.setPersona(persona);
  }

  setCatalogue(catalogue: readonly CatalogueTool[]): void {
    this.#tools.setCatalogue(catalogue);
  }

  setProvider(provider: AgentHello['hello']['provider']): void {
    this.#brain.setProvider(provider);
  }

  /** An error nobody caught that speaks of the provider. */
  providerFailed(failure: Parameters<BrainKeeper['failed']>[0], detail: unknown): void {
    this.#brain.failed(failure, detail);
  }

  async leave(): Promise<void> {
    this.#leaving = true;
    this.#floor.close();
    this.#attribute.close();
    this.#microphones.close();
    await this.#brain.close();
    await this.#room.disconnect();
    await this.#invoke('agent.left', { room: this.#options.assignment.room });
  }

  #createFloor(): FloorDriver {
    return new FloorDriver({
      clock: this.#options.clock,
      mode: this.#options.assignment.mode,
      rules: rulesOf(this.#options.assignment.persona),
      port: {
        take: (identity, fromMs) => this.#take(identity, fromMs),
        commit: (identity, sinceMs) => this.#commit(identity, sinceMs),
        drop: () => this.#drop(),
        interrupt: () => this.#brain.interrupt(false),
        hold: () => this.#voice.hold(),
        release: () => this.#voice.release(),
        pause: (identity) => this.#brain.paused(identity),
        // Once everyone sees us, which it would delay; nobody has ended a sentence yet.
        expectQuestions: () => void this.#joined.promise.then(loadEndOfTurnModel),
        predictEndOfTurn: (identity) => this.#microphones.predictEndOfTurn(identity),
        holderChanged: () => this.#stateMayHaveChanged(),
      },
    });
  }

  #createBrain(): BrainKeeper {
    const { assignment, provider, clock, deadlines, exit } = this.#options;
    return new BrainKeeper({
      assignment,
      provider,
      clock,
      deadlines,
      exit,
      tools: this.#tools,
      speakers: this.#presence,
      source: this.#voice,
      hasListeners: () => this.#presence.anyone,
      mayFill: () => this.#presence.anyone && this.#floor.holder === null,
      isQuiet: () => this.#floor.holder === null,
      onBrainChanged: (brain) => this.#report('agent.brainChanged', { room: assignment.room, brain }),
      onProblem: (problem) => this.#report('agent.problemChanged', { room: assignment.room, problem }),
      onGivenUp: (turnId, problem) => this.#answered(turnId, '', problem),
      events: {
        onPhaseChanged: (phase) => {
          this.#phase = phase;
          this.#floor.dispatch({ type: 'answerChanged', answer: phase });
          this.#stateMayHaveChanged();
        },
        onPersonText: (turnId, text, final) => this.#turns.heard(turnId, text, final),
        onAnswerText: (_turnId, answer) => this.#turns.spoken(answer),
        onAnswered: (turnId, text) => this.#answered(turnId, text),
      },
    });
  }

  #take(identity: string, fromMs: number): void {
    this.#drop();
    const audio = new TurnAudio((frame) => this.#brain.pushAudio(frame));
    this.#brain.hush();
    this.#turnAudio = audio;
    this.#approval.turnBegan(identity);
    for (const chunk of this.#microphones.since(identity, fromMs - preRollMs)) audio.push(chunk.samples);
  }

  #drop(): void {
    if (!this.#turnAudio) return;
    this.#turnAudio = null;
    this.#brain.clearAudio();
  }

  #commit(identity: string, sinceMs: number): void {
    const audio = this.#turnAudio;
    this.#turnAudio = null;
    if (!audio) return;
    audio.finish();
    const turnId = randomUUID() as TurnId;
    const turn = { turnId, identity, audio: audio.toBase64(), text: null, startedAtMs: sinceMs };
    this.#brain.askSpoken(turn, this.#approval.takesWords(this.#brain.named));
    this.#committed(turn);
  }

  /** Tells everyone of a turn that now waits. */
  #committed(turn: UnansweredTurn): void {
    const shown = this.#turns.remember(turn);
    this.#brain.committed(turn);
    this.#report('agent.turnCommitted', { room: this.#options.assignment.room, turn });
    this.#turns.show(shown);
  }

  /** Once, to the first who is there to hear it; not over somebody who has begun to speak. */
  #greet(): void {
    const { greeting } = this.#options.assignment;
    if (this.#greeted || greeting === '' || !this.#announced || !this.#presence.anyone) return;
    this.#greeted = true;
    if (this.#turns.isEmpty && this.#floor.holder === null) this.#brain.greet(greeting);
  }

  #chat(identity: string, text: string): void {
    if (!text.trim()) return;
    const turnId = randomUUID() as TurnId;
    const startedAtMs = this.#options.clock.nowMs();
    const turn = { turnId, identity, audio: null, text: text.slice(0, 10_000), startedAtMs };
    this.#committed(turn);
    this.#brain.askNow(turn);
  }

  #answered(turnId: TurnId, text: string, problem: WireError | null = null): void {
    this.#turns.answered(turnId);
    this.#report('agent.turnAnswered', { room: this.#options.assignment.room, turnId, text, problem });
  }

  #stateMayHaveChanged(): void {
    const floor = this.#floor.holder;
    const state = stateOf(this.#phase, floor !== null);
    if (!this.#room.isConnected || (state === this.#state && floor === this.#shownFloor)) return;
    this.#report('agent.stateChanged', { room: this.#options.assignment.room, state, floor });
    this.#shownFloor = floor;
    if (state === this.#state) return;
    this.#state = state;
    this.#attribute.show(state === 'ready' ? 'listening' : state);
  }

  #report<M extends Method>(method: M, input: MethodInput<M>): void {
    void this.#invoke(method, input);
  }

  /** A report that finds no core is lost with it: the channel's end ends this process. */
  async #invoke<M extends Method>(method: M, input: MethodInput<M>): Promise<void> {
    await this.#options.bridge.invoke(method, input).catch(() => undefined);
  }
}

function stateOf(phase: AnswerPhase, listening: boolean): AgentState {
  if (listening) return 'listening';
  if (phase === 'speaking') return 'speaking';
  return phase === 'none' ? 'ready' : 'thinking';
}
