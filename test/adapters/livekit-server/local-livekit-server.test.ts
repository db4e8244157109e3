import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { findLivekitServer } from '../../../src/adapters/livekit-server/find-program.mjs';
import { pickFreePorts } from '../../../src/adapters/livekit-server/free-ports.ts';
import { toServerConfig } from '../../../src/adapters/livekit-server/server-config.ts';
import { aLiveKitServer, checkout, nextExit } from './a-livekit-server.ts';
import { realPid } from '../../fixtures/real-pid.ts';
import { isAlive } from '../../fixtures/is-alive.ts';

const onLinux = process.platform === 'linux';

/** Local addresses of every socket the process holds, as `ss` sees them. */
function socketsOf(pid: number): string[] {
  const lines = execFileSync('ss', ['-H', '-tuanp'], { encoding: 'utf8' }).split('\n');
  return lines.filter((line) => line.includes(`pid=${pid},`)).map((line) => line.trim().split(/\s+/)[4] ?? '');
}

/** A stranger's server at a port of its own. */
function aStranger(): Promise<Server> {
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK'));
    server.listen(0, '127.0.0.1', () => resolve(server));
    onTestFinished(() => void server.close());
  });
}

/** A program that stands in for livekit-server. */
function aProgram(script: string): NodeJS.ProcessEnv {
  const folder = mkdtempSync(path.join(tmpdir(), 'parley-program-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'livekit-server');
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return { ...process.env, PARLEY_LIVEKIT_SERVER: file };
}

describe('the local livekit-server', () => {
  it.runIf(onLinux)('[S14] listens on loopback only', async () => {
    const { server } = aLiveKitServer();
    const { pid, url } = await server.start();
    const sockets = socketsOf(realPid(pid));
    expect(sockets).toContain(new URL(url).host);
    expect(sockets.length).toBeGreaterThanOrEqual(2);
    expect(sockets.filter((address) => !address.startsWith('127.0.0.1:'))).toEqual([]);
  });

  it.runIf(onLinux)(
    '[R6] is opened to other addresses by a restart within 3 s, with the same address and key',
    async () => {
      // What it then listens on is shown by test/e2e/share.test.ts, in a network of its own.
      const { server } = aLiveKitServer();
      const before = await server.start();
      server.setMediaAddresses(['192.0.2.1']);
      const startedAtMs = Date.now();
      const shared = await server.start();
      expect(Date.now() - startedAtMs).toBeLessThan(3_000);
      expect({ ...shared, pid: 0 }).toEqual({ ...before, pid: 0 });
      expect(isAlive(realPid(before.pid))).toBe(false);
    },
  );

  it.runIf(onLinux)('[S14] is told loopback alone; while shared the named addresses too, for media only', () => {
    const ports = { httpPort: 1, udpPort: 2 };
    const read = (mediaAddresses: string[]) =>
      JSON.parse(
        toServerConfig(
          ports,
          { apiKey: 'k', apiSecret: 's' },
          { mediaAddresses, emptyRoomTimeoutMs: 1_000, webhook: { url: 'http://127.0.0.1:3/x', event: 'e' } },
        ),
      ) as {
        bind_addresses: string[];
        rtc: Record<string, unknown>;
      };
    const [closed, open] = [read([]), read(['10.0.0.5', 'fd00::5'])];
    expect([closed.bind_addresses, open.bind_addresses]).toEqual([['127.0.0.1'], ['127.0.0.1']]);
    expect(closed.rtc).toMatchObject({ node_ip: '127.0.0.1', interfaces: { includes: ['lo'] }, tcp_port: 0 });
    expect(open.rtc).toMatchObject({ ips: { includes: ['127.0.0.1/32', '10.0.0.5/32', 'fd00::5/128'] }, tcp_port: 0 });
    expect(open.rtc).not.toHaveProperty('node_ip');
  });

  it.runIf(onLinux)('[S13] never shows its secret in an argument, the environment or a file that stays', async () => {
    const { server, dataDir } = aLiveKitServer({ env: { ...process.env, LIVEKIT_API_SECRET: 'x'.repeat(40) } });
    const { pid, apiKey, apiSecret } = await server.start();
    const shown = readFileSync(`/proc/${pid}/cmdline`, 'utf8') + readFileSync(`/proc/${pid}/environ`, 'utf8');
    expect(apiSecret.length).toBeGreaterThanOrEqual(32);
    expect(shown).not.toContain(apiSecret);
    expect(shown).not.toContain(apiKey);
    expect(shown).not.toContain('LIVEKIT_API_SECRET');
    const folder = path.join(dataDir, 'livekit');
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(readdirSync(folder)).toEqual(['livekit-server.log']);
    expect(readFileSync(path.join(folder, 'livekit-server.log'), 'utf8')).not.toContain(apiSecret);
  });

  it('has another key and secret in each start of the host', async () => {
    const first = await aLiveKitServer().server.start();
    const second = await aLiveKitServer().server.start();
    expect(second.apiKey).not.toBe(first.apiKey);
    expect(second.apiSecret).not.toBe(first.apiSecret);
  });

  it('[F1] tells when it is killed, and comes back at the same address with the same key', async () => {
    const { server, keeper } = aLiveKitServer();
    const before = await server.start();
    expect([...keeper.watched]).toEqual([before.pid]);
    const exit = nextExit(server);
    process.kill(realPid(before.pid), 'SIGKILL');
    expect((await exit).code).toBe('livekit/unreachable');
    expect([...keeper.watched]).toEqual([]);
    const after = await server.start();
    expect(after).toEqual({ ...before, pid: after.pid });
    expect(after.pid).not.toBe(before.pid);
  });

  it.runIf(onLinux)('[F3] is ended and reported when it hangs', async () => {
    const { server } = aLiveKitServer();
    const { pid } = await server.start();
    const exit = nextExit(server);
    process.kill(realPid(pid), 'SIGSTOP');
    expect((await exit).code).toBe('livekit/unreachable');
    expect(isAlive(realPid(pid))).toBe(false);
  });

  it('[F2] takes another port when its own is taken, and leaves the stranger alone', async () => {
    const stranger = await aStranger();
    const { port: httpPort } = stranger.address() as AddressInfo;
    const { server } = aLiveKitServer({ ports: { ...(await pickFreePorts()), httpPort } });
    const { url } = await server.start();
    expect(Number(new URL(url).port)).not.toBe(httpPort);
    expect(stranger.listening).toBe(true);
  });

  it.runIf(onLinux)('[F2] takes nobody for its server who got the port first, and leaves them alone', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'parley-stranger-'));
    const strangerPid = (): number => realPid(Number(readFileSync(path.join(folder, 'pid'), 'utf8')));
    onTestFinished(() => {
      process.kill(strangerPid(), 'SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    });
    const real = findLivekitServer(process.env, checkout);
    if (!real || !('file' in real)) throw new Error('There is no livekit-server.');
    const stranger = `require('node:http').createServer((_, answer) => answer.end('OK')).listen(Number(process.argv[2]), '127.0.0.1', () => {
      require('node:fs').writeFileSync('${folder}/pid', String(process.pid));
    })`;
    writeFileSync(path.join(folder, 'stranger.cjs'), stranger);
    // The first start finds the port taken in the moment before it listens, and takes its time to say so.
    const env = aProgram(`
      if [ -f ${folder}/pid ]; then exec ${real.file} "$@"; fi
      port=$(sed -n 's/^{"port":\\([0-9]*\\).*/\\1/p' "$2")
      setsid ${process.execPath} ${folder}/stranger.cjs "$port" >/dev/null 2>&1 &
      until [ -f ${folder}/pid ]; do sleep 0.05; done
      sleep 1
      echo 'listen tcp 127.0.0.1: bind: address already in use'
      exit 1`);
    const { server } = aLiveKitServer({ env });
    const { url, pid } = await server.start();
    expect(socketsOf(realPid(pid))).toContain(new URL(url).host);
    expect(socketsOf(strangerPid())).not.toContain(new URL(url).host);
    expect(isAlive(strangerPid())).toBe(true);
  });

  it('leaves nothing behind when stopped, and tells nobody', async () => {
    const { server, keeper, dataDir } = aLiveKitServer();
    const { pid } = await server.start();
    let told = 0;
    server.onExit(() => (told += 1));
    await server.stop();
    await server.stop();
    expect(isAlive(realPid(pid))).toBe(false);
    expect([...keeper.watched]).toEqual([]);
    expect(existsSync(path.join(dataDir, 'livekit', 'livekit-server.yaml'))).toBe(false);
    expect(told).toBe(0);
  });

  it('says what to do when there is no program', async () => {
    const { server } = aLiveKitServer({ env: { PATH: '', HOME: '/nowhere' }, root: '/nowhere' });
    await expect(server.start()).rejects.toMatchObject({ code: 'livekit/not-found', message: /npm start/ });
  });

  it('says what is wrong when PARLEY_LIVEKIT_SERVER names nothing', async () => {
    const { server } = aLiveKitServer({ env: { ...process.env, PARLEY_LIVEKIT_SERVER: '/nowhere/livekit-server' } });
    await expect(server.start()).rejects.toMatchObject({
      code: 'livekit/not-found',
      message: expect.stringContaining('/nowhere/livekit-server') as string,
    });
  });

  it('says so, and keeps no secret on disk, when the program is not livekit-server', async () => {
    const { server, dataDir, keeper } = aLiveKitServer({ env: aProgram('echo "I am something else" >&2; exit 3') });
    const start = server.start();
    await expect(start).rejects.toMatchObject({ code: 'livekit/start-failed' });
    await expect(start).rejects.toMatchObject({
      data: { output: expect.stringContaining('something else') as string },
    });
    expect(existsSync(path.join(dataDir, 'livekit', 'livekit-server.yaml'))).toBe(false);
    expect([...keeper.watched]).toEqual([]);
  });

  it('gives up a start that is stopped in its midst', async () => {
    const { server, keeper } = aLiveKitServer({ env: aProgram('exec sleep 60') });
    const start = server.start();
    const refused = expect(start).rejects.toMatchObject({ code: 'livekit/start-failed' });
    await server.stop();
    expect([...keeper.watched]).toEqual([]);
    await refused;
  });
});
