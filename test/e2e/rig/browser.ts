/**
 * Headless Chromium whose microphone is a WAV file of spoken words, and an ear on what the page plays.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright';
import type { BrowserContext, Page } from 'playwright';
import { findBrowser, quietSwitches } from './find-browser.ts';
import { cleanEnvironment } from './host-process.ts';
import { speechRateHz, writeWav } from './speech.ts';

export interface TestBrowser {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Messages of the page's console that are errors, CSP violations among them. */
  readonly errors: string[];
  close(): Promise<void>;
}

export interface BrowserPlace {
  /** Starts Chromium; the one on the PATH where none is named. */
  readonly program?: string;
  /** Chromium's home, in which its certificate store lies. */
  readonly home?: string;
  /** A phone's page, touched and not clicked. */
  readonly phone?: boolean;
  /** The words come again and again, with a pause of some seconds. */
  readonly repeats?: boolean;
  /** Scripts that each page has from its start. */
  readonly scripts?: readonly string[];
}

/** A script that keeps the microphone shut until `openMicrophone`. */
export const heldMicrophone = path.resolve(import.meta.dirname, '../pages/hold-microphone.js');

/** Once the assistant is there to hear: what the microphone says before is lost on everybody. */
export async function openMicrophone(page: Page): Promise<void> {
  await page.getByRole('status', { name: 'Assistant state' }).getByText(/ready/i).waitFor();
  await page.evaluate('openMicrophone()');
}

/** `words` are spoken once, from the moment the microphone opens, and silence follows; unless `repeats`. */
export async function openBrowser(words: Int16Array, place: BrowserPlace = {}): Promise<TestBrowser> {
  const folder = await mkdtemp(path.join(tmpdir(), 'parley-browser-'));
  const microphone = path.join(folder, 'microphone.wav');
  // The fake device loops; what follows words that are said once outlasts the test.
  const all = new Int16Array(words.length + speechRateHz * (place.repeats ? 4 : 90));
  all.set(words);
  await writeWav(microphone, all);
  const device = ['--use-fake-device-for-media-stream', `--use-file-for-fake-audio-capture=${microphone}`];
  return launch(folder, {
    args: device,
    ...(place.program === undefined ? {} : { executablePath: place.program }),
    ...(place.home === undefined ? {} : { env: { ...cleanEnvironment(), HOME: place.home } }),
    ...(place.phone ? { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } : {}),
    scripts: place.scripts ?? [],
  });
}

/** With the sound devices of a PulseAudio server: what the page plays is heard, and its microphone hears the room. */
export async function openBrowserInRoom(pulseServer: string): Promise<TestBrowser> {
  const folder = await mkdtemp(path.join(tmpdir(), 'parley-browser-'));
  const { env } = process;
  // Of its usual 35 ms a busy machine misses some every second; each miss moves the echo, which is cancelled anew from there.
  const args = ['--audio-buffer-size=2048'];
  return launch(folder, { args, env: { ...env, PULSE_SERVER: pulseServer }, ignoreDefaultArgs: ['--mute-audio'] });
}

type Launch = Omit<NonNullable<Parameters<typeof chromium.launchPersistentContext>[1]>, 'args'> & {
  readonly args: readonly string[];
  readonly scripts?: readonly string[];
};

async function launch(folder: string, { args, scripts = [], ...options }: Launch): Promise<TestBrowser> {
  const context = await chromium.launchPersistentContext(path.join(folder, 'profile'), {
    executablePath: findBrowser(),
    headless: true,
    ...options,
    args: [...quietSwitches, '--use-fake-ui-for-media-stream', ...args, '--autoplay-policy=no-user-gesture-required'],
  });
  await context.addInitScript({ path: path.resolve(import.meta.dirname, '../pages/record-remote-audio.js') });
  for (const script of scripts) await context.addInitScript({ path: script });
  const page = context.pages()[0] ?? (await context.newPage());
  const errors: string[] = [];
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  page.on('pageerror', (error) => errors.push(error.message));
  return {
    context,
    page,
    errors,
    close: async () => {
      await context.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The loudest sound of another, which is the agent's where nobody else speaks, as this page received it, 48 kHz mono, since the last call. */
export async function takeHeard(page: Page): Promise<Int16Array> {
  const text = await page.evaluate(() => (globalThis as unknown as { takeHeard(): string }).takeHeard());
  const bytes = Buffer.from(text, 'base64');
  return new Int16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 2);
}
