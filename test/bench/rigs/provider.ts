/**
 * The bench's end of the provider process.
 */
import { within } from './clock.ts';
import { startRig } from './child.ts';
import { rigFile } from './places.ts';

/** An answer that was spoken. `providerMs` is what the provider took for it: hearing, thinking, making sound, silence at its start. */
export interface Answered {
  readonly createdAtMs: number;
  readonly providerMs: number;
}

interface Report {
  readonly type: 'report';
  /** Turns, by when they were committed. */
  readonly committedAtMs: readonly number[];
  readonly answers: readonly Answered[];
}

export type ProviderMessage = { readonly type: 'ready'; readonly baseUrl: string; readonly apiKey: string } | Report;

export interface BenchProvider {
  readonly baseUrl: string;
  readonly apiKey: string;
  /** What happened since then (epoch ms). */
  report(sinceMs: number): Promise<Report>;
  close(): Promise<void>;
}

export async function startProvider(options: { terse: boolean }): Promise<BenchProvider> {
  const child = startRig<ProviderMessage>(rigFile('provider-process.ts'), options.terse ? ['--terse'] : []);
  const isReady = (message: ProviderMessage) => message.type === 'ready';
  const { baseUrl, apiKey } = await within(child.next(isReady), 60_000, 'The start of the simulated provider');
  return {
    baseUrl,
    apiKey,
    report: (sinceMs) => {
      const answer = child.next((message) => message.type === 'report');
      child.send({ sinceMs });
      return within(answer, 5_000, "The provider's report");
    },
    close: () => child.end(),
  };
}
