/**
 * What the person waits in all, beside the rows that take the provider's time out. Pure.
 *
 * Why: an answer that is begun in the pause thinks while we wait, so that taking all of its time out could flatter it. And
 * where some turns wait longer than most, the median is not all there is to say.
 */
import type { TurnSample } from './rigs/conversation.ts';
import { mean, median } from './statistics.ts';

export function totalNote(id: string, turns: readonly TurnSample[]): string {
  const systems = [...new Set(turns.map(({ system }) => system))];
  const totals = systems.map((system) => {
    const own = turns.filter((turn) => turn.system === system);
    const heardMs = own.flatMap(({ heardAfterMs }) => heardAfterMs ?? []);
    const providerMs = own.flatMap((turn) => turn.providerMs ?? []);
    const inMs = (values: readonly number[], middle: (values: readonly number[]) => number): string =>
      values.length === 0 ? '–' : `${middle(values).toFixed(0)} ms`;
    return `${system} ${inMs(heardMs, median)}, mean ${inMs(heardMs, mean)} (the provider's own time ${inMs(providerMs, median)})`;
  });
  return `${id}: end of speech → first agent audio in all, medians: ${totals.join('; ')}.`;
}
