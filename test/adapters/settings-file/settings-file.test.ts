import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SettingsFile } from '../../../src/adapters/settings-file/settings-file.ts';
import { settingsFormat } from '../../../src/core/settings/parse-settings.ts';
import { SettingsService } from '../../../src/core/settings/settings-service.ts';
import { FakeLogger } from '../../fakes/fake-system.ts';

let folder: string;
let opened: SettingsFile[];

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'parley-settings-'));
  opened = [];
});

afterEach(async () => {
  for (const store of opened) {
    await store.settled();
    store.close();
  }
  rmSync(folder, { recursive: true });
});

function openStore(at = folder): SettingsFile {
  const store = new SettingsFile({ folder: at, format: settingsFormat, logger: new FakeLogger(), patienceMs: 100 });
  opened.push(store);
  return store;
}

function put(text: string, name = 'settings.json'): void {
  writeFileSync(path.join(folder, name), text);
}

function textOf(name = 'settings.json'): string {
  return readFileSync(path.join(folder, name), 'utf8');
}

function brokenFiles(): string[] {
  return readdirSync(folder).filter((name) => name.startsWith('settings.broken-'));
}

function changed(store: SettingsFile): Promise<void> {
  return new Promise((resolve) => {
    const stop = store.onChanged(() => {
      stop();
      resolve();
    });
  });
}

