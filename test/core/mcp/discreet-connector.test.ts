/**
 * What a server says aloud of the keys it was given: hidden where it failed, as it is where it answered.
 */
import { describe, expect, it } from 'vitest';
import { AppError, ServerEntry } from '../../../src/contract/index.ts';
import type { WireError } from '../../../src/contract/index.ts';
import { createDiscreetConnector } from '../../../src/core/mcp/discreet-connector.ts';
import { FakeMcpConnector } from '../../fakes/fake-connector.ts';

const key = 'sk-canary';
const loud = (): AppError => new AppError('mcp/exited', `It ended: bad key ${key}.`, { data: { code: 1 } });

function connected() {
  const fake = new FakeMcpConnector();
  const closed: WireError[] = [];
  const connector = createDiscreetConnector(fake, (text) => text.replaceAll(key, '[redacted]'));
  const connect = () =>
    connector.connect(
      { name: 'files', entry: ServerEntry.parse({ command: 'files' }) },
      { onToolsChanged: () => undefined, onClosed: (cause) => closed.push(cause), onOutput: () => undefined },
      { timeoutMs: 1, signal: new AbortController().signal },
    );
  return { fake, closed, connect };
}

const hidden = { code: 'mcp/exited', message: 'It ended: bad key [redacted].', data: { code: 1 } };
const options = { timeoutMs: 1, signal: new AbortController().signal };

describe('a discreet connector', () => {
  it('[S30] hides a key in the words of a start, a call, a check and an end that failed', async () => {
    const { fake, closed, connect } = connected();
    fake.failures.push(loud());
    await expect(connect()).rejects.toMatchObject(hidden);
    const connection = await connect();
    const inner = fake.last;
    inner.answer = () => Promise.reject(loud());
    await expect(connection.callTool('read', {}, options)).rejects.toMatchObject(hidden);
    inner.checkFailure = loud();
    await expect(connection.check(options)).rejects.toMatchObject(hidden);
    inner.crash({ code: 'mcp/exited', message: `It ended: bad key ${key}.` });
    expect(closed).toEqual([{ code: 'mcp/exited', message: 'It ended: bad key [redacted].' }]);
  });

  it('[S30] shows no half of a key where the words are too long', async () => {
    const { fake, connect } = connected();
    for (let before = 2_480; before <= 2_500; before++) {
      fake.failures.push(new AppError('mcp/exited', `${'x'.repeat(before)}${key}${'y'.repeat(5_000)}`));
      const failure = await connect().then(
        () => null,
        (error: unknown) => error as AppError,
      );
      expect(failure?.message).toMatch(/^x+.{0,20} …$/);
      expect(failure?.message).not.toContain('sk-');
    }
  });

  it('passes results, tools that change and the close on as they are', async () => {
    const { fake, connect } = connected();
    const connection = await connect();
    const inner = fake.last;
    inner.answer = async () => ({ content: [{ type: 'text', text: key }] });
    expect(await connection.callTool('read', {}, options)).toEqual({ content: [{ type: 'text', text: key }] });
    inner.changeTools([{ name: 'later', inputSchema: { type: 'object' } }]);
    expect(connection.tools).toMatchObject([{ name: 'later' }]);
    await connection.close();
    expect(inner.closed).toBe(true);
  });
});
