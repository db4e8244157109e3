/**
 * Catalogue entries that the simulated model's sentences ask for.
 */
import type { CatalogueTool, ModelResult, ServerName } from '../../../src/contract/index.ts';

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
