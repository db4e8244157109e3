import { describe, expect, it } from 'vitest';
import { defaultRetryTiming, retryInMs } from '../../../src/agent/stages/retry.ts';

describe('retryInMs', () => {
  it.each([
    ['a limit without a word on when', 429, 'rate_limit_exceeded', null, 1, 250],
    ['the second time', 503, '', null, 2, 500],
    ['a limit that names a second', 429, 'rate_limit_exceeded', '1', 1, 1000],
    ['a limit of ten minutes, capped', 429, 'rate_limit_exceeded', '600', 1, 3000],
    ['a date, which is not waited for', 503, '', 'Wed, 21 Oct 2026 07:28:00 GMT', 1, 250],
    ['no answer at all', null, '', null, 1, 250],
    ['an empty account', 429, 'insufficient_quota', '1', 1, null],
    ['a wrong key', 401, 'invalid_api_key', null, 1, null],
    ['a bad request', 400, '', null, 1, null],
    ['the last attempt', 503, '', null, 3, null],
  ])('[F18] %s', (_title, status, code, retryAfter, attempt, expected) => {
    expect(retryInMs({ status, code, retryAfter }, attempt, defaultRetryTiming)).toBe(expected);
  });
});
