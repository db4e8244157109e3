/**
 * The measure that the end-to-end tests rely on tells one sentence from another.
 */
import { expect, it } from 'vitest';
import { correlation } from './rig/correlate.ts';
import { speak, speechRateHz } from './rig/speech.ts';

it('finds a sentence in a longer recording, and not another sentence', async () => {
  const [sentence, other] = await Promise.all([
    speak('The files are apples, pears and plums', 300),
    speak('Nothing in this room sounds like that, believe me', 300),
  ]);
  const sent = { samples: sentence, rateHz: speechRateHz };
  const quieter = {
    samples: new Int16Array([...other, ...sentence.map((sample) => sample / 5)]),
    rateHz: speechRateHz,
  };
  expect(correlation(sent, quieter)).toBeGreaterThan(0.95);
  expect(correlation(sent, { samples: other, rateHz: speechRateHz })).toBeLessThan(0.5);
  expect(correlation(sent, { samples: new Int16Array(speechRateHz * 3), rateHz: speechRateHz })).toBe(0);
});
