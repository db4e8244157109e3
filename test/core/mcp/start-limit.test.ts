/**
 * A first download may take its time, and is said; what is on the computer has 20 s.
 */
import { expect, test } from 'vitest';
import { AppError, ServerName } from '../../../src/contract/index.ts';
import type { ServerEntry } from '../../../src/contract/index.ts';
import { mcpHandlers } from '../../../src/core/mcp/mcp-handlers.ts';
import { connectLimitMs } from '../../../src/core/mcp/start-limit.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { aCore, noSignal, owner, untilState } from './rig.ts';

const name = ServerName.parse('files');
const entry = { command: 'npx', args: ['-y', 'a-server'] } satisfies ServerEntry;
const tooLong = (): AppError => new AppError('mcp/start-timeout', 'It did not answer.');

test.each<[string, ServerEntry]>([
  ...['npx', 'npm', 'pnpm', 'yarn', 'bunx', 'uvx', 'uv', 'pipx', 'docker', 'podman'].map(
    (command): [string, ServerEntry] => [command, { command }],
  ),
  ['its absolute path', { command: '/opt/homebrew/bin/uvx' }],
  ['the ending .cmd', { command: 'npx.cmd' }],
  ['a path of Windows', { command: 'C:\\Program Files\\Docker\\Docker.EXE', args: ['run'] }],
  ['cmd /c', { command: 'cmd', args: ['/c', 'npx', '-y', 'a-server'] }],
  ['cmd with more switches, and all in one word', { command: 'C:\\Windows\\cmd.exe', args: ['/D', '/C', 'npx -y it'] }],
])('[M4] %s may download for 2 minutes, once it is known for 20 s', (_, downloading) => {
  expect([connectLimitMs(downloading, false), connectLimitMs(downloading, true)]).toEqual([120_000, 20_000]);
});

test.each<ServerEntry>([
  { command: 'node', args: ['npx'] },
  { command: './npx/server' },
  { command: 'cmd', args: ['/c'] },
  { command: 'cmd', args: ['npx'] },
  { command: 'cmd', args: ['/c', 'server.bat', 'npx'] },
  { command: 'npx-like' },
  { url: 'https://example.com/npx' },
])('[M4] %j has 20 s', (present) => {
  expect(connectLimitMs(present, false)).toBe(20_000);
});

/** A core to which the server was just added; it starts until `release`. */
async function aDownload(added: ServerEntry = entry) {
  const clock = new FakeClock();
  const core = aCore({ clock });
  const hold = Promise.withResolvers<void>();
  core.connector.hold = hold.promise;
  await core.registry.start();
  await core.registry.add(name, added, false);
  return { ...core, clock, release: hold.resolve, view: () => core.registry.list()[0] };
}

test('[M4] a first download is said after 20 s and becomes a server; later starts have 20 s', async () => {
  const core = await aDownload();
  await core.clock.advanceAsync(19_999);
  expect(core.view()).toMatchObject({ state: 'starting', cause: null });
  await core.clock.advanceAsync(1);
  expect(core.view()).toMatchObject({
    state: 'starting',
    cause: { code: 'mcp/still-starting', message: 'Still starting. It may be downloading.' },
  });
  core.release();
  await untilState(core, 'files', 'ready');
  expect(core.view()?.cause).toBeNull();
  await core.registry.restart('files');
  await untilState(core, 'files', 'ready');
  expect(core.connector.limits).toEqual([120_000, 20_000]);
});

test('[M4] a program that does not download has 20 s, and nothing is said before', async () => {
  const core = await aDownload({ command: 'node', args: ['server.js'] });
  await core.clock.advanceAsync(60_000);
  expect([core.view()?.cause, core.connector.limits]).toEqual([null, [20_000]]);
});

test('[M4] a download that took too long says what to do, and a known one is given the time of a new one', async () => {
  const core = await aDownload();
  core.release();
  await untilState(core, 'files', 'ready');
  core.connector.failures.push(tooLong(), tooLong());
  await core.registry.restart('files');
  await untilState(core, 'files', 'failed');
  expect(core.view()?.cause?.message).toBe('It did not answer.');
  await core.clock.advanceAsync(1_000);
  expect(core.connector.limits).toEqual([120_000, 20_000, 120_000]);
  expect(core.view()).toMatchObject({ state: 'failed', cause: { code: 'mcp/start-timeout' } });
  expect(core.view()?.cause?.message).toContain('It did not answer. It may still be downloading: run its command once');
});

test('[M6] a test waits for a download as a start does, and for a known server as for a known one', async () => {
  const core = await aDownload();
  core.release();
  await untilState(core, 'files', 'ready');
  const { registry, calls, keys, hub, secrets, redacted } = core;
  const handlers = mcpHandlers({ registry, keys, calls, redacted, test: { connector: core.connector, secrets, hub } });
  const context = { caller: owner, signal: noSignal() };
  await handlers['mcp.test']({ name }, context);
  core.connector.failures.push(tooLong());
  expect(await handlers['mcp.test']({ entry }, context)).toMatchObject({
    ok: false,
    cause: { message: expect.stringContaining('may still be downloading') as string },
  });
  expect(core.connector.limits).toEqual([120_000, 20_000, 120_000]);
});
