import { expect, test } from 'vitest';
import { mayAllowAloud, decideApproval } from '../../../src/core/approvals/decide-approval.ts';

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
  expect(decideApproval({ server, tool, annotations, changed: false, isGuest: false })).toBe(expected);
});

test.each([
  ['ask', null, reads, 'ask'],
  ['auto', null, reads, 'run'],
  ['allow', null, reads, 'run'],
  ['allow', null, none, 'ask'],
  ['allow', null, liar, 'ask'],
  ['auto', null, none, 'ask'],
  ['ask', 'allow', reads, 'ask'],
  ['allow', 'allow', reads, 'run'],
  ['allow', 'allow', none, 'ask'],
  ['allow', 'allow', liar, 'ask'],
  ['allow', 'allow', destroys, 'ask'],
  ['allow', 'ask', reads, 'ask'],
  ['allow', 'deny', reads, 'refuse'],
] as const)('[S12] a guest asks: server %s, tool %s, %j: %s', (server, tool, annotations, expected) => {
  expect(decideApproval({ server, tool, annotations, changed: false, isGuest: true })).toBe(expected);
});

test('[M13][S20] a tool whose definition changed asks, whatever was allowed, and stays refused where it was', () => {
  const changed = { annotations: reads, changed: true, isGuest: false };
  expect(decideApproval({ ...changed, server: 'allow', tool: 'allow' })).toBe('ask');
  expect(decideApproval({ ...changed, server: 'auto', tool: null })).toBe('ask');
  expect(decideApproval({ ...changed, server: 'allow', tool: 'deny' })).toBe('refuse');
});

test('[M12] is allowed aloud only where nothing has to be looked at', () => {
  const aloud = (annotations: Record<string, unknown>, change = {}): boolean =>
    mayAllowAloud({ annotations, changed: false, isGuest: false, ...change });
  expect([{ readOnlyHint: true }, { destructiveHint: false }].map((hints) => aloud(hints))).toEqual([true, true]);
  const unseen = [
    {},
    { destructiveHint: true },
    { readOnlyHint: true, destructiveHint: true },
    { destructiveHint: 'false' },
  ];
  expect(unseen.map((hints) => aloud(hints))).toEqual([false, false, false, false]);
  expect([{ changed: true }, { isGuest: true }].map((change) => aloud({ readOnlyHint: true }, change))).toEqual([
    false,
    false,
  ]);
});
