/**
 * [D4] Every command of the documents, in shell blocks and in prose, is run as it stands there, in the order of the page, and
 * does what the list beside says. What cannot be run here is listed with the reason.
 *
 * The README speaks of a model with a key: its page has a host with a provider of the test's own; all others are in the demo.
 * Where a person would be asked to confirm or approve, the test says yes. What `npx` would download comes from the checkout.
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProvider } from '../../src/demo/create-provider.ts';
import type { Provider } from '../../src/demo/create-provider.ts';
import { claims, key, pagesOf } from './rig/document-claims.ts';
import type { Claim } from './rig/document-claims.ts';
import { cleanEnvironment, startHost } from './rig/host-process.ts';
import type { HostProcess } from './rig/host-process.ts';

const checkout = path.resolve(import.meta.dirname, '../..');
const pages = pagesOf(await readdir(path.join(checkout, 'docs')));

/** The page's commands: lines of shell blocks without their remarks, and what prose names as one. */
async function commandsOf(page: string): Promise<string[]> {
  const text = await readFile(path.join(checkout, page), 'utf8');
  const code = /^```(\w*)\n(.*?)^```|`((?:(?:npx )?parley|npm|node tools\/)(?=[ \n]|\w)[^`]*)`/gms;
  return [...text.matchAll(code)].flatMap(([, language, block = '', inProse]) => {
    if (inProse !== undefined) return isCommand(inProse) ? [inProse.replaceAll(/\s+/g, ' ')] : [];
    if (language !== 'sh') return [];
    return block
      .split('\n')
      .map((line) => line.replace(/\s+#.*$/, '').trim())
      .filter((line) => line !== '');
  });
}

const isCommand = (text: string): boolean => /^(?:(?:npx )?parley\s|npm\s|node tools\/)/.test(text);

/** Adding and importing ask in a terminal; there is none here. And what `npx` starts is started without it: once is enough. */
const asRun = (line: string): string =>
  line
    .replace(/^npx parley mcp (add|import|approve) (?!.*--yes)/, 'npx parley mcp $1 --yes ')
    .replace(/^(npx )?parley /, 'node tools/parley.mjs ');

function run(line: string, environment: Record<string, string>): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const child = execFile(
      'sh',
      ['-c', line],
      { cwd: checkout, env: environment, timeout: 45_000 },
      (error, out, err) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : error ? 1 : 0, output: `${out}${err}` });
      },
    );
    child.stdin?.end(key);
  });
}

/** Starts what runs until it is ended, on a profile of its own; resolves with its first lines that fit and how it ended. */
async function startUntil(line: string, says: RegExp): Promise<string | null> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'parley-documents-start-'));
  const [file = '', ...args] = asRun(line).split(' ');
  const child = spawn(file, args, {
    cwd: checkout,
    env: cleanEnvironment({ PARLEY_DATA_DIR: dataDir }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit') as Promise<[number | null]>;
  let output = '';
  const ready = new Promise<true>((resolve) => {
    for (const stream of [child.stdout, child.stderr])
      createInterface({ input: stream }).on('line', (text) => {
        output += `${text}\n`;
        if (says.test(output)) resolve(true);
      });
  });
  const isReady = await Promise.race([ready, exited.then(() => false)]);
  child.kill('SIGTERM');
  const [code] = await exited;
  await rm(dataDir, { recursive: true, force: true });
  if (!isReady) return `${line}: ended before it was ready: ${output}`;
  return code === 0 ? null : `${line}: ended with ${String(code)} after SIGTERM: ${output}`;
}

/** What the command does otherwise than claimed, or null. */
async function failureOf(line: string, claim: Claim, environment: Record<string, string>): Promise<string | null> {
  if ('notHere' in claim) return null;
  if ('starts' in claim) return startUntil(line, claim.starts);
  if ('named' in claim) {
    const { code, output } = await run(`${asRun(line)} --help`, environment);
    return code === 0 && output.includes(`Usage: ${line}`) ? null : `${line}: no such command: ${output}`;
  }
  const { says, code: wanted = 0, awaited = false } = claim;
  let { code, output } = await run(asRun(line), environment);
  const endAtMs = Date.now() + 30_000;
  while (awaited && !says.test(output) && Date.now() < endAtMs)
    ({ code, output } = await run(asRun(line), environment));
  return code === wanted && says.test(output) ? null : `${line}: ${String(code)} ${output}`;
}

describe('the documents', () => {
  let provider: Provider;
  let withKey: HostProcess;
  let demo: HostProcess;
  let home: string;
  const started = new Map<string, Promise<string | null>>();

  beforeAll(async () => {
    home = await mkdtemp(path.join(tmpdir(), 'parley-documents-'));
    const configuration = { mcpServers: { everything2: { command: process.execPath, args: ['--version'] } } };
    await writeFile(path.join(home, 'claude_desktop_config.json'), JSON.stringify(configuration));
    await mkdir(path.join(home, 'notes'));
    await writeFile(path.join(home, 'notes', 'groceries.txt'), 'tea');
    await mkdir(path.join(home, 'bin'));
    const server = path.join(checkout, 'node_modules/@modelcontextprotocol/server-filesystem/dist/index.js');
    await writeFile(path.join(home, 'bin', 'npx'), `#!/bin/sh\nshift 2\nexec "${process.execPath}" "${server}" "$@"\n`);
    await chmod(path.join(home, 'bin', 'npx'), 0o755);
    const intent = {
      kind: 'call',
      tool: 'files.*list_directory$',
      arguments: { path: path.join(home, 'notes') },
    } as const;
    provider = await createProvider({ key, sentences: [{ id: 'notes', text: 'What is in my notes?', intent }] });
    const { PATH = '' } = process.env;
    withKey = await startHost({
      environment: { OPENAI_BASE_URL: provider.url, PATH: `${path.join(home, 'bin')}:${PATH}` },
    });
    demo = await startHost({ args: ['--demo'] });
    const bridge = withKey.bridge();
    bridge.subscribe('approvals.changed', (message) => {
      const waiting = message.type === 'state' ? message.state : message.payload;
      for (const { id } of waiting)
        void bridge.invoke('approvals.answer', { id, answer: 'once' }).catch(() => undefined);
    });
  });
  afterAll(async () => {
    await demo?.stop();
    await withKey?.stop();
    await provider?.close();
    await rm(home, { recursive: true, force: true });
  });

  const environmentOf = (page: string): Record<string, string> => {
    const { PATH = '', LANG = 'C.UTF-8' } = process.env;
    const host = page === 'README.md' ? withKey : demo;
    return { PATH, LANG, HOME: home, PARLEY_DATA_DIR: host.dataDir };
  };

  it.each(pages)(
    '[D4] %s: every command does what it says, or is listed with the reason why not here',
    async (page) => {
      const failed: (string | null)[] = [];
      for (const line of await commandsOf(page)) {
        const claim = Object.hasOwn(claims, line) ? claims[line] : undefined;
        if (!claim) failed.push(`${line}: stands in no list of what it does`);
        else if ('starts' in claim) {
          const start = started.get(line) ?? failureOf(line, claim, environmentOf(page));
          started.set(line, start);
          failed.push(await start);
        } else failed.push(await failureOf(line, claim, environmentOf(page)));
      }
      expect(failed.filter((failure) => failure !== null)).toEqual([]);
    },
    180_000,
  );

  it('[D4] the list names no command that no page has', async () => {
    const written = (await Promise.all(pages.map(commandsOf))).flat();
    expect(Object.keys(claims).filter((line) => !written.includes(line))).toEqual([]);
    expect(written.length).toBeGreaterThan(50);
  });

  it('[D4] what is listed as not run here is a script that there is', async () => {
    const { scripts } = JSON.parse(await readFile(path.join(checkout, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const scriptOf = (line: string): string => /^npm (?:run )?(\S+)/.exec(line)?.[1] ?? '';
    const notHere = Object.keys(claims).filter((line) => 'notHere' in (claims[line] ?? {}) && line.startsWith('npm '));
    expect(notHere.filter((line) => scripts[scriptOf(line)] === undefined)).toEqual([]);
  });

  it('runs them by npx, too, and notices one that does not exist, and one that says something else', async () => {
    const environment = environmentOf('docs/user-guide.md');
    expect(await run('npx parley --version', environment)).toMatchObject({ code: 0 });
    expect(await failureOf('npx parley mcp lst', { says: /./ }, environment)).toMatch(/^npx parley mcp lst: 2 /);
    expect(await failureOf('npx parley room list', { says: /kitchen/ }, environment)).toMatch(/: 0 ROOM/);
    expect(await failureOf('parley room tokens', { named: true }, environment)).not.toBeNull();
  });
});
