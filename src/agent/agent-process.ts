/**
 * The life of the agent process: warm, then one talk, then the end.
 *
 * Path: agent.ts -> here -> TalkSession. Commands and the catalogue come by events, everything else goes by methods.
 */
import { initializeLogger } from '@livekit/agents';
import { dispose } from '@livekit/rtc-node';
import type { AgentCommand, AgentHello, Assignment, CatalogueTool } from '../contract/index.ts';
import { BridgeClient } from '../wire/client.ts';
import { defaultDeadlines } from './answers/provider-watch-state.ts';
import { startWebRtc } from './audio/start-webrtc.ts';
import { systemClock } from './clock.ts';
import { exitCodes, type ExitReason } from './exit-codes.ts';
import { toProviderFailure } from './framework-internals.ts';
import type { ParentPort } from './parent-port.ts';
import { TalkSession } from './talk-session.ts';

const heartbeatMs = 1000;
/** Time for the last reports to reach the core. */
const lastWordsMs = 100;

export class AgentProcess {
  readonly #parent: ParentPort;
  readonly #bridge: BridgeClient;
  #hello: AgentHello['hello'] | null = null;
  #catalogue: readonly CatalogueTool[] = [];
  /** Held, so that what it started stays. */
  #started: unknown = null;
  #talk: TalkSession | null = null;
  #leaving = false;
  #exiting = false;

  constructor(parent: ParentPort) {
    this.#parent = parent;
    this.#bridge = new BridgeClient(parent.channel);
  }

  start(): void {
    process.on('uncaughtException', (error) => this.#uncaught(error, true));
    process.on('unhandledRejection', (reason) => this.#uncaught(reason, false));
    process.on('SIGTERM', () => void this.#leave());
    this.#parent.onHello((hello) => this.#greeted(hello));
  }

  #greeted(hello: AgentHello['hello']): void {
    const first = this.#hello === null;
    this.#hello = hello;
    if (!first) return this.#talk?.setProvider(hello.provider);
    initializeLogger({ pretty: false, level: hello.logLevel });
    this.#started ??= startWebRtc();
    this.#bridge.subscribe('agent.commanded', (message) => {
      if (message.type === 'event') this.#obey(message.payload);
    });
    this.#bridge.subscribe('tools.catalogueChanged', (message) => {
      this.#catalogue = message.type === 'state' ? message.state : message.payload;
      this.#talk?.setCatalogue(this.#catalogue);
    });
    setInterval(() => this.#tell('agent.heartbeat'), heartbeatMs);
    this.#bridge.invoke('agent.warm', { pid: process.pid }).catch(() => undefined);
  }

  #tell(method: 'agent.heartbeat'): void {
    this.#bridge.invoke(method, undefined).catch(() => undefined);
  }

  #obey(command: AgentCommand): void {
    switch (command.type) {
      case 'join':
        return this.#join(command.assignment);
      case 'leave':
        return void this.#leave();
      case 'unansweredTurn':
        return this.#talk?.unansweredTurn(command.turn);
      case 'typedTurn':
        return this.#talk?.typedTurn(command.turnId, command.identity, command.text);
      case 'key':
        return this.#talk?.key(command.identity, command.action);
      case 'setMode':
        return this.#talk?.setMode(command.mode);
      case 'setPersona':
        return this.#talk?.setPersona(command.persona);
      case 'interrupt':
        return this.#talk?.interrupt();
      case 'setAwaited':
        return this.#talk?.setAwaited(command.call);
    }
  }

  #join(assignment: Assignment): void {
    if (this.#talk || !this.#hello) return;
    const talk = new TalkSession({
      assignment,
      provider: this.#hello.provider,
      catalogue: this.#catalogue,
      bridge: this.#bridge,
      clock: systemClock,
      deadlines: defaultDeadlines,
      exit: (reason, detail) => this.#exit(reason, detail),
    });
    this.#talk = talk;
    talk.join().catch((error: unknown) => this.#exit('roomLost', error));
  }

  async #leave(): Promise<void> {
    if (this.#leaving) return;
    this.#leaving = true;
    await this.#talk?.leave().catch(() => undefined);
    await dispose().catch(() => undefined);
    this.#exit('left', null);
  }

  /**
   * A rejection nobody waited for breaks nothing by itself (the framework leaves some when a reply is cut off, and the
   * watch notices a session that is broken); an exception nobody caught may have.
   */
  #uncaught(thrown: unknown, isException: boolean): void {
    const failure = toProviderFailure(thrown);
    if (failure === null && isException && !this.#leaving) return this.#exit('crashed', thrown);
    const error = thrown instanceof Error ? thrown.stack : String(thrown);
    process.stderr.write(`${JSON.stringify({ level: 'warn', message: 'error nobody caught', failure, error })}\n`);
    if (failure !== null && !this.#leaving) this.#talk?.providerFailed(failure, thrown);
  }

  #exit(reason: ExitReason, detail: unknown): void {
    if (this.#exiting) return;
    this.#exiting = true;
    const error = detail instanceof Error ? detail.stack : detail === null ? undefined : String(detail);
    const level = reason === 'left' ? 'info' : 'error';
    process.stderr.write(`${JSON.stringify({ level, message: 'agent process ends', reason, error })}\n`);
    setTimeout(() => process.exit(exitCodes[reason]), lastWordsMs);
  }
}
