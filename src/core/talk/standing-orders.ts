/**
 * What lasts in a talk and its agent has to follow (the mode, the assistant, the keys that are held down, the call that waits
 * for approval), and how much of it the agent was told.
 *
 * Path: talk.ts -> here; no I/O.
 * Always: an agent knows its assignment and the commands since. What changed while it was on its way into the room is the
 * difference, told once it is in. What happens only once (an interruption, a key that is let go of) is no part of it.
 */
import type { AgentCommand, AwaitedCall, CallId, KeyAction, Persona, TalkMode } from '../../contract/index.ts';

/** What the room shows and the settings say. */
export interface Standing {
  readonly mode: TalkMode;
  readonly persona: Persona;
}

/** One talk's, from agent to agent. */
export class StandingOrders {
  readonly #now: () => Standing;
  /** Who holds the push-to-talk key down, by identity. */
  readonly #keysDown = new Set<string>();
  #told: Standing;
  readonly #keysTold = new Set<string>();
  #people: readonly string[] = [];
  #awaited: AwaitedCall | null = null;
  #awaitedTold: CallId | null = null;

  constructor(now: () => Standing) {
    this.#now = now;
    this.#told = now();
  }

  /** For a new agent's assignment. It knows of no key and of no call that waits. */
  assign(): Standing {
    this.#keysTold.clear();
    this.#awaitedTold = null;
    this.#told = this.#now();
    return this.#told;
  }

  /** The commands after which the agent follows what holds now; they count as told. */
  untold(): AgentCommand[] {
    const { mode, persona } = this.#now();
    const commands: AgentCommand[] = [];
    if (mode !== this.#told.mode) commands.push({ type: 'setMode', mode });
    if (JSON.stringify(persona) !== JSON.stringify(this.#told.persona)) commands.push({ type: 'setPersona', persona });
    for (const identity of this.#keysDown) {
      if (!this.#keysTold.has(identity)) commands.push({ type: 'key', identity, action: 'down' });
      this.#keysTold.add(identity);
    }
    const awaited = this.#awaited?.id ?? null;
    if (awaited !== this.#awaitedTold) commands.push({ type: 'setAwaited', call: this.#awaited });
    this.#awaitedTold = awaited;
    this.#told = { mode, persona };
    return commands;
  }

  /** A key that is held lasts. What a toggle means depends on the turn, which the agent alone knows. */
  key(identity: string, action: KeyAction): void {
    if (action === 'down') this.#keysDown.add(identity);
    else if (action !== 'toggle') this.#letGo(identity);
  }

  /** Its owner is asked about this call; null: about none. */
  awaits(call: AwaitedCall | null): void {
    this.#awaited = call;
  }

  /** Who is in the room now: whoever was and left holds no key any more. */
  present(people: readonly { readonly identity: string }[]): void {
    const identities = people.map(({ identity }) => identity);
    for (const identity of this.#people) if (!identities.includes(identity)) this.#letGo(identity);
    this.#people = identities;
  }

  /** The talk is over, or goes on elsewhere: windows let go of the key without saying so. */
  keysLetGo(): void {
    this.#keysDown.clear();
    this.#keysTold.clear();
  }

  #letGo(identity: string): void {
    this.#keysDown.delete(identity);
    this.#keysTold.delete(identity);
  }
}
