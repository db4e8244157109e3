/**
 * What an agent has to follow and was not told yet.
 */
import { beforeEach, describe, expect, it } from 'vitest';
import { CallId, defaultRoom, RoomName, ServerName } from '../../../src/contract/index.ts';
import type { Approval, Caller } from '../../../src/contract/index.ts';
import { Approvals } from '../../../src/core/approvals/approvals.ts';
import { agentHandlers, Talks } from '../../../src/core/talk/talks.ts';
import { aTalk } from './rig.ts';

const approval = (id: string, tool: string, room: RoomName | null): Approval => ({
  id: CallId.parse(id),
  server: ServerName.parse('files'),
  tool,
  arguments: {},
  description: '',
  destructive: false,
  changed: null,
  room,
  byVoice: true,
  requestedAtMs: 0,
  expiresAtMs: 30_000,
});

describe('a call that waits for approval', () => {
  let rig: ReturnType<typeof aTalk>;
  let talks: Talks;
  beforeEach(() => {
    rig = aTalk();
    talks = new Talks(rig.options);
  });

  async function sit(): Promise<Awaited<ReturnType<typeof rig.orderIn>>> {
    const agent = await rig.orderIn();
    talks.of(defaultRoom).joined(rig.idOf(agent), 'realtime');
    return agent;
  }

  it('[M12] is told to the agent of its talk, once, and so is its end', async () => {
    talks.of(defaultRoom).wake();
    const agent = await sit();
    const write = approval('call-1', 'write', defaultRoom);
    const elsewhere = [approval('call-2', 'other', RoomName.parse('kitchen')), approval('call-3', 'by-hand', null)];
    talks.approvalsChanged([...elsewhere, write]);
    talks.approvalsChanged([write, ...elsewhere]);
    talks.approvalsChanged(elsewhere);
    expect(agent.commands.slice(1)).toEqual([
      { type: 'setAwaited', call: { id: 'call-1', server: 'files', tool: 'write', byVoice: true } },
      { type: 'setAwaited', call: null },
    ]);
  });

  it('[M12] is told to the agent that replaces one', async () => {
    talks.of(defaultRoom).wake();
    const first = await sit();
    talks.approvalsChanged([approval('call-1', 'write', defaultRoom)]);
    first.kill();
    const second = await sit();
    expect(second.commands.slice(1)).toMatchObject([{ type: 'setAwaited', call: { id: 'call-1' } }]);
  });

  it('[M12] is answered by the voice that the agent of its talk heard, and by no other process', async () => {
    talks.of(defaultRoom).wake();
    const agent = await sit();
    const approvals = new Approvals(rig);
    const answered = approvals.request(approval('call-1', 'write', defaultRoom), new AbortController().signal);
    const handlers = agentHandlers({ talks, pool: rig.pool, approvals, redacted: (text) => text });
    const says = (connectionId: string, answer: 'once' | 'deny'): unknown => {
      const caller: Caller = { connectionId, role: 'agent', room: defaultRoom, identity: null };
      const input = { room: defaultRoom, id: CallId.parse('call-1'), answer };
      return handlers['agent.approvalSpoken'](input, { caller, signal: new AbortController().signal });
    };
    says('somebody-else', 'once');
    says(rig.idOf(agent), 'deny');
    expect(await answered).toBe('deny');
  });
});
