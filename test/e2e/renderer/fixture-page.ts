/**
 * The real page in one scripted state, in Chromium, with what it complained about and what it asked of the bridge.
 */
import type { Browser, BrowserContext, Page } from 'playwright';
import { openChromium } from '../../renderer/chromium.ts';
import { openFixtureSite } from '../../renderer/fixture-site.ts';
import type { FixtureSite } from '../../renderer/fixture-site.ts';

/** A violation that the page catches itself (a tried `new Function`) is an event, but not a line in the console. */
const reportViolations = `addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
  console.error('policy violation: ' + violatedDirective + ' ' + blockedURI))`;

export interface AskedCall {
  readonly method: string;
  readonly input: unknown;
}

export interface ShowOptions {
  readonly width?: number;
  readonly beside?: boolean;
  readonly hash?: string;
  /** A phone: fingers only, nothing that hovers. */
  readonly touch?: boolean;
  /** Of the desktop's windows: the one that speaks and is not seen, or one that shows. */
  readonly part?: 'voice' | 'window' | 'settings';
  /** A page of the desktop app: the preload was there. */
  readonly desktop?: boolean;
  /** Answers the log's methods of the scenario `log-store`. */
  readonly askLog?: (method: string, input: unknown) => Promise<unknown>;
}

export class FixturePages {
  readonly complaints: string[] = [];
  readonly #site: FixtureSite;
  readonly #browser: Browser;
  #context: BrowserContext | null = null;

  private constructor(site: FixtureSite, browser: Browser) {
    this.#site = site;
    this.#browser = browser;
  }

  static async open(options: { microphone: boolean }): Promise<FixturePages> {
    const [site, browser] = await Promise.all([openFixtureSite(), openChromium(options)]);
    return new FixturePages(site, browser);
  }

  /** A page in `state`, alone unless `beside` is true: then it is another tab of the same browser profile. */
  async show(state: string, options: ShowOptions = {}): Promise<Page> {
    if (!options.beside) {
      await this.#context?.close();
      this.#context = await this.#browser.newContext({
        viewport: { width: options.width ?? 1280, height: 800 },
        hasTouch: options.touch ?? false,
        isMobile: options.touch ?? false,
      });
    }
    const page = await (this.#context ?? (await this.#browser.newContext())).newPage();
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(`${state}: ${message.text()}`);
    });
    page.on('pageerror', (error) => this.complaints.push(`${state}: ${error.message}`));
    // What is not there by then is not there: a missing name fails its test soon.
    page.setDefaultTimeout(10_000);
    await page.addInitScript(reportViolations);
    if (options.desktop) await page.addInitScript('window.parley = {}');
    if (options.askLog) await page.exposeFunction('askLog', options.askLog);
    const part = options.part ? `&part=${options.part}` : '';
    await page.goto(`${this.#site.origin}/?state=${state}${part}${options.hash ?? ''}`);
    if (options.part !== 'voice') await page.getByRole('main').waitFor();
    return page;
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.#site.close();
  }
}

/** What the page asked of the bridge so far by `method`, inputs only. */
export async function askedOf(page: Page, method: string): Promise<unknown[]> {
  const calls = await page.evaluate<AskedCall[]>(
    'window.fixture.bridge.calls.map(({ method, input }) => ({ method, input }))',
  );
  return calls.filter((call) => call.method === method).map(({ input }) => input);
}

/** What the page's last room was told of its microphone, newest last. */
export function gatesOf(page: Page): Promise<{ open: boolean; muted: boolean }[]> {
  return page.evaluate('window.fixture.rooms.at(-1)?.gates ?? []');
}
