/**
 * What a link is good for: what is asked of the host, and which link is shown.
 */
import { describe, expect, it } from 'vitest';
import { defaultRoom } from '../../../src/contract/index.ts';
import { shownInvite, timeLeft, toInviteInput } from '../../../src/renderer/share/link-terms.ts';
import type { InviteView } from '../../../src/contract/index.ts';

const minuteMs = 60_000;

const anInvite = (code: string, change: Partial<InviteView> = {}): InviteView => ({
  code,
  url: `https://192.168.1.20:41234/join#${code}`,
  room: defaultRoom,
  role: 'talk',
  uses: 1,
  usesLeft: 1,
  createdAtMs: 0,
  expiresAtMs: 10 * minuteMs,
  state: 'open',
  asksAccessCode: false,
  accessCode: null,
  devices: [],
  ...change,
});

describe('[R2] the terms of a link', () => {
  it('are those chosen', () => {
    expect(toInviteInput({ role: 'listen', uses: 'any', time: 'hour', asksAccessCode: true })).toEqual({
      role: 'listen',
      uses: null,
      ttlMs: 60 * minuteMs,
      accessCode: true,
    });
  });

  it('are for one device where the device acts as the owner', () => {
    expect(toInviteInput({ role: 'owner', uses: 'any', time: 'day', asksAccessCode: false })).toMatchObject({
      uses: 1,
    });
  });
});

describe('[R2] the link on display', () => {
  const newest = anInvite('newest');
  const older = anInvite('older');

  it('is the chosen one, else the newest', () => {
    expect(shownInvite([newest, older], 'older', 0)).toBe(older);
    expect(shownInvite([newest, older], null, 0)).toBe(newest);
  });

  it('is none, and no other, where it is withdrawn, used up or over', () => {
    const gone = [
      anInvite('used', { state: 'used-up' }),
      anInvite('nameless', { url: null }),
      anInvite('late', { expiresAtMs: 5 }),
    ];
    for (const closed of gone) {
      expect(shownInvite([closed, older], closed.code, 10)).toBeNull();
      expect(shownInvite([closed, older], null, 10)).toBeNull();
    }
  });
});

it.each([
  [90_000, { unit: 'seconds', count: 90 }],
  [9.4 * minuteMs, { unit: 'minutes', count: 9 }],
  [20 * 60 * minuteMs, { unit: 'hours', count: 20 }],
  [6.9 * 24 * 60 * minuteMs, { unit: 'days', count: 7 }],
  [-5, { unit: 'seconds', count: 0 }],
])('says of %d ms how long that is', (leftMs, words) => {
  expect(timeLeft(1_000 + leftMs, 1_000)).toEqual(words);
});
