import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { filesOfClient } from '../../../src/adapters/client-configs/client-config-files.ts';
import { FileClientConfigs } from '../../../src/adapters/client-configs/client-configs.ts';
import { ClientName } from '../../../src/contract/index.ts';

const servers = JSON.stringify({ mcpServers: { a: { command: 'x' } } });

describe('[M7] the configurations of other programs', () => {
  let home: string;
  beforeEach(async () => {
    home = await mkdtemp(path.join(tmpdir(), 'parley-home-'));
  });
  afterEach(() => rm(home, { recursive: true }));

  const put = async (file: string, text: string): Promise<void> => {
    await mkdir(path.dirname(path.join(home, file)), { recursive: true });
    await writeFile(path.join(home, file), text);
  };
  const configs = (platform: NodeJS.Platform): FileClientConfigs =>
    new FileClientConfigs({ platform, home, environment: {} });

  it('are found where each keeps its own, and a program without servers is not named', async () => {
    await put('.cursor/mcp.json', servers);
    await put('.config/Claude/claude_desktop_config.json', servers);
    await put('.codeium/windsurf/mcp_config.json', '{"mcpServers": {}}');
    await put('.config/Code/User/settings.json', '{"editor.fontSize": 12}');
    const found = await configs('linux').find();
    expect(found.map(({ client }) => client)).toEqual(['claude-desktop', 'cursor']);
    expect((await configs('linux').read('cursor')).text).toBe(servers);
  });

  it("VS Code's own file goes before its settings, which older ones used", async () => {
    await put('Library/Application Support/Code/User/settings.json', '{"mcp": {"servers": {"a": {"command": "x"}}}}');
    expect((await configs('darwin').read('vscode')).file).toContain('settings.json');
    await put('Library/Application Support/Code/User/mcp.json', '{"servers": {"b": {"command": "x"}}}');
    expect((await configs('darwin').read('vscode')).file).toContain('mcp.json');
  });

  it('that are nowhere are said to be looked for where', async () => {
    await expect(configs('linux').read('claude-desktop')).rejects.toMatchObject({
      code: 'import/nothing-found',
      message: expect.stringContaining('.config/Claude/claude_desktop_config.json') as string,
    });
  });

  it.each<[NodeJS.Platform, string]>([
    ['win32', String.raw`C:\Users\ada\AppData\Roaming\Claude\claude_desktop_config.json`],
    ['darwin', '/Users/ada/Library/Application Support/Claude/claude_desktop_config.json'],
    ['linux', '/home/ada/.config/Claude/claude_desktop_config.json'],
  ])("Claude Desktop's on %s", (platform, file) => {
    const ada = { win32: String.raw`C:\Users\ada`, darwin: '/Users/ada', linux: '/home/ada' };
    const machine = { platform, home: ada[platform as 'linux'], environment: {} };
    expect(filesOfClient('claude-desktop', machine)).toEqual([file]);
    for (const client of ClientName.options) expect(filesOfClient(client, machine).length).toBeGreaterThan(0);
  });
});
