import { afterEach, describe, expect, it } from 'vitest';
import { FakeApp } from '../fakes/fake-app.ts';
import { openRig } from './cli-rig.ts';
import type { Rig } from './cli-rig.ts';

let rig: Rig;
afterEach(() => rig.close());

const anApp = (): FakeApp =>
  new FakeApp({
    'mcp.list': () => [],
    'mcp.setApproval': () => undefined as never,
    'mcp.setToolApproval': () => undefined as never,
  });

describe('[M12] mcp approval', () => {
  it.each([
    [['auto'], 'mcp.setApproval', { name: 'files', approval: 'auto' }, 'files is set to auto.'],
    [
      ['deny', '--tool', 'write'],
      'mcp.setToolApproval',
      { tool: 'write', approval: 'deny' },
      'files › write is set to deny.',
    ],
    [
      ['server', '--tool', 'write'],
      'mcp.setToolApproval',
      { tool: 'write', approval: null },
      'files › write follows its server again.',
    ],
  ])('files %j sets what is meant', async (how, method, input, said) => {
    const app = anApp();
    rig = await openRig({ running: app });
    expect(await rig.run('mcp', 'approval', 'files', ...how)).toEqual({ code: 0, output: `${said}\n`, errors: '' });
    expect(app.calls.at(-1)).toMatchObject({ method, input: { name: 'files', ...input } });
  });

  it.each([
    [['deny'], 'A server is set to ask, auto, allow, not "deny".'],
    [['auto', '--tool', 'write'], 'A tool is set to ask, allow, deny, server, not "auto".'],
  ])('files %j is wrong use and changes nothing', async (how, said) => {
    const app = anApp();
    rig = await openRig({ running: app });
    expect(await rig.run('mcp', 'approval', 'files', ...how)).toEqual({ code: 2, output: '', errors: `${said}\n` });
    expect(app.calls).toEqual([]);
  });
});
