/**
 * The probability from which the end-of-turn model means that a turn is over: its makers' own figure for each language.
 *
 * Source: `LOCAL_LANGUAGES` of the framework, calibrated on people's turns: 0.2 (Dutch) to 0.4 (Korean).
 */
import { inference } from '@livekit/agents';

const thresholds = new inference.ThresholdOptions('turn-detector-v1-mini');

/** `language`: a tag such as `de` or `pt-BR`; null, or one the model was not calibrated for: as for English. */
export function overProbabilityOf(language: string | null): number {
  return thresholds.lookup(language ?? undefined) ?? inference.LOCAL_LANGUAGES.en ?? 1;
}
