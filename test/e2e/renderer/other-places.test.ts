/**
 * Servers, Log, Settings and Share in a real browser, on a scripted bridge.
 */
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { putOnScreen } from '../../renderer/put-on-screen.ts';
import { scenarioNames } from '../../renderer/scenario-names.ts';
import { askedOf } from './fixture-page.ts';
import type { FixturePages } from './fixture-page.ts';
import { usePages } from './use-pages.ts';

const addedCall = `{
  const { bridge } = window.fixture;
  const record = { id: 'call-new', server: 'vault', tool: 'secret', arguments: {}, result: null, error: null,
    startedAtMs: Date.now(), durationMs: 5, room: 'main', device: null, approval: 'not-needed' };
  bridge.emit('log.added', record, null);
}`;

let pages: FixturePages;
usePages((opened) => (pages = opened));

describe('[M6] Servers', () => {
  it('names each server with its state word', async () => {
    const page = await pages.show('servers-working');
    const items = page.getByRole('list', { name: 'Servers' }).getByRole('listitem');
    const named = (): Promise<(string | null)[]> =>
      items.evaluateAll((elements) => elements.map((element) => element.getAttribute('aria-label')));
    await expect
      .poll(named)
      .toEqual([
        'filesystem, ready',
        'everything, ready',
        'calendar, starting',
        'notes, failed',
        'downloaded, unapproved',
        'old-tools, stopped',
      ]);
  });

  it('[M7] are saved as a file for other programs, which names keys and holds none', async () => {
    const page = await pages.show('servers-working');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export servers' }).click(),
    ]);
    const saved = JSON.parse(await readFile(await download.path(), 'utf8')) as {
      mcpServers: Record<string, { env?: unknown }>;
    };
    expect(download.suggestedFilename()).toBe('parley-servers.json');
    expect(Object.keys(saved.mcpServers)).toEqual([
      'filesystem',
      'everything',
      'calendar',
      'notes',
      'downloaded',
      'old-tools',
    ]);
    expect(saved.mcpServers['downloaded']?.env).toEqual({ API_TOKEN: '${secret:example}' });
    await page.getByRole('status').getByText('put in: example').waitFor();
  });

  it('adds one by command, after a test that lists what it found', async () => {
    const page = await pages.show('servers-empty');
    await page.getByRole('button', { name: 'Add server' }).click();
    await page.getByRole('textbox', { name: 'Command line' }).fill('node "my server.js" --fast');
    await page.getByRole('textbox', { name: 'Name' }).fill('mine');
    await page.getByRole('button', { name: 'Test connection' }).click();
    await page.getByText('read_text_file, write_file, list_directory').waitFor();
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('region', { name: 'mine' }).waitFor();
    const entry = { command: 'node', args: ['my server.js', '--fast'] };
    const source = { name: 'mine', entry };
    const testId = expect.any(String) as string;
    expect(await askedOf(page, 'mcp.testImport')).toEqual([{ source, name: 'mine', testId }]);
    expect(await askedOf(page, 'mcp.import')).toEqual([{ source, servers: [source] }]);
  });

  it('shows the steps of a test as they pass, its own only, and the step that failed with why', async () => {
    const page = await pages.show('servers-working');
    const test = async (name: string): Promise<() => Promise<string[]>> => {
      await page.getByRole('listitem', { name }).click();
      const place = page.getByRole('region', { name });
      await place.getByRole('button', { name: 'Test connection' }).click();
      return async () => {
        const texts = await place.getByRole('status').getByRole('paragraph').allTextContents();
        return texts.map((text) => text.trim());
      };
    };
    await expect
      .poll(await test('everything'))
      .toEqual([
        'Program found: /usr/local/bin/npx',
        'Started as process 5151',
        'Waiting for its answer. The first start of a program can take a while.',
      ]);
    await expect
      .poll(await test('calendar'))
      .toEqual(['Not connected: https://calendar.example.com/mcp does not answer. Check the address.']);
    await expect
      .poll(await test('filesystem'))
      .toEqual([
        'Program found: /usr/local/bin/npx',
        'Started as process 5151',
        'Connected: protocol 2026-07-28, version 2026.8.31',
        '3 tools',
        'read_text_file, write_file, list_directory',
      ]);
  });

  it('[M7] adds from pasted JSON what was shown in full, keys named only, and says what cannot be used and where', async () => {
    const page = await pages.show('servers-add');
    await page.getByRole('radio', { name: 'Paste JSON' }).click();
    const field = page.getByRole('textbox', { name: 'Configuration' });
    await field.fill('{\n  "mcpServers": {,}\n}');
    await page
      .getByRole('alert')
      .getByText(/line 2, column \d+/)
      .waitFor();
    await field.fill(`{
  "mcpServers": {
    "git": { "command": "npx", "args": ["-y", "git-server"], "env": { "GIT_TOKEN": "canary-token" } },
    "far": { "url": "https://far.example/mcp" },
    "filesystem": { "command": "other" },
    "bad": { "url": "ftp://x.example" }
  }
}`);
    const found = page.getByRole('list', { name: 'Servers found' });
    await found.getByText('${secret:mcp-git.GIT_TOKEN}').waitFor();
    expect(await found.textContent()).not.toContain('canary-token');
    expect(await page.getByRole('list', { name: 'Cannot be used' }).textContent()).toContain('line 6');
    // A name that is taken is only replaced where it was ticked.
    await page.getByRole('button', { name: 'Add 2 servers' }).click();
    await page.getByRole('region', { name: 'git' }).waitFor();
    await page.getByRole('listitem', { name: 'far, starting' }).waitFor();
    expect(await askedOf(page, 'mcp.import')).toMatchObject([{ servers: [{ name: 'git' }, { name: 'far' }] }]);
    expect(await page.content()).not.toContain('canary-token');
  });

  it('[M7] lists the servers of another app', async () => {
    const page = await pages.show('servers-add');
    await page.getByRole('radio', { name: 'From app' }).click();
    await page.getByRole('radio', { name: 'Cursor' }).click();
    const found = page.getByRole('list', { name: 'Servers found' });
    await found.getByText('goes to your keychain').first().waitFor();
    expect(await found.textContent()).toContain('unencrypted');
    expect(await found.getByRole('checkbox', { checked: true }).count()).toBe(2);
  });

  it('edits an entry, shows how it was and will be, and overwrites nothing that changed meanwhile', async () => {
    const page = await pages.show('servers-overview');
    await page.getByRole('button', { name: 'Edit' }).click();
    const line = page.getByRole('textbox', { name: 'Command line' });
    await line.fill(`${await line.inputValue()} --more`);
    expect(await page.getByRole('region', { name: 'As it will be' }).textContent()).toContain('--more');
    await page.evaluate(`{
      const { bridge } = window.fixture;
      const servers = bridge.state('mcp.serversChanged').map((server) =>
        server.name === 'filesystem' ? { ...server, entry: { command: 'theirs', args: [] } } : server);
      bridge.emit('mcp.serversChanged', servers, servers);
    }`);
    await page.getByRole('alert').getByText('changed outside').waitFor();
    expect(await page.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Look at it again' }).click();
    expect(await line.inputValue()).toBe('theirs');
    await line.fill('theirs --more');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Edit' }).waitFor();
    expect(await askedOf(page, 'mcp.edit')).toEqual([
      { name: 'filesystem', entry: { command: 'theirs', args: ['--more'] }, seen: { command: 'theirs', args: [] } },
    ]);
  });

  it('duplicates a server under a free name', async () => {
    const page = await pages.show('servers-overview');
    await page.getByRole('button', { name: 'Duplicate' }).click();
    expect(await page.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('filesystem-2');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('region', { name: 'filesystem-2' }).waitFor();
  });

  it('[M18] begins from a preset, and adds nothing before its key is written', async () => {
    const page = await pages.show('servers-add');
    await page.getByRole('button', { name: 'Web search' }).click();
    expect(await page.getByRole('button', { name: 'Add', exact: true }).isDisabled()).toBe(true);
    await page.getByRole('textbox', { name: /Environment/ }).fill('BRAVE_API_KEY=canary-key');
    await page.getByText('goes to your keychain, as').waitFor();
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('region', { name: 'brave-search-mcp-server' }).waitFor();
  });

  it('removes at once, and puts back', async () => {
    const page = await pages.show('servers-overview');
    await page.getByRole('button', { name: 'Remove' }).click();
    await page.getByText('filesystem was removed.').waitFor();
    await page.getByRole('button', { name: 'Put it back' }).click();
    await page.getByRole('listitem', { name: 'filesystem, starting' }).waitFor();
  });

  it('[M6] says why a server failed, with the one button that helps', async () => {
    const missing = await pages.show('servers-failing');
    const install = missing.getByRole('alert').getByRole('link', { name: 'Get uv' });
    expect(await install.getAttribute('href')).toMatch(/^https:\/\/docs\.astral\.sh\/uv\//);

    const away = await pages.show('servers-unreachable');
    await away.getByRole('alert').getByRole('button', { name: 'Restart' }).click();
    expect(await askedOf(away, 'mcp.restart')).toEqual([{ name: 'calendar' }]);
    expect(await away.getByRole('button', { name: 'Restart' }).count()).toBe(1);

    const closed = await pages.show('servers-without-key');
    await closed.getByRole('alert').getByRole('button', { name: 'Enter the key' }).press('Enter');
    const headers = closed.getByRole('textbox', { name: 'Headers, one KEY=value a line' });
    await expect.poll(() => headers.evaluate((field) => field.matches(':focus'))).toBe(true);
  });

  it('shows the whole command before it is approved', async () => {
    const page = await pages.show('servers-unapproved');
    const notice = page.getByRole('group', { name: 'Waiting for your approval' });
    expect(await notice.textContent()).toContain('--very-long-flag-that-must-not-be-cut=yes');
    expect(await page.getByRole('button', { name: 'Test connection' }).isDisabled()).toBe(true);
    await notice.getByRole('button', { name: 'Approve and start' }).click();
    expect(await askedOf(page, 'mcp.approve')).toEqual([
      { name: 'downloaded', entry: expect.objectContaining({ command: 'bash' }) as object },
    ]);
  });

  it('reads the tools again when their server is told anew, though their number is the same', async () => {
    const page = await pages.show('servers-overview');
    await page.getByRole('tab', { name: 'Tools' }).click();
    await page.getByText('move_file').waitFor();
    const before = (await askedOf(page, 'mcp.show')).length;
    await page.evaluate(`{
      const { bridge } = window.fixture;
      const servers = structuredClone(bridge.state('mcp.serversChanged'));
      bridge.emit('mcp.serversChanged', servers, servers);
    }`);
    await expect.poll(async () => (await askedOf(page, 'mcp.show')).length).toBe(before + 1);
  });

  it('shows tools with their schema, tries one by hand, and shows the output', async () => {
    const page = await pages.show('servers-overview');
    await page.getByRole('tab', { name: 'Tools' }).click();
    const tool = page.getByRole('listitem').filter({ hasText: 'move_file' });
    await tool.getByText('Schema, and try it by hand').click();
    await tool.getByRole('textbox', { name: 'Arguments' }).fill('/tmp');
    await tool.getByRole('button', { name: 'Call it' }).click();
    await tool.getByRole('alert').getByText('must be a JSON object').waitFor();
    await tool.getByRole('textbox', { name: 'Arguments' }).fill('{"path":"/tmp"}');
    await tool.getByRole('button', { name: 'Call it' }).click();
    await tool.getByText('Hello from the tool.').waitFor();
    await page.getByRole('tab', { name: 'Output' }).click();
    expect(await page.getByRole('region', { name: 'Output' }).textContent()).toContain('[ /home/ada/sample ]');
  });
});

describe('[M16] Log', () => {
  it('keeps as many rows in the page as are in sight, however many there are', async () => {
    const page = await pages.show('log-long');
    const table = page.getByRole('table', { name: 'Tool calls' });
    await expect.poll(() => table.getAttribute('aria-rowcount')).toBe('1001');
    expect(await table.getByRole('row').count()).toBeLessThan(60);
    await page.locator('.log-scroll').evaluate((area) => area.scrollTo(0, area.scrollHeight));
    await page.getByText('notes-1000.md').waitFor();
    expect(await table.getByRole('row').count()).toBeLessThan(60);
  });

  it('does not move what is read while calls are added above', async () => {
    const page = await pages.show('log-long');
    const area = page.locator('.log-scroll');
    const link = page.getByText('notes-60.md');
    await page.getByRole('link').first().waitFor();
    await area.evaluate((element) => element.scrollTo(0, 50 * 38));
    await link.waitFor();
    const before = await link.boundingBox();
    await page.evaluate(addedCall);
    await expect.poll(() => page.getByRole('table').getAttribute('aria-rowcount')).toBe('1002');
    expect((await link.boundingBox())?.y).toBe(before?.y);
  });

  it('is narrowed by server and outcome, and exports what is left as it is stored', async () => {
    const page = await pages.show('log-working');
    const table = page.getByRole('table');
    await page.getByLabel('All outcomes').selectOption('failed');
    await expect.poll(() => table.getByRole('row').count()).toBe(2);
    await page.getByRole('link', { name: 'forecast' }).waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export' }).click(),
    ]);
    const lines = (await readFile(await download.path(), 'utf8')).trimEnd().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { id: string }).id)).toEqual(['call-4']);
    expect(download.suggestedFilename()).toMatch(/\.ndjson$/);
    await page.getByLabel('All outcomes').selectOption('');
    await page.getByLabel('All servers').selectOption('everything');
    await page.getByRole('link', { name: 'get-sum' }).waitFor();
    await expect.poll(() => table.getByRole('row').count()).toBe(2);
  });

  it('repeats a call with arguments that may be changed first, as the owner’s own', async () => {
    const page = await pages.show('log-detail');
    const drawer = page.getByRole('region', { name: 'Call' });
    await drawer.getByText('Call it again').click();
    await drawer.getByRole('textbox', { name: 'Arguments' }).fill('{"path": "other.md"}');
    await drawer.getByRole('button', { name: 'Call it', exact: true }).click();
    expect(await askedOf(page, 'mcp.call')).toEqual([
      { name: 'filesystem', tool: 'read_text_file', arguments: { path: 'other.md' } },
    ]);
  });

  it('opens one call with its arguments, result and approval, and closes it by Escape', async () => {
    const page = await pages.show('log-working');
    await page.getByRole('link', { name: 'write_file' }).click();
    const drawer = page.getByRole('region', { name: 'Call' });
    expect(await drawer.textContent()).toContain('allowed once');
    await page.keyboard.press('Escape');
    await expect.poll(() => drawer.count()).toBe(0);
  });

  it('searches in everything', async () => {
    const page = await pages.show('log-working');
    await page.getByRole('searchbox').fill('did not answer');
    await page.getByRole('link', { name: 'forecast' }).waitFor();
    await expect.poll(() => page.getByRole('table').getByRole('row').count()).toBe(2);
  });

  it('shows a call that ends while it is open', async () => {
    const page = await pages.show('log-working');
    await page.getByRole('table').waitFor();
    await page.getByRole('link').first().waitFor();
    await page.evaluate(addedCall);
    await page.getByRole('link', { name: 'secret' }).waitFor();
  });
});

describe('every state', () => {
  it.each(scenarioNames)('%s has one heading, fits a phone and breaks no rule of the policy', async (name) => {
    const before = pages.complaints.length;
    const page = await pages.show(name, { width: 420 });
    await putOnScreen(page, name);
    expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1);
    const room = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
    expect(room).toBeLessThanOrEqual(0);
    expect(pages.complaints.slice(before)).toEqual([]);
  });
});