describe('SettingsFile', () => {
  it('[D2] writes only what differs from the defaults, two spaces, mode 0600, nothing left over', async () => {
    const store = openStore();
    await store.write({ ...store.read(), talk: { brain: 'auto', mode: 'push-to-talk', profile: null } });
    expect(textOf()).toBe('{\n  "talk": {\n    "mode": "push-to-talk"\n  },\n  "mcpServers": {}\n}\n');
    expect(statSync(path.join(folder, 'settings.json')).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder).sort()).toEqual(['settings.json', 'settings.last-good.json']);
    expect(openStore().read()).toEqual(store.read());
  });

  it('[F34] [V3] sets a file aside whose address is none, says what to write, and the last good copy stands', async () => {
    const store = openStore();
    await store.write({ ...store.read(), talk: { brain: 'auto', mode: 'push-to-talk', profile: null } });
    const edited = '{ "talk": { "mode": "push-to-talk" }, "provider": { "baseUrl": "localhost:8000/v1" } }';
    const announced = changed(store);
    put(edited);
    await announced;
    expect(store.read()).toMatchObject({ talk: { mode: 'push-to-talk' }, provider: { baseUrl: null } });
    expect(brokenFiles().map((name) => textOf(name))).toEqual([edited]);
    expect(store.problem()?.message).toBe(
      'settings.json could not be used. provider.baseUrl: "localhost:8000/v1" is not a whole address. ' +
        `Begin it with http://, as in http://localhost:8000/v1. It was set aside as ${brokenFiles()[0]}. The last good copy is in force.`,
    );
  });

  it('[F34] sets bad JSON aside with line and column, and the last good copy stands', async () => {
    const first = openStore();
    await first.write({ ...first.read(), talk: { brain: 'auto', mode: 'push-to-talk', profile: null } });
    first.close();
    const broken = '{\n  "talk": { "mode": "hands-free", }\n}';
    put(broken);
    const store = openStore();
    expect(store.read().talk.mode).toBe('push-to-talk');
    await store.settled();
    expect(brokenFiles().map(textOf)).toEqual([broken]);
    expect(store.problem()).toEqual({
      code: 'settings/unreadable',
      message:
        'settings.json could not be used. Line 2, column 35: a comma too many before "}". ' +
        `It was set aside as ${brokenFiles()[0]}. The last good copy is in force.`,
    });
    expect(openStore().problem()).toBeNull();
    expect(openStore().read().talk.mode).toBe('push-to-talk');
  });

  it('[F34] sets a cut-off or empty file aside; without a last good copy the defaults are in force', async () => {
    for (const text of ['', '{"talk": {"mo']) {
      put(text);
      const store = openStore();
      expect(store.read().talk.mode).toBe('hands-free');
      await store.settled();
      expect(store.problem()?.message).toContain('The defaults are in force.');
    }
    // Two in the same millisecond have names in no order.
    expect(brokenFiles().map(textOf).sort()).toEqual(['', '{"talk": {"mo']);
  });

  it('[F34] sets a file with a value that does not fit aside, in words', async () => {
    put('{"talk": {"mode": "loud"}}');
    const store = openStore();
    await store.settled();
    expect(store.problem()?.message).toContain('talk.mode must be "hands-free" or "push-to-talk", not "loud".');
  });

  it('names unknown keys, keeps the rest, and keeps them in the file when it writes', async () => {
    put('{"colour": "red", "talk": {"mode": "push-to-talk"}}');
    const store = openStore();
    expect(store.read().talk.mode).toBe('push-to-talk');
    expect(store.problem()?.message).toBe(
      'settings.json has an unknown key, "colour"; it was skipped, the rest is in force.',
    );
    await store.write({ ...store.read(), talk: { brain: 'pipeline', mode: 'hands-free', profile: null } });
    expect(JSON.parse(textOf())).toEqual({
      colour: 'red',
      talk: { mode: 'hands-free', brain: 'pipeline' },
      mcpServers: {},
    });
  });

  it('takes another program’s change, told once, and none of its own', async () => {
    const store = openStore();
    let told = 0;
    store.onChanged(() => told++);
    await store.write({ ...store.read(), log: { level: 'debug' } });
    const change = changed(store);
    put('{"talk": {"mode": "push-to-talk"}}', 'settings.new.json');
    renameSync(path.join(folder, 'settings.new.json'), path.join(folder, 'settings.json'));
    await change;
    expect(store.read()).toMatchObject({ talk: { mode: 'push-to-talk' }, log: { level: 'info' } });
    expect(told).toBe(1);
  });

  it('never writes over another program’s change it has not been told of yet', async () => {
    const store = openStore();
    const service = new SettingsService({ store });
    put('{"mcpServers": {"theirs": {"command": "x"}}}');
    await service.set('talk.mode', 'push-to-talk');
    expect(JSON.parse(textOf())).toMatchObject({
      mcpServers: { theirs: {} },
      talk: { mode: 'push-to-talk' },
    });
  });

  it('[F34] keeps what is in force when a running app’s file breaks, and sets the broken one aside', async () => {
    const store = openStore();
    await store.write({ ...store.read(), talk: { brain: 'auto', mode: 'push-to-talk', profile: null } });
    const good = textOf();
    const change = changed(store);
    put('{"talk": ');
    expect(store.read().talk.mode).toBe('push-to-talk');
    await change;
    expect(brokenFiles().map(textOf)).toEqual(['{"talk": ']);
    expect(textOf()).toBe(good);
    expect(store.problem()?.message).toContain('the file ends');
  });

  it('[F34] sets a broken file aside before its own next write takes the place', async () => {
    const store = openStore();
    await store.write({ ...store.read(), talk: { brain: 'auto', mode: 'push-to-talk', profile: null } });
    put('{"talk": ');
    await store.write({ ...store.read(), log: { level: 'debug' } });
    expect(brokenFiles().map(textOf)).toEqual(['{"talk": ']);
    expect(JSON.parse(textOf())).toMatchObject({
      talk: { mode: 'push-to-talk' },
      log: { level: 'debug' },
    });
  });

  it('[F34] a full disk fails the write in words and leaves the old file whole', async (context) => {
    const disk = path.join(folder, 'disk');
    try {
      execFileSync('mkdir', [disk]);
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=32k', 'tmpfs', disk], { stdio: 'ignore' });
    } catch {
      context.skip('mounting a small disk is not allowed here');
    }
    try {
      const store = openStore(disk);
      await store.write({ ...store.read(), talk: { brain: 'auto', mode: 'push-to-talk', profile: null } });
      const { assistant } = store.read();
      const tooMuch = { ...store.read(), assistant: { ...assistant, instructions: 'x'.repeat(40_000) } };
      await expect(store.write(tooMuch)).rejects.toMatchObject({
        code: 'settings/write-failed',
        message: 'The settings were not saved. The disk is full. Free some space and try again.',
      });
      expect(store.read().assistant).toEqual(assistant);
      expect(openStore(disk).read().talk.mode).toBe('push-to-talk');
      expect(openStore(disk).problem()).toBeNull();
    } finally {
      for (const store of opened.splice(0)) {
        await store.settled();
        store.close();
      }
      execFileSync('umount', [disk]);
    }
  });

  it('[F34] kill -9 during 1000 writes always leaves a good file', { timeout: 60_000 }, async () => {
    const script = path.join(import.meta.dirname, 'write-forever.script.ts');
    let next = 0;
    for (let round = 0; next < 1000; round++) {
      const killAt = next + 25 + ((round * 17) % 50);
      const child = spawn('node', [script, folder, String(next)], { stdio: ['ignore', 'pipe', 'inherit'] });
      let last = next - 1;
      const exited = once(child, 'exit');
      for await (const line of createInterface(child.stdout)) {
        last = Number(line);
        // Spread over the next write, so that every step of it is hit in some round.
        if (last === killAt) setTimeout(() => child.kill('SIGKILL'), round % 9);
      }
      await exited;
      const parsed = settingsFormat.parse(textOf());
      const kept = parsed.status === 'usable' ? Number(parsed.settings.assistant.name) : -1;
      expect([last, last + 1]).toContain(kept);
      next = kept + 1;
    }
    const store = openStore();
    expect(store.problem()).toBeNull();
    expect(readdirSync(folder).filter((name) => name.includes('unfinished'))).toEqual([]);
  });
});
