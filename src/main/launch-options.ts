/**
 * What the app was started with. Chromium's own switches stand among the arguments and are passed over.
 *
 * Always: a `parley:` link may have been put among the arguments by a web page, so nothing after it is an option.
 * Source: FAULTS S7, S8.
 */
import { parseArgs } from 'node:util';
import { linkScheme } from './deep-link.ts';

export interface LaunchOptions {
  readonly demo: boolean;
  readonly dataDir: string | undefined;
  /** Started at login: into the tray, without a window. */
  readonly hidden: boolean;
}

export function parseLaunchOptions(args: readonly string[]): LaunchOptions {
  const link = args.findIndex((arg) => arg.toLowerCase().startsWith(`${linkScheme}:`));
  const { values } = parseArgs({
    args: link === -1 ? [...args] : args.slice(0, link),
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

/**
 * The arguments of the command line, where the app was started by them (`Parley.AppImage talk toggle`), or null. A link is none.
 * The AppImage's own launcher may put its switch before them.
 */
export function toCommandLine(args: readonly string[]): readonly string[] | null {
  const own = args[0] === '--no-sandbox' ? args.slice(1) : args;
  return /^[a-z]+$/.test(own[0] ?? '') ? own : null;
}

/** Switches by which another program, or a link that smuggles arguments in, would get a packaged app into its hands. */
export const refusedSwitches: readonly string[] = [
  // Debugging: whoever connects runs code in our processes.
  'inspect',
  'inspect-brk',
  'inspect-brk-node',
  'inspect-port',
  'inspect-publish-uid',
  'inspect-wait',
  'remote-allow-origins',
  'remote-debugging-address',
  'remote-debugging-io-pipes',
  'remote-debugging-pipe',
  'remote-debugging-port',
  // Code of others in our processes, or other programs in the place of ours.
  'browser-subprocess-path',
  'disable-extensions-except',
  'gpu-launcher',
  'js-flags',
  'load-extension',
  'ppapi-plugin-launcher',
  'register-pepper-plugins',
  'renderer-cmd-prefix',
  'utility-cmd-prefix',
  'zygote-cmd-prefix',
  // Walls taken down.
  'allow-running-insecure-content',
  'disable-site-isolation-trials',
  'disable-web-security',
  'host-resolver-rules',
  'host-rules',
  'ignore-certificate-errors',
  'ignore-certificate-errors-spki-list',
  'single-process',
  'unsafely-treat-insecure-origin-as-secure',
  // The AppImage's own launcher takes the sandbox away where the system does not let programs have one.
  ...(process.platform === 'linux' ? [] : ['no-sandbox']),
  // Another voice in the place of the owner's, and keys of connections written down.
  'log-net-log',
  'ssl-key-log-file',
  'use-fake-device-for-media-stream',
  'use-fake-ui-for-media-stream',
  'use-file-for-fake-audio-capture',
];
