/**
 * P4's peer, the calling end: starts its host and sends it one bare message for each call, by the same kind of channel as
 * the agent's.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { measureCalls } from './caller.ts';
import type { Call } from './caller.ts';
import type { BareCall, BareResult, CallerMessage, CallOrder } from './calls.ts';
import { endWithParent } from './child.ts';
import { rigFile } from './places.ts';
import { realPid } from '../../fixtures/real-pid.ts';

endWithParent();
process.on('SIGTERM', () => process.exit(0));
const host = fork(rigFile('raw-call-host.ts'), [process.argv[2] ?? ''], { stdio: 'inherit' });
await once(host, 'message');

const waiting = new Map<number, (text: string) => void>();
let made = 0;
host.on('message', ({ id, text }: BareResult) => {
  waiting.get(id)?.(text);
  waiting.delete(id);
});
const call: Call = (server, tool, text) =>
  new Promise((resolve) => {
    made += 1;
    waiting.set(made, resolve);
    host.send({ id: made, server, tool, text } satisfies BareCall);
  });

const tell = (message: CallerMessage): void => void process.send?.(message);
process.on('message', (order: CallOrder) => {
  void measureCalls(call, order).then((callsMs) => tell({ type: 'times', callsMs, loopMs: null }));
});
tell({ type: 'ready', hostPid: realPid(host.pid) });
