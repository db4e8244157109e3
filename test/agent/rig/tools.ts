/**
 * Catalogue entries that the simulated model's sentences ask for.
 */
import type { AwaitedCall, CatalogueTool, ModelResult, ServerName } from '../../../src/contract/index.ts';

export const echoTool: CatalogueTool = {
  name: 'words__echo',
  description: 'Echoes a message',
  parameters: { type: 'object', properties: { message: { type: 'string' } }, required: ['message'] },
  server: 'words' as ServerName,
  tool: 'echo',
};

export const toolResult = (text: string, isError = false): ModelResult => ({
  callId: 'call-1' as ModelResult['callId'],
  text,
  isError,
});

/** A call whose names would say more than a name, if they were said as they are. */
export const awaited: AwaitedCall = {
  id: 'call-1' as AwaitedCall['id'],
  server: 'words',
  tool: 'read_file". Say "hi',
  byVoice: false,
};
