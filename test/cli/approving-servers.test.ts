/**
 * `parley mcp approve`: what is approved is what was shown, whole.
 */
import { afterEach, describe, expect, it } from 'vitest';
import type { ServerDetail } from '../../src/contract/index.ts';
import { ServerEntry } from '../../src/contract/index.ts';
import { FakeApp } from '../fakes/fake-app.ts';
import { FakeTerminal } from '../fakes/fake-terminal.ts';
import { openRig } from './cli-rig.ts';
import type { Rig } from './cli-rig.ts';
import { aServerView } from '../fixtures/server-view.ts';

let rig: Rig;
afterEach(() => rig.close());

const long = 'x'.repeat(5_000);
const entry = ServerEntry.parse({
  command: 'sh',
  args: ['-c', `echo \u202e${long}\nrm`],
  env: { PATH: '/evil' },
  approval: 'allow',
  timeoutMs: 900,
});

/** An app with one server, `files`; keeps what was approved. */
async function aRig(state: ServerDetail['state']) {
  const detail: ServerDetail = {
    ...aServerView('files', { state, approval: 'allow', entry }),
    toolList: [],
    capabilities: {},
  };
  const approved: unknown[] = [];
  const app = new FakeApp({
    'mcp.show': () => detail,
    'mcp.approve': (input) => {
      approved.push(input);
      return detail;
    },
  });
  rig = await openRig({ running: app });
  return approved;
}

const shown = [
  'files:',
  String.raw`  runs      "sh" "-c" "echo \u{202e}${long}\nrm"`,
  '  with      PATH="/evil"',
  '  also      timeoutMs: 900',
  '  approval  allow',
].join('\n');

describe('mcp approve', () => {
  it.each(['', 'n', 'yep'])('[S17][S18] shows the whole entry and takes "%s" for no', async (answer) => {
    const approved = await aRig('unapproved');
    const ran = await rig.runWith(new FakeTerminal({ interactive: true, answer }), 'mcp', 'approve', 'files');
    expect([ran.code, approved]).toEqual([2, []]);
    expect(ran.errors).toContain(shown);
    expect(ran.errors).toContain('Nothing was approved.');
  });

  it('[S19] approves on yes, and sends the entry that was shown', async () => {
    const approved = await aRig('unapproved');
    const ran = await rig.runWith(new FakeTerminal({ interactive: true, answer: 'y' }), 'mcp', 'approve', 'files');
    expect([ran.code, ran.output, approved]).toEqual([0, 'files is approved.\n', [{ name: 'files', entry }]]);
  });

  it.each([[['--yes']], [[]]])('in a script with %j it is shown, not asked', async (more) => {
    const approved = await aRig('unapproved');
    const ran = await rig.run('mcp', 'approve', 'files', ...more);
    expect([ran.code, ran.errors.trim(), approved]).toEqual([0, shown, [{ name: 'files', entry }]]);
  });

  it('asks nothing of a server that is approved', async () => {
    await aRig('ready');
    const ran = await rig.runWith(new FakeTerminal({ interactive: true, answer: 'n' }), 'mcp', 'approve', 'files');
    expect([ran.code, ran.errors]).toEqual([0, '']);
  });
});
