import { expect, it } from 'vitest';
import { findProgram } from '../../../src/adapters/mcp-client/find-program.ts';
import { AppError } from '../../../src/contract/index.ts';
import { installPages, remedyFor } from '../../../src/renderer/servers/remedy.ts';
import { aServer } from '../things.ts';
import type { ErrorCode, ServerEntry } from '../../../src/contract/index.ts';
import type { Remedy } from '../../../src/renderer/servers/remedy.ts';

function remedy(code: ErrorCode, entry: ServerEntry = { command: 'npx' }, enabled = true): Remedy | null {
  return remedyFor({ code, message: 'It failed.' }, aServer('files', { entry, enabled }));
}

const url = 'https://example.com/mcp';

it('[M6] a missing key is entered where the entry refers to it', () => {
  const of = (entry: ServerEntry): unknown => remedy('secrets/not-found', entry);
  const at = (field: string): unknown => ({ type: 'edit', words: 'enterKey', field });
  expect(of({ command: 'npx', env: { API_KEY: '${secret:brave}' } })).toEqual(at('values'));
  expect(of({ command: 'npx', args: ['--key=${secret:brave}'] })).toEqual(at('command'));
  expect(of({ url: `${url}?key=\${secret:zapier}` })).toEqual(at('url'));
  expect(of({ url, headers: { Authorization: 'Bearer ${secret:home}' } })).toEqual(at('values'));
});

it('[M6] a refused key is looked at among the headers', () => {
  expect(remedy('mcp/unauthorized', { url })).toEqual({ type: 'edit', words: 'checkKey', field: 'values' });
});

it('[M6] a missing program is installed where it is known from where, else its entry is corrected', () => {
  expect(remedy('mcp/program-not-found')).toMatchObject({ type: 'install', name: 'Node.js' });
  expect(remedy('mcp/program-not-found', { command: '/opt/bin/uvx' })).toMatchObject({ type: 'install', name: 'uv' });
  const correct = { type: 'edit', words: 'correct', field: 'command' };
  expect(remedy('mcp/program-not-found', { command: 'constructor' })).toEqual(correct);
  expect(remedy('mcp/unsupported-transport', { url })).toEqual({ ...correct, field: 'url' });
});

it('[M6] anything else is worth another start, unless the server is switched off', () => {
  const codes = ['mcp/exited', 'mcp/unreachable', 'mcp/start-timeout', 'mcp/protocol'] as const;
  expect(codes.map((code) => remedy(code)?.type)).toEqual(codes.map(() => 'restart'));
  expect(remedy('mcp/exited', { command: 'npx' }, false)).toBeNull();
});

it.each([...installPages])('[M6] %s is got from where the sentence of its failure says', async (program, page) => {
  const failure: unknown = await findProgram(program, { cwd: undefined, environment: { PATH: '' } }).catch(
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(AppError);
  expect((failure as AppError).message).toContain(page.name);
});
