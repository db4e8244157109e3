import { expect, test } from 'vitest';
import { defaultRoom } from '../../../src/contract/index.ts';
import { Approvals, approvalHandlers, approvalTimeoutMs } from '../../../src/core/approvals/approvals.ts';
import { EventHub } from '../../../src/core/bridge/event-hub.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { noSignal, owner } from '../mcp/rig.ts';

const question = (id: string) => ({
  id: id as never,
  server: 'files',
  tool: 'write',
  arguments: { path: '/a' },
  description: '',
  destructive: false,
  changed: null,
  room: null,
  byVoice: true,
});

function waiting() {
  const clock = new FakeClock();
  const hub = new EventHub();
  const approvals = new Approvals({ clock, hub });
  const lengths: number[] = [];
  hub.listen('approvals.changed', owner, (message) => {
    if (message.type === 'event') lengths.push(message.payload.length);
  });
  return { clock, hub, approvals, lengths };
}

test('[M12] an answer is bound to its call; it is told, and the id is unknown afterwards', async () => {
  const { approvals, hub, lengths } = waiting();
  const [one, two] = [approvals.request(question('one'), noSignal()), approvals.request(question('two'), noSignal())];
  expect(hub.state('approvals.changed', owner)).toMatchObject({
    state: [{ id: 'one' }, { id: 'two', arguments: { path: '/a' } }],
  });
  approvals.answer('two' as never, 'once');
  expect(await two).toBe('once');
  expect(approvals.list().map((approval) => approval.id)).toEqual(['one']);
  expect(() => approvals.answer('two' as never, 'once')).toThrow(
    expect.objectContaining({ code: 'approvals/unknown' }) as Error,
  );
  approvals.answer('one' as never, 'deny');
  expect(await one).toBe('deny');
  expect(lengths).toEqual([1, 2, 1, 0]);
});

test('[M12] no answer in 30 s is no, and a later one is unknown', async () => {
  const { approvals, clock } = waiting();
  const answer = approvals.request(question('late'), noSignal());
  clock.advance(approvalTimeoutMs - 1);
  expect(approvals.list()).toHaveLength(1);
  clock.advance(1);
  expect(await answer).toBe('expired');
  expect(() => approvals.answer('late' as never, 'always')).toThrow('No call waits under this id');
  expect(clock.pending).toBe(0);
});

test('a call that is cancelled withdraws its question', async () => {
  const { approvals, clock } = waiting();
  const abort = new AbortController();
  const answer = approvals.request(question('gone'), abort.signal);
  abort.abort();
  expect(await answer).toBe('cancelled');
  expect([approvals.list(), clock.pending]).toEqual([[], 0]);
});

test('[S24] arguments that change after the question do not change what is shown', () => {
  const { approvals } = waiting();
  const args = { path: '/a' };
  void approvals.request({ ...question('x'), arguments: args }, noSignal());
  args.path = '/etc/passwd';
  expect(approvalHandlers(approvals)['approvals.list'](undefined, { caller: owner, signal: noSignal() })).toMatchObject(
    [{ arguments: { path: '/a' } }],
  );
});

test('[M12] the owner’s voice answers in the call’s own talk, for what need not be looked at', async () => {
  const { approvals } = waiting();
  const room = defaultRoom;
  const plain = approvals.request({ ...question('plain'), room }, noSignal());
  const seen = approvals.request({ ...question('seen'), room, byVoice: false }, noSignal());
  void approvals.request(question('by-hand'), noSignal());
  const refusal = (code: string): Error => expect.objectContaining({ code }) as Error;
  expect(() => approvals.answerAloud(room, 'seen' as never, 'once')).toThrow(refusal('approvals/needs-look'));
  for (const answer of ['once', 'deny'] as const) {
    expect(() => approvals.answerAloud(room, 'by-hand' as never, answer)).toThrow(refusal('approvals/unknown'));
    expect(() => approvals.answerAloud('kitchen' as never, 'plain' as never, answer)).toThrow(
      refusal('approvals/unknown'),
    );
  }
  expect(approvals.list().map(({ byVoice }) => byVoice)).toEqual([true, false, false]);
  approvals.answerAloud(room, 'plain' as never, 'once');
  approvals.answerAloud(room, 'seen' as never, 'deny');
  expect([await plain, await seen]).toEqual(['once', 'deny']);
});
