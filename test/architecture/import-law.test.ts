/**
 * The import law holds, and would notice: a violation planted in each layer is refused with the right place named.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { findViolation } from '../../tools/lint/import-law.mjs';
import { layers, rightPlace } from '../../tools/lint/layers.mjs';

const src = path.resolve(import.meta.dirname, '../../src');

/** One import per layer that must be refused, and one that must pass. */
const planted: Record<string, { file: string; refused: string[]; allowed: string[] }> = {
  contract: { file: 'contract/x.ts', refused: ['../core/ports.ts', 'node:fs', 'react'], allowed: ['./ids.ts', 'zod'] },
  core: {
    file: 'core/talk/x.ts',
    refused: ['../../adapters/keeper/keeper.ts', '../../wire/client.ts', 'node:crypto', 'ws', 'electron', 'fs'],
    allowed: ['../../contract/index.ts', '../ports.ts', './talk.ts'],
  },
  adapters: {
    file: 'adapters/keychain/x.ts',
    refused: [
      '../sqlite/sqlite.ts',
      '../keeper/process-table.ts',
      '../../core/talk/talk.ts',
      'livekit-server-sdk',
      '../../app/app.ts',
    ],
    allowed: ['../../core/ports.ts', '../process-group/process-group.ts', 'keytar', 'node:fs'],
  },
  wire: {
    file: 'wire/x.ts',
    refused: ['../core/ports.ts', 'node:net', 'electron'],
    allowed: ['../contract/index.ts', 'ws'],
  },
  app: {
    file: 'app/x.ts',
    refused: ['../host/run-host.ts', '../agent/session.ts', 'electron', '@livekit/rtc-node'],
    allowed: ['../core/ports.ts', '../adapters/keeper/keeper.ts', 'node:path'],
  },
  agent: {
    file: 'agent/x.ts',
    refused: ['../core/ports.ts', '../adapters/keeper/keeper.ts', 'electron', '@modelcontextprotocol/client'],
    allowed: ['../wire/client.ts', '@livekit/agents', '@livekit/rtc-node', 'node:events'],
  },
  host: {
    file: 'host/x.ts',
    refused: ['../core/ports.ts', '../adapters/keeper/keeper.ts', 'electron', '../cli/parley.ts'],
    allowed: ['../app/app.ts', 'node:http', 'ws'],
  },
  cli: {
    file: 'cli/x.ts',
    refused: ['../core/ports.ts', '../agent/session.ts', 'electron'],
    allowed: ['../host/run-host.ts', '../app/app.ts', 'commander'],
  },
  main: {
    file: 'main/x.ts',
    refused: ['../core/ports.ts', '../agent/session.ts', '@livekit/rtc-node', '../cli/parley.ts'],
    allowed: ['electron', '../app/app.ts'],
  },
  preload: {
    file: 'preload/x.ts',
    refused: ['node:fs', '../app/app.ts', 'react'],
    allowed: ['electron', '../contract/index.ts'],
  },
  renderer: {
    file: 'renderer/x.tsx',
    refused: ['node:fs', 'electron', '../core/ports.ts', '../wire/server.ts', 'livekit-server-sdk'],
    allowed: ['react', 'livekit-client', '../wire/client.ts'],
  },
  demo: { file: 'demo/x.ts', refused: ['../core/ports.ts', '../app/app.ts', 'openai'], allowed: ['ws', 'node:http'] },
};

describe('the import law', () => {
  it('has a planted violation and a right place for every layer', () => {
    const tops = [...new Set(Object.keys(layers).map((name) => name.split('/')[0] as string))].sort();
    expect(Object.keys(planted).sort()).toEqual(tops);
    expect(Object.keys(rightPlace).sort()).toEqual(tops);
  });

  it.each(Object.entries(planted))(
    'refuses planted violations in %s and names the right place',
    (layer, { file, refused, allowed }) => {
      for (const specifier of refused) {
        expect(findViolation(path.join(src, file), specifier), specifier).toContain(
          rightPlace[layer as keyof typeof rightPlace],
        );
      }
      for (const specifier of allowed) expect(findViolation(path.join(src, file), specifier), specifier).toBeNull();
    },
  );

  it('refuses a folder that is no layer', () => {
    expect(findViolation(path.join(src, 'helpers/x.ts'), 'zod')).toContain('is not a layer');
  });

  it('holds in every file of src', () => {
    const violations: string[] = [];
    for (const { file, text } of sources()) {
      for (const [, specifier] of text.matchAll(/^\s*(?:import|export)\b[^'"]*?from\s+['"]([^'"]+)['"]/gm)) {
        const why = findViolation(file, specifier as string);
        if (why) violations.push(`${path.relative(src, file)}: ${why}`);
      }
    }
    expect(violations).toEqual([]);
  });

  it('keeps files small: none over 400 lines of code, median at most 100', () => {
    const sizes: { file: string; lines: number }[] = [];
    for (const { file, text } of sources()) {
      const lines = text.split('\n').filter((line) => line.trim() !== '' && !/^\s*(\/\*|\*|\/\/)/.test(line)).length;
      sizes.push({ file: path.relative(src, file), lines });
    }
    expect(sizes.filter(({ lines }) => lines > 400)).toEqual([]);
    const sorted = sizes.map(({ lines }) => lines).sort((a, b) => a - b);
    expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThanOrEqual(100);
  });
});

/** Read in one go: on a busy machine hundreds of waits take longer than a test may. */
function sources(): { file: string; text: string }[] {
  const names = readdirSync(src, { recursive: true, encoding: 'utf8' });
  const files = names.filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.d.ts'));
  return files.map((name) => path.join(src, name)).map((file) => ({ file, text: readFileSync(file, 'utf8') }));
}
