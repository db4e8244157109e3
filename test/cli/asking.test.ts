/**
 * `parley ask` and the approvals it waits for, over the real wire.
 */
import { afterEach, describe, expect, it } from 'vitest';
import type { CallView } from '../../src/contract/index.ts';
import { CallId, RoomName } from '../../src/contract/index.ts';
import { FakeApp } from '../fakes/fake-app.ts';
import { openRig } from './cli-rig.ts';
import type { Rig } from './cli-rig.ts';

let rig: Rig;
afterEach(() => rig.close());

const main = RoomName.parse('main');

describe('ask', () => {
  const aCall = (changes: Partial<CallView>): CallView => ({
    id: CallId.parse('c1'),
    server: 'files',
    tool: 'read_file',
    status: 'running',
    arguments: '{"path":"a.txt"}',
    result: null,
    error: null,
    startedAtMs: 1,
    durationMs: null,
    turnId: null,
    ...changes,
  });

  it('[M12][S24] approvals shows arguments as they are sent, with every character that hides', async () => {
    const waiting = {
      id: CallId.parse('c1'),
      server: 'files',
      tool: 'write\u202e',
      arguments: { path: '/home/a\u200b\u3164b' },
      description: '',
      destructive: true,
      changed: null,
      room: main,
      byVoice: false,
      requestedAtMs: 0,
      expiresAtMs: 0,
    };
    rig = await openRig({ running: new FakeApp({ 'approvals.list': () => [waiting] }) });
    expect((await rig.run('approvals')).output).toBe(
      [
        String.raw`c1  files > write\u{202e}  (0 s left) It says of itself that it may destroy data.`,
        String.raw`  path: "/home/a\u{200b}\u{3164}b"`,
        '',
      ].join('\n'),
    );
  });

  it('prints tool calls as they happen, then the answer; older calls are not told', async () => {
    const app: FakeApp = new FakeApp({
      'talk.ask': async () => {
        await app.subscribed('tools.callChanged');
        app.emit('tools.callChanged', aCall({ id: CallId.parse('old'), status: 'done' }));
        app.emit('tools.callChanged', aCall({ status: 'awaiting-approval' }));
        app.emit('tools.callChanged', aCall({ status: 'running' }));
        app.emit('tools.callChanged', aCall({ status: 'running' }));
        app.emit('tools.callChanged', aCall({ status: 'done', durationMs: 120 }));
        return { answer: 'It says marmalade.', calls: [] };
      },
    });
    app.states.set('tools.callChanged', [aCall({ id: CallId.parse('old'), status: 'running' })]);
    rig = await openRig({ running: app });
    expect(await rig.run('ask', 'read it', '--room', 'kitchen')).toEqual({
      code: 0,
      output: [
        '  files > read_file waits for your approval: parley approve c1  (or: parley deny c1)',
        '    {"path":"a.txt"}',
        '  files > read_file {"path":"a.txt"}',
        '  files > read_file done (0.12 s)',
        'It says marmalade.',
        '',
      ].join('\n'),
      errors: '',
    });
    expect(app.callers.at(-1)).toMatchObject({ role: 'owner', room: 'kitchen' });
  });

  it('--json prints answer and calls and nothing else', async () => {
    const answer = {
      answer: 'Two files.',
      calls: [{ server: 'files', tool: 'list', arguments: {}, result: { content: [] }, error: null, durationMs: 3 }],
    };
    const app = new FakeApp({ 'talk.ask': () => answer });
    app.states.set('approvals.changed', []);
    rig = await openRig({ running: app });
    const ran = await rig.run('ask', 'list', '--json');
    expect({ ...ran, output: JSON.parse(ran.output) as unknown }).toEqual({ code: 0, output: answer, errors: '' });
  });

  it('[M12] --json says on stderr what waits for approval in its room, once, and how to answer it', async () => {
    const waiting = (id: string, room: RoomName) => ({
      id: CallId.parse(id),
      server: 'files',
      tool: 'write_file',
      arguments: { path: 'a.txt' },
      description: '',
      destructive: false,
      changed: null,
      room,
      byVoice: false,
      requestedAtMs: 0,
      expiresAtMs: 0,
    });
    const mine = waiting('c1', main);
    const app: FakeApp = new FakeApp({
      'talk.ask': async () => {
        await app.subscribed('approvals.changed');
        app.emit('approvals.changed', [mine]);
        app.emit('approvals.changed', [mine, waiting('c2', RoomName.parse('kitchen'))]);
        return { answer: 'Written.', calls: [] };
      },
    });
    app.states.set('approvals.changed', []);
    rig = await openRig({ running: app });
    const ran = await rig.run('ask', 'write it', '--json');
    expect(JSON.parse(ran.output)).toEqual({ answer: 'Written.', calls: [] });
    expect(ran.errors).toBe(
      'files > write_file waits for your approval, in the window or here: parley approve c1  (or: parley deny c1)\n' +
        '  path: "a.txt"\n',
    );
  });
});
