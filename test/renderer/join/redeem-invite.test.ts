/**
 * A link's code for a session: what is sent, and what each answer becomes.
 */
import { describe, expect, it } from 'vitest';
import { defaultRoom } from '../../../src/contract/index.ts';
import { codeOf, isJoinPage } from '../../../src/renderer/join/kept-session.ts';
import { redeemInvite } from '../../../src/renderer/join/redeem-invite.ts';

const session = { sessionToken: 'secret', room: defaultRoom, role: 'talk', identity: 'guest-1' };

/** A host that answers `status` and `body` to everything. */
const answering = (status: number, body: string) => () => Promise.resolve(new Response(body, { status }));

describe('[R2] redeeming a code', () => {
  it('posts code and name, and gives the session', async () => {
    const asked: unknown[] = [];
    const joined = await redeemInvite({ code: 'code', name: 'Grace', accessCode: '' }, (address, init) => {
      asked.push([address, init?.method, JSON.parse(String(init?.body))]);
      return Promise.resolve(new Response(JSON.stringify(session)));
    });
    expect(joined).toEqual(session);
    expect(asked).toEqual([['/api/join', 'POST', { code: 'code', name: 'Grace', accessCode: '' }]]);
  });

  it('fails with the host’s own code and sentence', async () => {
    const refusal = { code: 'share/expired', message: 'The time of this link is over.' };
    const failed = redeemInvite({ code: 'code', name: '', accessCode: '' }, answering(410, JSON.stringify(refusal)));
    await expect(failed).rejects.toMatchObject(refusal);
  });

  it.each([
    ['answers something else', answering(200, '<html>')],
    ['sends a session that is none', answering(200, '{"sessionToken":1}')],
    ['cannot be reached', () => Promise.reject(new TypeError('fetch failed'))],
  ])('says that Parley is out of reach where the host %s', async (_title, ask) => {
    await expect(redeemInvite({ code: 'code', name: '', accessCode: '' }, ask)).rejects.toMatchObject({
      code: 'bridge/closed',
    });
  });
});

describe('[R2] the address of a link', () => {
  it.each([
    ['#k7Yd2qPz-9_m', 'k7Yd2qPz-9_m'],
    ['', null],
    ['#/talk', null],
    ['#<script>', null],
  ])('%s holds the code %s', (hash, code) => {
    expect(codeOf({ hash } as Location)).toBe(code);
  });

  it('is the join page, and nothing else is', () => {
    expect(isJoinPage({ pathname: '/join' } as Location)).toBe(true);
    expect(isJoinPage({ pathname: '/' } as Location)).toBe(false);
  });
});
