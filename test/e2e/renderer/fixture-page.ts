/**
 * The real page in one scripted state, in Chromium, with what it complained about and what it asked of the bridge.
 */
import type { Browser, BrowserContext, Page } from 'playwright';
import { openChromium } from '../../renderer/chromium.ts';
import { openFixtureSite } from '../../renderer/fixture-site.ts';
import { scenarios } from '../../renderer/scenarios.ts';
import type { FixtureSite } from '../../renderer/fixture-site.ts';
import type { Part } from '../../renderer/scenarios.ts';

/** A violation that the page catches itself (a tried `new Function`) is an event, but not a line in the console. */
const reportViolations = `addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
  console.error('policy violation: ' + violatedDirective + ' ' + blockedURI))`;

export interface AskedCall {
  readonly method: string;
  readonly input: unknown;
}

export interface ShowOptions {
  /** Of the viewport, in CSS pixels; a window that has a size of its own keeps it. */
  readonly width?: number;
  readonly height?: number;
  readonly colorScheme?: 'light' | 'dark';
  readonly beside?: boolean;
  readonly hash?: string;
  /** A phone: fingers only, nothing that hovers. */
  readonly touch?: boolean;
  /** Of the desktop's windows the one that it is, whatever the state says. */
  readonly part?: Part;
  /** A page of the desktop app: the preload was there. */
  readonly desktop?: boolean;
  /** Answers the log's methods of the scenario `log-store`. */
  readonly askLog?: (method: string, input: unknown) => Promise<unknown>;
}

interface OpenOptions {
  /** What the machine has, where the state does not say that it has none. */
  readonly microphone: boolean;
  /** Warnings are complaints, too. */
  readonly strict?: boolean;
}

export class FixturePages {
  /** What the pages said was wrong, oldest first, each with its state. */
  readonly complaints: string[] = [];
  readonly #site: FixtureSite;
  readonly #options: OpenOptions;
  /** By whether they have a microphone; each is started when it is first needed. */
  readonly #browsers = new Map<boolean, Promise<Browser>>();
  #context: BrowserContext | null = null;

  private constructor(site: FixtureSite, options: OpenOptions) {
    this.#site = site;
    this.#options = options;
  }

  static async open(options: OpenOptions): Promise<FixturePages> {
    return new FixturePages(await openFixtureSite(), options);
  }

  /** A page in `state`, alone unless `beside` is true: then it is another tab of the same browser profile. */
  async show(state: string, options: ShowOptions = {}): Promise<Page> {
    if (options.beside && this.#context) return this.#open(this.#context, state, options);
    const scenario = scenarios[state];
    await this.#context?.close();
    const browser = await this.#browser(scenario?.microphone ?? this.#options.microphone);
    const { width = 1280, height = 800, colorScheme = 'light', touch = false } = options;
    const viewport = scenario?.size ?? { width, height };
    const context = await browser.newContext({ viewport, colorScheme, hasTouch: touch, isMobile: touch });
    this.#context = context;
    if (scenario?.beside !== undefined) await this.#open(context, scenario.beside, {});
    return this.#open(context, state, options);
  }

  async close(): Promise<void> {
    const browsers = await Promise.all(this.#browsers.values());
    await Promise.all(browsers.map((browser) => browser.close()));
    await this.#site.close();
  }

  #browser(microphone: boolean): Promise<Browser> {
    const browser = this.#browsers.get(microphone) ?? openChromium({ microphone });
    this.#browsers.set(microphone, browser);
    return browser;
  }

  async #open(context: BrowserContext, state: string, options: ShowOptions): Promise<Page> {
    const page = await context.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error' || (this.#options.strict && message.type() === 'warning'))
        this.complaints.push(`${state}: ${message.text()}`);
    });
    page.on('pageerror', (error) => this.complaints.push(`${state}: ${error.message}`));
    // What is not there by then is not there: a missing name fails its test soon.
    page.setDefaultTimeout(10_000);
    await page.addInitScript(reportViolations);
    if (options.desktop) await page.addInitScript('window.parley = {}');
    if (options.askLog) await page.exposeFunction('askLog', options.askLog);
    const part = options.part ? `&part=${options.part}` : '';
    await page.goto(`${this.#site.origin}/?state=${state}${part}${options.hash ?? ''}`);
    if ((options.part ?? scenarios[state]?.part) !== 'voice') await page.getByRole('main').waitFor();
    return page;
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
