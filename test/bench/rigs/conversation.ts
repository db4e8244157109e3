/**
 * A person in a talk with one system: says an utterance and measures the answer.
 *
 * Always: the microphone is open only while this system's turn is measured, so that idle systems cost the active one nothing;
 * a turn ends when the agent has been silent again for a while.
 */
import { agentReady } from './agent-ready.ts';
import { answerLimitMs } from './answer-limit.ts';
import { delay, nowMs, within } from './clock.ts';
import type { BenchProvider } from './provider.ts';
import { Speaker } from './speaker.ts';
import type { Utterance } from './speech.ts';
import type { TalkSystem } from './talk-system.ts';

/** One measured turn; times in ms. */
export interface TurnSample {
  readonly system: string;
  readonly text: string;
  readonly pauseMs: number;
  /** A turn was committed before the person's last word was out. */
  readonly cut: boolean;
  /** When turns were committed, from the person's last word. */
  readonly committedAfterMs: readonly number[];
  /** End of speech → first agent audio, the provider's time taken out; null where there was none in time, or the person was cut off. */
  readonly addedMs: number | null;
  /** The same with the provider's time in. */
  readonly heardAfterMs: number | null;
  readonly providerMs: number | null;
}

const silentAgainMs = 450;
const settleLimitMs = 8_000;

export class Conversation {
  readonly system: TalkSystem;
  readonly #provider: BenchProvider;
  readonly #speaker: Speaker;
  #ended: Promise<void> | null = null;

  private constructor(system: TalkSystem, provider: BenchProvider, speaker: Speaker) {
    this.system = system;
    this.#provider = provider;
    this.#speaker = speaker;
  }

  static async begin(system: TalkSystem, provider: BenchProvider): Promise<Conversation> {
    const speaker = new Speaker();
    const ready = agentReady(speaker.room);
    await speaker.join(system.url, system.token);
    await within(ready, 20_000, `The agent of ${system.name} in the room`);
    return new Conversation(system, provider, speaker);
  }

  async turn(utterance: Utterance): Promise<TurnSample> {
    await this.system.key?.('down');
    const { startedAtMs, endedAtMs } = await this.#speaker.say(utterance);
    await this.system.key?.('up');
    const onsetMs = await within(this.#speaker.firstOnset(endedAtMs), answerLimitMs, 'An answer').catch(() => null);
    await this.#settle();
    const { committedAtMs, answers } = await this.#provider.report(startedAtMs);
    const cut = committedAtMs.some((atMs) => atMs < endedAtMs);
    const answer = answers.find(({ createdAtMs }) => createdAtMs >= endedAtMs);
    const measured = onsetMs !== null && answer !== undefined && !cut;
    return {
      system: this.system.name,
      text: utterance.text,
      pauseMs: utterance.pauseMs,
      cut,
      committedAfterMs: committedAtMs.map((atMs) => atMs - endedAtMs),
      addedMs: measured ? onsetMs - endedAtMs - answer.providerMs : null,
      heardAfterMs: measured ? onsetMs - endedAtMs : null,
      providerMs: answer?.providerMs ?? null,
    };
  }

  /** Idempotent. */
  end(): Promise<void> {
    this.#ended ??= this.#speaker.leave().finally(() => this.system.close());
    return this.#ended;
  }

  async #settle(): Promise<void> {
    const limitAtMs = nowMs() + settleLimitMs;
    do await delay(50);
    while (this.#speaker.quietForMs < silentAgainMs && nowMs() < limitAtMs);
    await this.#speaker.closeMicrophone();
  }
}
