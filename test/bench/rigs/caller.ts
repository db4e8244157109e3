/**
 * The measured end of P4: calls one after the other, and how long each took. The same code for ours and for the peer.
 *
 * Always: the clock runs from the arguments to the text; an answer that is not what was said ends the measurement.
 */
import type { CallOrder, ServerKind } from './calls.ts';

/** Calls `echo` of a server with this text; resolves with the text that came back. */
export type Echo = (server: ServerKind, text: string) => Promise<string>;

/** A model is shown the beginning of a long result. */
const knownPart = 900;

/** Milliseconds of each call, in order. */
export async function measureCalls(echo: Echo, { server, sizeBytes, count }: CallOrder): Promise<number[]> {
  const callsMs: number[] = [];
  for (let call = 0; call < count; call += 1) {
    const text = String(call).padEnd(sizeBytes, 'x');
    const startedAtMs = performance.now();
    const answer = await echo(server, text);
    callsMs.push(performance.now() - startedAtMs);
    if (!answer.includes(text.slice(0, knownPart))) throw new Error(`The answer is not what was said: ${answer.slice(0, 200)}`);
  }
  return callsMs;
}
