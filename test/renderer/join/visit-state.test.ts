/**
 * A device's visit by a link, every step of it.
 */
import { describe, expect, it } from 'vitest';
import { defaultRoom } from '../../../src/contract/index.ts';
import { beginVisit, stepVisit } from '../../../src/renderer/join/visit-state.ts';
import type { ErrorCode, JoinedDevice, WireError } from '../../../src/contract/index.ts';
import type { VisitState } from '../../../src/renderer/join/visit-state.ts';

const session: JoinedDevice = { sessionToken: 'secret', room: defaultRoom, role: 'talk', identity: 'guest-1' };
const asking: VisitState = { status: 'asking', code: 'code', asksAccessCode: false, problem: null };
const joining: VisitState = { status: 'joining', code: 'code', asksAccessCode: false };
const because = (code: ErrorCode): WireError => ({ code, message: 'No.' });

describe('[R2] a visit begins', () => {
  it.each([
    ['with a new link, whatever was kept', 'code', session, asking, []],
    [
      'where the tab was in already',
      null,
      session,
      { status: 'in', session } satisfies VisitState,
      [{ type: 'connect', session }],
    ],
    ['with half a link, which opens nothing', null, null, { status: 'refused', problem: null }, []],
  ])('%s', (_title, code, kept, state, effects) => {
    expect(beginVisit(code, kept)).toEqual({ state, effects });
  });
});

describe('[R2] a press on Join', () => {
  it('redeems the code once, however often it is pressed', () => {
    const first = stepVisit(asking, { type: 'joinPressed', name: ' Grace ', accessCode: '' });
    expect(first).toEqual({
      state: joining,
      effects: [{ type: 'redeem', request: { code: 'code', name: 'Grace', accessCode: '' } }],
    });
    expect(stepVisit(first.state, { type: 'joinPressed', name: 'Grace', accessCode: '' }).effects).toEqual([]);
  });

  it('keeps the session before it connects', () => {
    const { state, effects } = stepVisit(joining, { type: 'joined', session });
    expect(state).toEqual({ status: 'in', session });
    expect(effects.map(({ type }) => type)).toEqual(['keepSession', 'connect']);
  });

  it.each<ErrorCode>(['share/unknown-invite', 'share/expired', 'share/used-up', 'share/withdrawn'])(
    'is refused for good by %s',
    (code) => {
      const problem = because(code);
      expect(stepVisit(joining, { type: 'joinFailed', problem }).state).toEqual({ status: 'refused', problem });
    },
  );

  it.each<ErrorCode>(['bridge/closed', 'share/too-many-attempts', 'share/locked', 'share/full', 'bridge/internal'])(
    'may be tried again after %s',
    (code) => {
      const problem = because(code);
      expect(stepVisit(joining, { type: 'joinFailed', problem }).state).toEqual({ ...asking, problem });
    },
  );
});

it('[R3] asks for the access code once the host has said so, and goes on asking whatever fails then', () => {
  const asked = stepVisit(joining, { type: 'joinFailed', problem: because('share/access-code') }).state;
  expect(asked).toMatchObject({ status: 'asking', asksAccessCode: true });
  const pressed = stepVisit(asked, { type: 'joinPressed', name: '', accessCode: ' 402917 ' });
  expect(pressed.effects).toEqual([{ type: 'redeem', request: { code: 'code', name: '', accessCode: '402917' } }]);
  const failed = stepVisit(pressed.state, { type: 'joinFailed', problem: because('bridge/closed') }).state;
  expect(failed).toMatchObject({ status: 'asking', asksAccessCode: true });
});

it('[R2] a visit that the host ended hangs up, forgets its session and stays ended', () => {
  const { state, effects } = stepVisit({ status: 'in', session }, { type: 'sessionEnded', end: 'awayLinkOpen' });
  expect(state).toEqual({ status: 'ended', end: 'awayLinkOpen' });
  expect(effects).toEqual([{ type: 'disconnect' }, { type: 'forgetSession' }]);
  for (const event of [
    { type: 'sessionEnded', end: 'removed' },
    { type: 'joined', session },
    { type: 'joinPressed', name: '', accessCode: '' },
  ] as const)
    expect(stepVisit(state, event)).toEqual({ state, effects: [] });
});
