/**
 * This process's end of the IPC channel to its parent: the hello apart, everything else to the bridge.
 *
 * Always: when the channel closes, the process exits at once, so that no orphan stays.
 */
import { AgentHello, isRecord } from '../contract/index.ts';
import { createProcessChannel } from '../wire/carriers/process.ts';
import type { Channel } from '../wire/channel.ts';

export interface ParentPort {
  readonly channel: Channel;
  onHello(listener: (hello: AgentHello['hello']) => void): void;
}

export function connectParent(): ParentPort {
  const messages: ((message: unknown) => void)[] = [];
  const hellos: ((hello: AgentHello['hello']) => void)[] = [];
  process.on('message', (message) => {
    const hello = isRecord(message) && 'hello' in message ? AgentHello.safeParse(message) : null;
    if (hello?.success) for (const listener of hellos) listener(hello.data.hello);
    else for (const listener of messages) listener(message);
  });
  process.on('disconnect', () => process.exit(0));
  const channel = createProcessChannel({
    send: (message) => process.send?.(message, undefined, {}, () => undefined),
    onMessage: (listener) => void messages.push(listener),
    onClose: (listener) => void process.on('disconnect', listener),
    close: () => process.disconnect(),
  });
  return { channel, onHello: (listener) => void hellos.push(listener) };
}
