/**
 * The measured end of P4 and P12: calls one after the other, and how long each took. The same code for ours and for the peer.
 *
 * Always: the clock runs from the arguments to the text; an echo that is not what was said ends the measurement.
 */
import type { CallOrder } from './calls.ts';

/** Calls a server's tool with this text; resolves with the text that came back. */
export type Call = (server: string, tool: string, text: string) => Promise<string>;

/** A model is shown the beginning of a long result. */
const knownPart = 900;

/** Milliseconds of each call, in order. */
export async function measureCalls(call: Call, { server, tool, sizeBytes, count }: CallOrder): Promise<number[]> {
  const callsMs: number[] = [];
  for (let made = 0; made < count; made += 1) {
    const text = String(made).padEnd(sizeBytes, 'x');
    const startedAtMs = performance.now();
    const answer = await call(server, tool, text);
    callsMs.push(performance.now() - startedAtMs);
    if (tool === 'echo' && !answer.includes(text.slice(0, knownPart)))
      throw new Error(`The answer is not what was said: ${answer.slice(0, 200)}`);
  }
  return callsMs;
}
