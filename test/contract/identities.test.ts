import { expect, it } from 'vitest';
import { isOwnerIdentity } from '../../src/contract/index.ts';

it.each([
  ['owner', true],
  ['owner-1', true],
  ['owners', false],
  ['Owner-1', false],
  ['guest-owner-1', false],
  ['', false],
])('takes %j for the owner: %s', (identity, isOwner) => {
  expect(isOwnerIdentity(identity)).toBe(isOwner);
});
