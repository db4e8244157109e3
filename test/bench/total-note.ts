/**
 * What the person waits in all, beside the rows that take the provider's time out. Pure.
 *
 * Why: an answer that is begun in the pause thinks while we wait, so that taking all of its time out could flatter it.
 */
import type { TurnSample } from './rigs/conversation.ts';
import { median } from './statistics.ts';

export function totalNote(id: string, turns: readonly TurnSample[]): string {
  const systems = [...new Set(turns.map(({ system }) => system))];
  const totals = systems.map((system) => {
    const own = turns.filter((turn) => turn.system === system);
    const heardMs = own.flatMap(({ heardAfterMs }) => heardAfterMs ?? []);
    const providerMs = own.flatMap((turn) => turn.providerMs ?? []);
    const [heard, provider] = [heardMs, providerMs].map((values) =>
      values.length === 0 ? '–' : median(values).toFixed(0),
    );
    return `${system} ${heard ?? ''} ms (the provider's own time ${provider ?? ''} ms)`;
  });
  return `${id}: end of speech → first agent audio in all, medians: ${totals.join(', ')}.`;
}
