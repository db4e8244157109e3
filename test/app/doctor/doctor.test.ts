/**
 * The doctor on this machine, with folders and programs made for it.
 */
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AppOptions } from '../../../src/app/app.ts';
import { createDoctor } from '../../../src/app/doctor/doctor.ts';
import { RoomName, ServerEntry } from '../../../src/contract/index.ts';
import type { AppStatus, DoctorCheck } from '../../../src/contract/index.ts';
import { aServerView } from '../../fixtures/server-view.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'parley-doctor-'));
});
afterEach(() => rm(folder, { recursive: true }));

const status: AppStatus = {
  room: RoomName.parse('main'),
  agent: { state: 'off', pid: null },
  provider: { brain: null, simulated: false, configured: false, source: null },
  livekit: { state: 'ready', url: 'ws://127.0.0.1:7880', pid: 1, cause: null },
  mcp: [],
  demo: null,
  version: '0.0.0',
  dataDir: '/data',
  problems: [],
};

async function examine(
  changes: {
    status?: Partial<AppStatus>;
    environment?: AppOptions['environment'];
    dataDir?: string;
    warning?: string;
  } = {},
): Promise<Map<string, DoctorCheck>> {
  const node = path.join(folder, 'bundled', 'node');
  const programs = {
    node,
    agent: '',
    keeper: '',
    sqliteWorker: '',
    validatorWorker: '',
    demoProvider: '',
    npmRoot: folder,
  };
  const doctor = createDoctor({
    options: {
      dataDir: changes.dataDir ?? folder,
      demo: false,
      programs,
      environment: changes.environment ?? { PATH: folder },
      version: '0.0.0',
    },
    secretWarning: () => Promise.resolve(changes.warning ?? null),
    status: () => ({ ...status, ...changes.status }),
  });
  return new Map((await doctor()).map((check) => [check.name, check]));
}

async function program(name: string, script: string): Promise<void> {
  await writeFile(path.join(folder, name), `#!/bin/sh\n${script}\n`);
  await chmod(path.join(folder, name), 0o755);
}

describe('the doctor', () => {
  it('[X3] names the version and place of a program that is there', async () => {
    await program('node', 'echo v24.0.0');
    expect((await examine()).get('node')).toEqual({
      name: 'node',
      ok: true,
      found: `v24.0.0, ${folder}/node`,
      advice: null,
    });
  });

  it('[X3] a missing program is a problem only where a server needs it', async () => {
    const checks = await examine({
      status: { mcp: [aServerView('uvx', { entry: ServerEntry.parse({ command: 'uvx' }) })] },
    });
    expect(checks.get('uvx')).toMatchObject({
      ok: false,
      advice: 'It comes with uv: install it from docs.astral.sh/uv.',
    });
    expect(checks.get('docker')).toMatchObject({ ok: true, advice: null });
  });

  it('[X3] says which folders of the login shell are missing', async () => {
    await program('shell', 'PATH="$PATH:/opt/of/login"; eval "$2"');
    const lacking = await examine({ environment: { PATH: folder, SHELL: `${folder}/shell` } });
    expect(lacking.get('PATH')).toMatchObject({ ok: false, found: 'lacks /opt/of/login of your login shell' });
    const whole = await examine({ environment: { PATH: `${folder}:/opt/of/login`, SHELL: `${folder}/shell` } });
    expect(whole.get('PATH')).toMatchObject({ ok: true });
  });

  it('[X3] says what stands in the way of a talk', async () => {
    const cause = { code: 'livekit/start-failed', message: 'It ended at once.' } as const;
    const checks = await examine({
      status: { livekit: { state: 'failed', url: null, pid: null, cause } },
      warning: 'No keychain answers.',
    });
    expect(checks.get('LiveKit')).toMatchObject({ ok: false, found: 'It ended at once.' });
    expect(checks.get('Keychain')).toMatchObject({ ok: false, found: 'No keychain answers.' });
    expect(checks.get('Provider key')).toMatchObject({ ok: false, found: 'none' });
    const fine = await examine({
      status: { provider: { brain: null, simulated: false, configured: true, source: 'keychain' } },
    });
    expect([fine.get('LiveKit')?.ok, fine.get('Keychain')?.ok, fine.get('Provider key')?.ok]).toEqual([
      true,
      true,
      true,
    ]);
  });

  it('[X3] looks whether the data folder is private and can be written', async () => {
    expect((await examine()).get('Data folder')).toMatchObject({ ok: true });
    await chmod(folder, 0o755);
    expect((await examine()).get('Data folder')).toMatchObject({ ok: false, advice: `Run: chmod 700 "${folder}"` });
    expect((await examine({ dataDir: path.join(folder, 'absent') })).get('Data folder')).toMatchObject({ ok: false });
  });

  it('[X3] opens sockets on the loopback address', async () => {
    expect((await examine()).get('Ports')).toMatchObject({ ok: true });
  });
});
