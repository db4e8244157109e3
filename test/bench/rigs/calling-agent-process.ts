/**
 * P4, ours, the calling end: in the agent's place, with the agent's channel, bridge and one method for tools; it joins no
 * room. Orders come as typed turns, times go back as their answers.
 */
import { connectParent } from '../../../src/agent/parent-port.ts';
import type { Assignment, RoomName, TurnId } from '../../../src/contract/index.ts';
import { BridgeClient } from '../../../src/wire/client.ts';
import { measureCalls } from './caller.ts';
import type { Call } from './caller.ts';
import type { CallOrder } from './calls.ts';

const heartbeatMs = 1_000;
const parent = connectParent();
const bridge = new BridgeClient(parent.channel);
let room: RoomName | null = null;
let made = 0;

const call: Call = async (server, tool, text) => {
  made += 1;
  const { isError, text: answer } = await bridge.invoke('tools.call', {
    room: room as RoomName,
    name: `${server}__${tool}`,
    arguments: JSON.stringify({ text }),
    turnId: null,
    attempt: `bench-${String(made)}`,
    device: null,
  });
  if (isError) throw new Error(answer);
  return answer;
};

let greeted = false;
parent.onHello(() => {
  if (greeted) return;
  greeted = true;
  bridge.subscribe('agent.commanded', (message) => {
    if (message.type !== 'event') return;
    const command = message.payload;
    if (command.type === 'join') void join(command.assignment);
    if (command.type === 'typedTurn') void obey(command.turnId, command.text);
  });
  setInterval(() => void bridge.invoke('agent.heartbeat', undefined), heartbeatMs);
  void bridge.invoke('agent.warm', { pid: process.pid });
});

async function join(assignment: Assignment): Promise<void> {
  room = assignment.room;
  await bridge.invoke('agent.joined', { room, brain: 'realtime' });
  // The first order brought us in.
  const { unanswered } = assignment;
  if (unanswered?.text) await obey(unanswered.turnId, unanswered.text);
}

async function obey(turnId: TurnId, order: string): Promise<void> {
  const text = JSON.stringify(await measureCalls(call, JSON.parse(order) as CallOrder));
  if (room) await bridge.invoke('agent.turnAnswered', { room, turnId, text });
}
