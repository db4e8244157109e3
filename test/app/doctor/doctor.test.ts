/**
 * The doctor on this machine, with folders and programs made for it.
 */
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LoginPath } from '../../../src/adapters/mcp-client/login-path.ts';
import type { AppOptions } from '../../../src/app/app.ts';
import { createDoctor } from '../../../src/app/doctor/doctor.ts';
import { RoomName, ServerEntry } from '../../../src/contract/index.ts';
import type { AppStatus, DoctorCheck, WireError } from '../../../src/contract/index.ts';
import { FakeKeeper } from '../../fakes/fake-keeper.ts';
import { FakeLogger } from '../../fakes/fake-system.ts';
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
  shortcutNote: null,
};

async function examine(
  changes: {
    status?: Partial<AppStatus>;
    environment?: AppOptions['environment'];
    dataDir?: string;
    warning?: string;
    providerProblem?: WireError;
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
  const environment = changes.environment ?? { PATH: folder };
  const doctor = createDoctor({
    loginPath: new LoginPath({ environment, keeper: new FakeKeeper(), logger: new FakeLogger() }),
    options: {
      dataDir: changes.dataDir ?? folder,
      demo: false,
      programs,
      environment,
      version: '0.0.0',
    },
    secretWarning: () => Promise.resolve(changes.warning ?? null),
    status: () => Promise.resolve({ ...status, ...changes.status }),
    providerProblem: () => changes.providerProblem ?? null,
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

  it('[X3][M17] looks for programs where the login shell does, and says when that does not tell', async () => {
    await mkdir(path.join(folder, 'login'));
    await program('login/uvx', 'echo uvx 1.2.3');
    await program('shell', `PATH="${folder}/login:$PATH"; eval "$2"`);
    const SHELL = `${folder}/shell`;
    const told = await examine({ environment: { PATH: '/usr/bin:/bin', SHELL } });
    expect(told.get('PATH')).toMatchObject({ ok: true, found: `4 folders, those of ${SHELL} among them` });
    expect(told.get('uvx')).toMatchObject({ ok: true, found: `uvx 1.2.3, ${folder}/login/uvx` });
    await program('shell', 'exit 1');
    const silent = await examine({ environment: { PATH: '/usr/bin:/bin', SHELL } });
    expect(silent.get('PATH')).toMatchObject({ ok: false, found: `${SHELL} does not say its PATH` });
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
    const message = 'OPENAI_BASE_URL cannot be used.';
    const wrong = await examine({ providerProblem: { code: 'provider/bad-address', message } });
    expect(wrong.get('Provider key')).toMatchObject({ ok: false, found: message });
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
