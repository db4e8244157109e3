/**
 * What happened in a talk, in lines, for a test that failed: what the provider heard and answered, what the agent reported.
 */
import type { Provider } from '../../../src/demo/create-provider.ts';
import type { ScriptedCore } from './core.ts';

const clock = (atMs: number): string => new Date(atMs).toISOString().slice(14, 23);
/** Long enough for a turn's words and flags; audio is cut. */
const short = (text: string): string => text.replace(/"audio":"[^"]*"/, '"audio":…').slice(0, 400);
const figure = (value: number): string => value.toFixed(2);

export function accountOf(provider: Provider, core: ScriptedCore, sinceMs: number): string {
  const heard = provider.log.turns.map(({ committedAtMs, pcm, heard: what }) => ({
    atMs: committedAtMs,
    line: `provider heard ${what?.transcript ?? 'nothing yet'} (${String(Math.round(pcm.length / 24))} ms, score ${figure(what?.score ?? NaN)}, worst ${figure(what?.worst ?? NaN)})`,
  }));
  const answered = provider.log.responses.map(({ createdAtMs, status, text, calls }) => ({
    atMs: createdAtMs,
    line: `provider ${status}: ${text} ${calls.map(({ name }) => name).join(' ')}`,
  }));
  const reported = core.reports.map(({ atMs, method, input }) => ({
    atMs,
    line: `agent ${method} ${short(JSON.stringify(input))}`,
  }));
  const interim = '"final":false';
  return [...heard, ...answered, ...reported]
    .filter(({ atMs, line }) => atMs >= sinceMs && !line.includes(interim))
    .sort((left, right) => left.atMs - right.atMs)
    .map(({ atMs, line }) => `${clock(atMs)} ${line}`)
    .join('\n');
}
