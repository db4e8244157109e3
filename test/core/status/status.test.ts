/**
 * The status as the windows are told it.
 */
import { expect, it } from 'vitest';
import type { AppStatus } from '../../../src/contract/index.ts';
import { Status, statusHandlers } from '../../../src/core/status/status.ts';
import type { StatusOptions } from '../../../src/core/status/status.ts';

it('[V4] what the desktop says of its shortcut is in the status, told once, and gone again', async () => {
  const told: AppStatus[] = [];
  const parts = {
    hub: { provide: () => undefined, publish: (_event: string, _room: null, view: AppStatus) => told.push(view) },
    livekit: { state: { status: 'stopped' }, onChanged: () => undefined },
    talks: { main: { agent: { state: 'off', pid: null }, brain: null } },
    demo: { sampleFolder: null },
    servers: () => [],
    problems: () => [],
  } as unknown as StatusOptions;
  const status = new Status(parts);
  const { 'host.noteShortcut': note } = statusHandlers({ status, demo: parts.demo });
  const context = {} as Parameters<typeof note>[1];
  for (const words of ['Another program uses F9.', 'Another program uses F9.', null]) await note({ words }, context);
  expect(told.map(({ shortcutNote }) => shortcutNote)).toEqual(['Another program uses F9.', null]);
  expect(status.view().problems).toEqual([]);
});
