import { expect, test } from 'vitest';
import { decideApproval } from '../../../src/core/approvals/decide-approval.ts';

const none = {};
const reads = { readOnlyHint: true };
const destroys = { destructiveHint: true };
const liar = { readOnlyHint: true, destructiveHint: true };

test.each([
  ['ask', null, none, 'ask'],
  ['ask', null, reads, 'ask'],
  ['auto', null, none, 'ask'],
  ['auto', null, reads, 'run'],
  ['auto', null, { readOnlyHint: 'true' }, 'ask'],
  ['auto', null, liar, 'ask'],
  ['allow', null, none, 'run'],
  ['allow', null, destroys, 'ask'],
  ['allow', 'allow', destroys, 'run'],
  ['ask', 'allow', destroys, 'run'],
  ['allow', 'ask', reads, 'ask'],
  ['auto', 'ask', reads, 'ask'],
  ['allow', 'deny', reads, 'refuse'],
  ['ask', 'deny', none, 'refuse'],
] as const)('[M12][S23] server %s, tool %s, %j: %s', (server, tool, annotations, expected) => {
  expect(decideApproval({ server, tool, annotations, changed: false })).toBe(expected);
});

test('[M13][S20] a tool whose definition changed asks, whatever was allowed, and stays refused where it was', () => {
  expect(decideApproval({ server: 'allow', tool: 'allow', annotations: reads, changed: true })).toBe('ask');
  expect(decideApproval({ server: 'auto', tool: null, annotations: reads, changed: true })).toBe('ask');
  expect(decideApproval({ server: 'allow', tool: 'deny', annotations: reads, changed: true })).toBe('refuse');
});
