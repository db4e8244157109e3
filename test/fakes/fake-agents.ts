/**
 * Agent processes without a process: the test says what each reports and when it ends.
 */
import type { AgentCommand, AgentHello } from '../../src/contract/index.ts';
import type { AgentChannel, AgentLauncher } from '../../src/core/ports.ts';

type Exit = { expected: boolean; code: number | null; signal: string | null };

export class FakeAgentChannel implements AgentChannel {
  readonly pid: number;
  readonly hellos: AgentHello[] = [];
  /** Filled by the test's bridge: what the core ordered. */
  readonly commands: AgentCommand[] = [];
  readonly #exits: ((exit: Exit) => void)[] = [];
  ended = false;

  constructor(pid: number) {
    this.pid = pid;
  }

  hello(hello: AgentHello): void {
    this.hellos.push(hello);
  }

  send(): void {}

  onMessage(): void {}

  onExit(listener: (exit: Exit) => void): void {
    this.#exits.push(listener);
  }

  async stop(): Promise<void> {
    this.end({ expected: true, code: 0, signal: null });
  }

  kill(): void {
    this.end({ expected: true, code: null, signal: 'SIGKILL' });
  }

  /** The process is gone. */
  end(exit: Exit): void {
    if (this.ended) return;
    this.ended = true;
    for (const listener of this.#exits) listener(exit);
  }
}

export class FakeAgentLauncher implements AgentLauncher {
  readonly launched: FakeAgentChannel[] = [];

  launch(): FakeAgentChannel {
    const channel = new FakeAgentChannel(1_000 + this.launched.length);
    this.launched.push(channel);
    return channel;
  }

  get latest(): FakeAgentChannel {
    const channel = this.launched.at(-1);
    if (!channel) throw new Error('No agent was launched yet.');
    return channel;
  }
}
