/**
 * Token counts of a response as the service reports them: about 4 characters a text token, 100 ms of heard and 50 ms of spoken sound an audio token.
 */
import { toDurationMs } from '../speaking/pcm.ts';
import type { Item } from './items.ts';
import type { Usage } from './server-events.ts';

export function toUsage(input: readonly Item[], output: readonly Item[], spokenSamples: number): Usage {
  const heardTokens =
    input.filter((item) => item.type === 'message' && item.content.some((part) => part.type === 'input_audio')).length *
    20;
  const inputText = Math.ceil(charactersOf(input) / 4);
  const spokenTokens = Math.ceil(toDurationMs(spokenSamples) / 50);
  const outputText = Math.ceil(charactersOf(output) / 4);
  return {
    total_tokens: heardTokens + inputText + spokenTokens + outputText,
    input_tokens: heardTokens + inputText,
    output_tokens: spokenTokens + outputText,
    input_token_details: {
      text_tokens: inputText,
      audio_tokens: heardTokens,
      image_tokens: 0,
      cached_tokens: 0,
      cached_tokens_details: { text_tokens: 0, audio_tokens: 0, image_tokens: 0 },
    },
    output_token_details: { text_tokens: outputText, audio_tokens: spokenTokens },
  };
}

function charactersOf(items: readonly Item[]): number {
  return items.reduce((sum, item) => sum + wordsOf(item).length, 0);
}

function wordsOf(item: Item): string {
  if (item.type === 'function_call') return item.name + item.arguments;
  if (item.type === 'function_call_output') return item.output;
  return item.content.map((part) => part.text ?? ('transcript' in part ? (part.transcript ?? '') : '')).join('');
}
