/**
 * The life of a headless host, with a fake app and a fake process around it.
 */
import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/contract/index.ts';
import type { App } from '../../src/app/app.ts';
import { runHost } from '../../src/host/run-host.ts';
import type { HostOptions, HostProcess } from '../../src/host/run-host.ts';
import { FakeApp } from '../fakes/fake-app.ts';

const options: HostOptions = {
  dataDir: '/nowhere',
  demo: false,
  programs: { node: '', agent: '', keeper: '', sqliteWorker: '', validatorWorker: '', demoProvider: '', npmRoot: '' },
  environment: {},
  version: '0.0.0',
  port: 0,
  json: true,
  rendererDir: '/nowhere',
};

class FakeProcess implements HostProcess {
  readonly pid = 4711;
  output = '';
  errors = '';
  exits: number[] = [];
  requestEnd: () => void = () => undefined;
  readonly printed: Promise<void>;
  #wake: () => void = () => undefined;

  constructor() {
    this.printed = new Promise((resolve) => (this.#wake = resolve));
  }

  out(text: string): void {
    this.output += text;
    this.#wake();
  }

  err(text: string): void {
    this.errors += text;
  }

  onEndRequested(listener: () => void): void {
    this.requestEnd = listener;
  }

  exitNow(code: number): void {
    this.exits.push(code);
  }
}

describe('parley host', () => {
  it('[D4] prints one ready line and ends with 0 when asked to', async () => {
    const app = new FakeApp();
    const self = new FakeProcess();
    const ended = runHost(options, () => Promise.resolve(app), self);
    await self.printed;
    const line = JSON.parse(self.output) as { url: string };
    expect(line).toEqual({
      event: 'ready',
      url: `${app.published?.url}/?token=${app.published?.token}`,
      livekitUrl: 'ws://127.0.0.1:7880',
      pid: 4711,
    });
    self.requestEnd();
    self.requestEnd();
    expect(await ended).toBe(0);
    expect({ closed: app.closed, exits: self.exits, errors: self.errors }).toEqual({
      closed: 1,
      exits: [],
      errors: '',
    });
    await expect(fetch(line.url)).rejects.toThrow();
  });

  it("[F12] ends with 1 and the other host's pid where the profile is taken", async () => {
    const self = new FakeProcess();
    const taken = new AppError('host/already-running', 'Parley already runs with this data folder (process 99).');
    expect(await runHost(options, () => Promise.reject(taken), self)).toBe(1);
    expect({ output: self.output, errors: self.errors }).toEqual({ output: '', errors: `${taken.message}\n` });
  });

  it('says why it cannot become ready, ends what it had started, and exits with 1', async () => {
    const app = new FakeApp();
    app.readyResult = Promise.reject(new AppError('livekit/not-found', 'No livekit-server was found.'));
    const self = new FakeProcess();
    expect(await runHost(options, () => Promise.resolve(app), self)).toBe(1);
    expect({ closed: app.closed, errors: self.errors, output: self.output }).toEqual({
      closed: 1,
      errors: 'No livekit-server was found.\n',
      output: '',
    });
  });

  it('ends an app that was still starting when the end was asked for', async () => {
    const app = new FakeApp();
    const self = new FakeProcess();
    let finishStart: (app: App) => void = () => undefined;
    const ended = runHost(options, () => new Promise((resolve) => (finishStart = resolve)), self);
    self.requestEnd();
    finishStart(app);
    expect(await ended).toBe(0);
    expect({ closed: app.closed, output: self.output }).toEqual({ closed: 1, output: '' });
  });

  it('speaks to a person without --json', async () => {
    const self = new FakeProcess();
    const ended = runHost({ ...options, json: false, demo: true }, () => Promise.resolve(new FakeApp()), self);
    await self.printed;
    expect(self.output).toMatch(/^Parley is ready: http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}\n/);
    expect(self.output).toContain('simulated');
    self.requestEnd();
    expect(await ended).toBe(0);
  });
});
