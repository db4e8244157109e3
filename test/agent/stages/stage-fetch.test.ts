import { describe, expect, it } from 'vitest';
import { failureOfStatus } from '../../../src/agent/stages/stage-fetch.ts';

describe('what the refusal of a stage means', () => {
  it.each([
    [400, '', 'This model does not support tools.', 'refused'],
    [404, '', 'model "x" not found, try pulling it first', 'no-access'],
    [404, 'unknown_url', 'Unknown request URL.', 'failed'],
    [402, '', 'Insufficient Balance', 'quota'],
    [404, 'model_not_found', 'The model does not exist.', 'no-access'],
    [401, '', 'Incorrect API key provided.', 'wrong-key'],
    [401, '', 'You have insufficient permissions for this operation. Missing scopes: model.request.', 'no-access'],
    [403, '', '', 'no-access'],
    [429, '', '', 'busy'],
    [408, '', 'Request timeout', 'failed'],
    [500, '', 'This model has a context length of its own.', 'failed'],
    [302, '', '', 'failed'],
  ])('[F13] %i %s "%s" is %s', (status, code, message, failure) => {
    expect(failureOfStatus(status, code, message)).toBe(failure);
  });

  it.each([
    ["This model's maximum context length is 8192 tokens. However, your messages resulted in 9000 tokens."],
    ['the request exceeds the available context size. try increasing the context size or enable context shift'],
    ['Trying to keep the first 5000 tokens when context the overflows. The model has a context length of 4096 tokens'],
    ['Please reduce the length of the messages or completion.'],
    [
      'Request too large for model on tokens per minute (TPM): Limit 6000, Requested 7000, please reduce your message size',
    ],
    ['prompt is too long: 210000 tokens > 200000 maximum'],
    ['The input token count (40000) exceeds the maximum number of tokens allowed (32768).'],
  ])('[V2] "%s" asks for less of the talk', (message) => {
    expect(failureOfStatus(400, 'context_length_exceeded', message)).toBe('too-long');
  });
});
