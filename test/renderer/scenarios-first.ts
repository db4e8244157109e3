/**
 * The first minute: nothing is set up, and each step answers as a working host would.
 */
import { Settings } from '../../src/contract/index.ts';
import { aServer, aStatus, aTalk } from './things.ts';
import type { FixtureBridge, Script } from './fixture-bridge.ts';
import type { Scenario } from './scenarios.ts';
import type { AppStatus } from '../../src/contract/index.ts';

const nothing: AppStatus['provider'] = { brain: null, simulated: false, configured: false, source: null };

function tell(bridge: FixtureBridge, change: Partial<AppStatus>): AppStatus {
  const status = { ...bridge.state('status.changed'), ...change };
  bridge.emit('status.changed', status, status);
  return status;
}

export function firstScenarios(script: (change?: Partial<Script>) => Script): Readonly<Record<string, Scenario>> {
  const first = script({
    states: {
      'status.changed': aStatus({ provider: nothing, agent: { state: 'off', pid: null } }),
      'settings.changed': Settings.parse({}),
      'talk.changed': aTalk({ agent: { state: 'off', pid: null }, participants: [] }),
      'mcp.serversChanged': [],
      'talk.turnChanged': [],
      'tools.callChanged': [],
    },
    methods: {
      'secrets.list': () => ({ secrets: [], warning: null }),
      'secrets.set': ({ name }, bridge) => {
        tell(bridge, { provider: { ...nothing, configured: true, source: 'keychain' } });
        return { name, storage: 'keychain' as const };
      },
      'demo.set': (_input, bridge) =>
        tell(bridge, {
          provider: { ...nothing, configured: true, simulated: true, source: 'demo' },
          demo: { sampleFolder: '/home/ada/sample' },
          mcp: [aServer('filesystem'), aServer('everything', { tools: 11 })],
        }),
      'provider.test': ({ stage, draft }) => ({
        ok: stage !== 'completion',
        tookMs: 20,
        detail:
          stage === 'completion'
            ? `Nothing answers at ${draft?.baseUrl ?? ''}. Start Ollama, then try again.`
            : 'It answers.',
        cause: null,
      }),
      'settings.set': () => null,
      'mcp.add': ({ name, entry }, bridge) => {
        const added = aServer(name, { entry, state: 'starting', tools: 0, era: null });
        tell(bridge, { mcp: [added] });
        return added;
      },
    },
  });
  return { 'talk-no-key': { hash: '#/talk', script: first, shows: 'text=Three steps to your first talk' } };
}
