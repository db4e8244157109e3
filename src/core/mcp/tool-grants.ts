/**
 * What the owner decided on each tool, and the definition each tool had then.
 *
 * Path: server.ts (tools arrive), call-tool.ts (decides), registry.ts (owner's acts) -> here -> port GrantStore.
 * Always: a tool seen for the first time at an approved server is pinned as it is; one whose definition changed since, or is
 * allowed without a pin, loses a standing `allow` and asks until the owner decides on it again.
 */
import type { ToolApproval } from '../../contract/index.ts';
import type { GrantStore, Hasher, Logger, ToolDefinition, ToolPin } from '../ports.ts';
import { definitionHash } from './canonical.ts';

interface Known {
  readonly approvals: Map<string, ToolApproval>;
  readonly pins: Map<string, ToolPin>;
  /** The tools that are not as pinned, as they are now. */
  readonly changed: Map<string, ToolPin>;
}

/** The decisions and pins of every server, read once and written through. */
export class ToolGrants {
  readonly #store: GrantStore;
  readonly #hasher: Hasher;
  readonly #logger: Logger;
  readonly #known = new Map<string, Known>();
  readonly #listeners = new Set<() => void>();

  constructor(options: { store: GrantStore; hasher: Hasher; logger: Logger }) {
    this.#store = options.store;
    this.#hasher = options.hasher;
    this.#logger = options.logger;
  }

  /** Compares a server's tools with what its owner last saw. Call before the tools are offered. */
  async sawTools(server: string, tools: readonly ToolDefinition[]): Promise<void> {
    const known = await this.#of(server);
    const fresh = new Map<string, ToolPin>();
    for (const tool of tools) {
      const present: ToolPin = { hash: definitionHash(this.#hasher, tool), definition: definedPart(tool) };
      const pin = known.pins.get(tool.name);
      const isNew = pin === undefined && known.approvals.get(tool.name) !== 'allow';
      if (isNew) fresh.set(tool.name, present);
      if (isNew || pin?.hash === present.hash) known.changed.delete(tool.name);
      else await this.#changed(server, known, tool.name, present);
    }
    if (fresh.size > 0) await this.#pin(server, known, fresh);
  }

  /** Has the decisions at hand; call before tools are offered that were not seen in this run. */
  async load(server: string): Promise<void> {
    await this.#of(server);
  }

  approval(server: string, tool: string): ToolApproval | null {
    return this.#known.get(server)?.approvals.get(tool) ?? null;
  }

  /** True while its definition differs from the one its owner last decided on. */
  isChanged(server: string, tool: string): boolean {
    return this.#known.get(server)?.changed.has(tool) ?? false;
  }

  /** The definition that its owner last saw, or null where that is not known. */
  seenBefore(server: string, tool: string): ToolDefinition | null {
    return this.#known.get(server)?.pins.get(tool)?.definition ?? null;
  }

  /** The owner's word on a tool, given with the definition `seen` in view; an `allow` of one that is no longer present is void. */
  async decide(server: string, seen: ToolDefinition, approval: ToolApproval | null): Promise<void> {
    const known = await this.#of(server);
    if (approval === 'allow' && !this.#isPresent(known, seen)) return;
    await this.#store.setToolApproval(server, seen.name, approval);
    if (approval === null) known.approvals.delete(seen.name);
    else known.approvals.set(seen.name, approval);
    await this.accept(server, seen);
    for (const listener of [...this.#listeners]) listener();
  }

  /** After each decision, however the owner gave it. Returns the end of it. */
  onDecided(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The owner has seen this definition; one that came meanwhile stays unseen. */
  async accept(server: string, seen: ToolDefinition): Promise<void> {
    const known = await this.#of(server);
    const present = known.changed.get(seen.name);
    if (!present || !this.#isPresent(known, seen)) return;
    known.changed.delete(seen.name);
    await this.#pin(server, known, new Map([[seen.name, present]]));
  }

  forget(server: string): void {
    this.#known.delete(server);
  }

  #isPresent(known: Known, seen: ToolDefinition): boolean {
    const present = known.changed.get(seen.name) ?? known.pins.get(seen.name);
    return present?.hash === definitionHash(this.#hasher, seen);
  }

  async #of(server: string): Promise<Known> {
    const present = this.#known.get(server);
    if (present) return present;
    const [approvals, pins] = await Promise.all([this.#store.toolApprovals(server), this.#store.toolPins(server)]);
    const known: Known = this.#known.get(server) ?? {
      approvals: new Map(approvals),
      pins: new Map(pins),
      changed: new Map(),
    };
    this.#known.set(server, known);
    return known;
  }

  async #changed(server: string, known: Known, tool: string, present: ToolPin): Promise<void> {
    known.changed.set(tool, present);
    if (known.approvals.get(tool) !== 'allow') return;
    known.approvals.delete(tool);
    this.#logger.log('warn', 'a tool changed its definition; its standing permission is withdrawn', { server, tool });
    await this.#store.setToolApproval(server, tool, null);
  }

  async #pin(server: string, known: Known, pins: ReadonlyMap<string, ToolPin>): Promise<void> {
    await this.#store.pinTools(server, pins);
    for (const [tool, pin] of pins) known.pins.set(tool, pin);
  }
}

/** What is compared of a definition, and nothing else of it. */
function definedPart({ name, title, description, inputSchema, annotations }: ToolDefinition): ToolDefinition {
  return {
    name,
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    inputSchema,
    ...(annotations ? { annotations } : {}),
  };
}
