/**
 * The core's MCP side put together on fakes, or on a real connector, for tests.
 */
import type { Caller, CallView, RoomName } from '../../../src/contract/index.ts';
import { Settings, defaultRoom } from '../../../src/contract/index.ts';
import type { Approvals } from '../../../src/core/approvals/approvals.ts';
import { EventHub } from '../../../src/core/bridge/event-hub.ts';
import { createTools } from '../../../src/core/create-tools.ts';
import { ServerKeys } from '../../../src/core/mcp/server-keys.ts';
import type { Clock, McpConnector, SchemaValidator } from '../../../src/core/ports.ts';
import { Secrets } from '../../../src/core/secrets/secrets.ts';
import { SettingsService } from '../../../src/core/settings/settings-service.ts';
import { AjvValidator } from '../../fakes/ajv-validator.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { FakeMcpConnector } from '../../fakes/fake-connector.ts';
import {
  FakeCallLog,
  FakeGrantStore,
  FakeMemories,
  FakeSecretStore,
  FakeSettingsStore,
} from '../../fakes/fake-stores.ts';
import { FakeHasher, FakeIds, FakeLogger } from '../../fakes/fake-system.ts';

export const owner: Caller = { connectionId: 'c1', role: 'owner', room: defaultRoom, identity: 'owner-1' };

/** A value that passed through the keychain before the test began. */
const knownSecret = 'sk-known-secret';

export const realClock: Clock = {
  nowMs: () => Date.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};

export function aCore<C extends McpConnector = FakeMcpConnector>(
  options: {
    connector?: C;
    clock?: Clock;
    settings?: unknown;
    grants?: FakeGrantStore;
    memories?: FakeMemories;
    connectTimeoutMs?: number;
    validator?: SchemaValidator;
  } = {},
) {
  const clock = options.clock ?? new FakeClock();
  const connector = (options.connector ?? new FakeMcpConnector()) as C;
  const store = new FakeSettingsStore(options.settings ?? {});
  const grants = options.grants ?? new FakeGrantStore();
  const memories = options.memories ?? new FakeMemories();
  const [hub, hasher, logger, ids, log, secrets] = [
    new EventHub(),
    new FakeHasher(),
    new FakeLogger(),
    new FakeIds(),
    new FakeCallLog(),
    new FakeSecretStore(),
  ];
  const settings = new SettingsService({ store });
  const known = new Secrets({ store: secrets });
  known.learn(knownSecret);
  const { approvals, registry, toolCalls, catalogue, toolGrants } = createTools(
    { clock, ids, hasher, logger, connector, grants, memories, validator: options.validator ?? new AjvValidator() },
    { hub, settings, secrets: known, calls: log },
    {
      random: () => 0,
      parallelStarts: 4,
      ...(options.connectTimeoutMs === undefined ? {} : { connectTimeoutMs: options.connectTimeoutMs }),
    },
  );
  return {
    clock,
    connector,
    store,
    settings,
    grants,
    toolGrants,
    catalogue,
    registry,
    keys: new ServerKeys({ secrets, settings }),
    approvals,
    calls: toolCalls,
    hub,
    log,
    logger,
    secrets,
    knownSecrets: known,
    redacted: (text: string) => known.redacted(text),
    hasher,
  };
}

type Core = ReturnType<typeof aCore>;

/** Resolves when every named server is in one of the states. */
export function untilState(core: Pick<Core, 'registry'>, name: string, ...states: string[]): Promise<void> {
  return new Promise((resolve) => {
    const look = (): boolean =>
      states.includes(core.registry.list().find((server) => server.name === name)?.state ?? 'missing');
    if (look()) return resolve();
    const end = core.registry.onChanged(() => {
      if (!look()) return;
      end();
      resolve();
    });
  });
}

/** Resolves with the approval that comes to wait. */
export function nextApproval(core: Pick<Core, 'approvals' | 'hub'>): Promise<ReturnType<Approvals['list']>[number]> {
  return new Promise((resolve) => {
    const [waiting] = core.approvals.list();
    if (waiting) return resolve(waiting);
    const end = core.hub.listen('approvals.changed', owner, (message) => {
      const [first] = message.type === 'event' ? message.payload : message.state;
      if (!first) return;
      end();
      resolve(first);
    });
  });
}

/** The steps of every call in the main room, as they come. */
export function watchCalls(core: Pick<Core, 'hub'>): CallView[] {
  const seen: CallView[] = [];
  core.hub.listen('tools.callChanged', owner, (message) => {
    if (message.type === 'event') seen.push(message.payload);
  });
  return seen;
}

let attempts = 0;

export const modelCall = (
  name: string,
  args: unknown = {},
  more: { attempt?: string; turnId?: string; isGuest?: boolean } = {},
) => ({
  room: defaultRoom as RoomName,
  name,
  arguments: typeof args === 'string' ? args : JSON.stringify(args),
  turnId: (more.turnId ?? null) as never,
  attempt: more.attempt ?? `attempt-${(attempts += 1)}`,
  device: 'owner-1',
  isGuest: more.isGuest ?? false,
});

export const noSignal = (): AbortSignal => new AbortController().signal;

export const withServers = (mcpServers: Record<string, unknown>) => Settings.parse({ mcpServers });
