/**
 * The bridge over a child process's message channel (Node IPC), either end.
 *
 * The owner of the process hands in the port's functions; no process is touched here.
 */
import type { Channel } from '../channel.ts';
import { createPortChannel } from './port-channel.ts';
import type { ChannelPort } from './port-channel.ts';

/** `port.onClose` fires when the other process or the channel is gone. */
export const createProcessChannel = (port: ChannelPort): Channel => createPortChannel(port).channel;
