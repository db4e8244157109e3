/**
 * Every command of the documents is run as it stands there, in the order of the page, against a host in the demo.
 *
 * `npx parley …` and the shell's own lines run in one home folder per page; where a person would be asked to confirm, the test
 * says yes. What starts or tests the whole (`npm …`) has tests of its own, named here.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startHost } from './rig/host-process.ts';
import type { HostProcess } from './rig/host-process.ts';

const checkout = path.resolve(import.meta.dirname, '../..');
const pages = ['README.md', 'docs/user-guide.md', 'docs/troubleshooting.md'];

/** Lines that other tests run: what they are, and where. */
const runElsewhere: Readonly<Record<string, string>> = {
  'npm start': 'test/e2e/host-lifecycle.test.ts',
  'npm start -- --headless': 'test/e2e/host-lifecycle.test.ts',
  'npm start -- --headless --demo': 'test/e2e/host-lifecycle.test.ts',
  'npm test': 'tools/test.mjs',
  'npm run check': 'tools/check.mjs',
  'npm run bench': 'tools/bench.mjs',
};

/** The lines of the page's shell blocks, without their remarks. */
async function commandsOf(page: string): Promise<string[]> {
  const text = await readFile(path.join(checkout, page), 'utf8');
  return [...text.matchAll(/^```sh\n(.*?)^```/gms)]
    .flatMap(([, block = '']) => block.split('\n'))
    .map((line) => line.replace(/\s+#.*$/, '').trim())
    .filter((line) => line !== '');
}

/** Adding and importing ask in a terminal; there is none here. And what `npx` starts is started without it: once is enough. */
const asRun = (line: string): string =>
  line
    .replace(/^npx parley mcp (add|import|approve) (?!.*--yes)/, 'npx parley mcp $1 --yes ')
    .replace(/^npx parley /, 'node tools/parley.mjs ');

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
    child.stdin?.end('sk-of-a-document\n');
  });
}

describe('the documents', () => {
  let host: HostProcess;
  let home: string;
  let environment: Record<string, string>;
  beforeAll(async () => {
    home = await mkdtemp(path.join(tmpdir(), 'parley-documents-'));
    const configuration = { mcpServers: { everything2: { command: process.execPath, args: ['--version'] } } };
    await writeFile(path.join(home, 'claude_desktop_config.json'), JSON.stringify(configuration));
    host = await startHost({ args: ['--demo'] });
    const { PATH = '', LANG = 'C.UTF-8' } = process.env;
    environment = { PATH, LANG, HOME: home, PARLEY_DATA_DIR: host.dataDir };
  });
  afterAll(async () => {
    await host.stop();
    await rm(home, { recursive: true, force: true });
  });

  for (const page of pages) {
    it(`[D4] ${page}: every command does what it says, or is run by a test that is named`, async () => {
      const lines = await commandsOf(page);
      expect(lines.length).toBeGreaterThan(2);
      const failed: string[] = [];
      for (const line of lines) {
        if (line.startsWith('npm ')) {
          if (runElsewhere[line] === undefined) failed.push(`${line}: run by no test`);
          continue;
        }
        const { code, output } = await run(asRun(line), environment);
        if (code !== 0) failed.push(`${line}: ${String(code)} ${output}`);
      }
      expect(failed).toEqual([]);
    }, 180_000);
  }

  it('runs them by npx, too, and notices one that does not exist', async () => {
    expect(await run('npx parley --version', environment)).toMatchObject({ code: 0 });
    expect((await run(asRun('npx parley mcp lst'), environment)).code).not.toBe(0);
  });
});
