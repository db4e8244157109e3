/**
 * The agent process: a bridge client of role `agent` on its own IPC channel, warm until it is told to join a room.
 *
 * Path: adapters/agent-process starts it -> hello (keys) -> bridge -> talk-session.
 * Always: it listens on no port; one talk per process, then it exits (node-sdks #514); no channel, no process; the heartbeat
 * comes from the main event loop, so that a stuck one is noticed; an error nobody caught is the provider's and told, or ends
 * the process.
 */
import { AgentProcess } from './agent-process.ts';
import { neverListen } from './never-listen.ts';
import { connectParent } from './parent-port.ts';

neverListen();
const parent = connectParent();
const agent = new AgentProcess(parent);
agent.start();
