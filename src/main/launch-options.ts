/**
 * What the app was started with. Chromium's own switches stand among the arguments and are passed over.
 */
import { parseArgs } from 'node:util';

export interface LaunchOptions {
  readonly demo: boolean;
  readonly dataDir: string | undefined;
  /** Started at login: into the tray, without a window. */
  readonly hidden: boolean;
}

export function parseLaunchOptions(args: readonly string[]): LaunchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: { demo: { type: 'boolean' }, hidden: { type: 'boolean' }, 'data-dir': { type: 'string' } },
    strict: false,
  });
  const dataDir = values['data-dir'];
  return {
    demo: values['demo'] === true,
    hidden: values['hidden'] === true,
    dataDir: typeof dataDir === 'string' ? dataDir : undefined,
  };
}

/** Switches that would open a packaged app to other programs. */
export const refusedSwitches = ['remote-debugging-port', 'remote-debugging-pipe', 'inspect', 'inspect-brk', 'js-flags'];
