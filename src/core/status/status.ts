/**
 * One look at the whole, made from the parts when asked, and sent on when one of them changes.
 *
 * Path: bridge `status.get`, `demo.set`, `host.noteShortcut`, event `status.changed` -> here.
 */
import { defaultRoom } from '../../contract/index.ts';
import type { AppStatus, ServerView, WireError } from '../../contract/index.ts';
import type { EventHub } from '../bridge/event-hub.ts';
import type { Handlers } from '../bridge/router.ts';
import type { LiveKit } from '../rooms/livekit.ts';
import { liveKitStatus } from '../rooms/livekit-state.ts';
import type { ProviderChoice } from '../talk/provider.ts';
import type { Talks } from '../talk/talks.ts';
import type { Demo } from './demo.ts';

/** Where the parts of the status come from. */
export interface StatusOptions {
  readonly hub: EventHub;
  readonly livekit: LiveKit;
  readonly talks: Talks;
  readonly demo: Demo;
  readonly version: string;
  readonly dataDir: string;
  servers(): ServerView[];
  problems(): WireError[];
  provider(): Promise<ProviderChoice>;
}

/** The status as it was told last, and as it is. */
export class Status {
  readonly #options: StatusOptions;
  #provider: AppStatus['provider'] = { brain: null, simulated: false, configured: false, source: null };
  #providerProblem: WireError | null = null;
  #shortcutNote: string | null = null;
  #last = '';

  constructor(options: StatusOptions) {
    this.#options = options;
    options.hub.provide('status.changed', () => this.view());
    options.livekit.onChanged(() => this.changed());
  }

  view(): AppStatus {
    const { livekit, talks, demo, servers, version, dataDir } = this.#options;
    const state = livekit.state;
    const access = state.status === 'ready' ? state.access : null;
    const sampleFolder = demo.sampleFolder;
    return {
      room: defaultRoom,
      agent: talks.main.agent,
      provider: { ...this.#provider, brain: talks.main.brain },
      livekit: {
        state: liveKitStatus(state),
        url: access?.url ?? null,
        pid: access?.pid ?? null,
        cause: state.status === 'failed' ? state.cause : null,
      },
      mcp: servers(),
      demo: sampleFolder === null ? null : { sampleFolder },
      version,
      dataDir,
      problems: this.#options.problems(),
      shortcutNote: this.#shortcutNote,
    };
  }

  /** Looks at the provider again, then tells. */
  async refreshProvider(): Promise<void> {
    const { simulated, source, problem } = await this.#options.provider();
    this.#provider = { brain: null, simulated, source, configured: problem === null };
    this.#providerProblem = problem;
    this.changed();
  }

  /** Why no talk can start with the provider, as it was looked up last. */
  get providerProblem(): WireError | null {
    return this.#providerProblem;
  }

  /** What the desktop's shell says about its shortcut; null: nothing. */
  noteShortcut(words: string | null): void {
    this.#shortcutNote = words;
    this.changed();
  }

  /** Tells the windows, unless nothing they show has changed. */
  changed(): void {
    const view = this.view();
    const text = JSON.stringify(view);
    if (text === this.#last) return;
    this.#last = text;
    this.#options.hub.publish('status.changed', null, view);
  }
}

/** The bridge's methods on the status and the demo. */
export const statusHandlers = (options: {
  status: Status;
  demo: Demo;
}): Pick<Handlers, 'status.get' | 'demo.set' | 'host.noteShortcut'> => ({
  'status.get': () => options.status.view(),
  'demo.set': async ({ enabled }) => {
    await (enabled ? options.demo.enable() : options.demo.disable());
    await options.status.refreshProvider();
    return options.status.view();
  },
  'host.noteShortcut': ({ words }) => options.status.noteShortcut(words),
});
