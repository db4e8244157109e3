/**
 * States of Share.
 */
import { AppError, defaultRoom } from '../../src/contract/index.ts';
import { aTalk } from './things.ts';
import type { Script } from './fixture-bridge.ts';
import type { Scenario } from './scenarios.ts';
import type { InviteView, ShareView } from '../../src/contract/index.ts';

const origin = 'https://192.168.1.20:41234';
const minuteMs = 60_000;

function anInvite(number: number, change: Partial<InviteView> = {}): InviteView {
  const code = `k7Yd2qPz9mRt4wXs${number}`;
  return {
    code,
    url: `${origin}/join#${code}`,
    room: defaultRoom,
    role: 'talk',
    uses: 1,
    usesLeft: 1,
    createdAtMs: Date.now() - number * minuteMs,
    expiresAtMs: Date.now() + 9.5 * minuteMs,
    state: 'open',
    asksAccessCode: false,
    accessCode: null,
    devices: [],
    ...change,
  };
}

function aShare(change: Partial<ShareView> = {}): ShareView {
  return {
    reach: 'closed',
    origin: null,
    certificate: null,
    problem: null,
    addressChanged: false,
    lockedRooms: [],
    invites: [],
    ...change,
  };
}

const onNetwork: Partial<ShareView> = {
  reach: 'network',
  origin,
  certificate: {
    kind: 'self-signed',
    note: 'iPhones will not accept it; other browsers warn once. Use a certificate of your own, or Tailscale, for those.',
  },
};

const grace = { identity: 'device-x1', name: 'Grace’s phone', joinedAtMs: Date.now() };
const alan = { identity: 'device-x2', name: 'Alan', joinedAtMs: Date.now() };

const working = aShare({
  ...onNetwork,
  invites: [
    anInvite(1),
    anInvite(2, { uses: 3, usesLeft: 2, devices: [grace], expiresAtMs: Date.now() + 20 * 60 * minuteMs }),
    anInvite(3, { role: 'listen', uses: null, usesLeft: null, devices: [alan], url: null }),
    anInvite(4, { usesLeft: 0, state: 'used-up' }),
    anInvite(5, { state: 'expired', expiresAtMs: 0 }),
    anInvite(6, { role: 'owner', state: 'withdrawn' }),
  ],
});

const full = aTalk({
  floor: grace.identity,
  participants: [{ identity: 'owner-1', name: 'Desktop' }, grace, alan, { identity: 'kitchen', name: 'Kitchen radio' }],
});

const methods: Script['methods'] = {
  'share.createInvite': ({ role = 'talk', uses = 1, accessCode = false }, bridge) => {
    const share = bridge.state('share.changed');
    const made = anInvite(0, {
      role,
      uses,
      usesLeft: uses,
      asksAccessCode: accessCode,
      accessCode: accessCode ? '402917' : null,
    });
    const view = { ...share, ...onNetwork, invites: [made, ...share.invites] };
    bridge.emit('share.changed', view, view);
    return made;
  },
  'share.revokeInvite': ({ code }, bridge) => {
    const share = bridge.state('share.changed');
    const invites = share.invites.map((invite) =>
      invite.code === code ? { ...invite, state: 'withdrawn' as const, devices: [] } : invite,
    );
    const view = { ...share, invites };
    bridge.emit('share.changed', view, view);
    return anInvite(0);
  },
  'share.setLocked': ({ locked }, bridge) => {
    const view = { ...bridge.state('share.changed'), lockedRooms: locked ? [defaultRoom] : [] };
    bridge.emit('share.changed', view, view);
  },
  'share.endTalk': (_input, bridge) => {
    const ended = { ...bridge.state('talk.changed'), participants: [] };
    bridge.emit('talk.changed', ended, ended);
  },
  'rooms.muteParticipant': () => undefined,
  'rooms.removeParticipant': ({ identity }, bridge) => {
    const talk = bridge.state('talk.changed');
    const left = { ...talk, participants: talk.participants.filter((person) => person.identity !== identity) };
    bridge.emit('talk.changed', left, left);
  },
};

export function shareScenarios(script: (change?: Partial<Script>) => Script): Readonly<Record<string, Scenario>> {
  const sharing = (shows: string, share: ShareView, talk = aTalk(), change: Partial<Script> = {}): Scenario => ({
    hash: '#/share',
    shows,
    script: script({ methods, ...change, states: { 'share.changed': share, 'talk.changed': talk } }),
  });
  return {
    'share-empty': sharing('text=No links yet.', aShare(), aTalk({ participants: [] })),
    'share-loading': {
      shows: 'role=progressbar[name="Loading"]',
      hash: '#/share',
      script: { states: {}, methods: {} },
    },
    'share-working': { ...sharing('role=img[name="QR code of the link"]', working, full), joined: true },
    'share-locked': {
      ...sharing(
        'text=Locked: links let nobody new in.',
        aShare({
          ...onNetwork,
          lockedRooms: [defaultRoom],
          invites: [anInvite(1, { asksAccessCode: true, accessCode: '402917', devices: [grace] })],
        }),
        full,
      ),
      joined: true,
    },
    'share-moved': sharing(
      'text=This computer is in another network now',
      aShare({ ...onNetwork, addressChanged: true, invites: [anInvite(1)] }),
    ),
    'share-anywhere': sharing(
      'text=Works anywhere',
      aShare({
        reach: 'anywhere',
        origin: 'https://parley.example.ts.net',
        certificate: { kind: 'tailscale', note: null },
        invites: [anInvite(1, { url: 'https://parley.example.ts.net/join#k7Yd2qPz9mRt4wXs' })],
      }),
    ),
    'share-failing': {
      presses: ['role=button[name="Make a link"]'],
      ...sharing(
        'text=This computer has no network.',
        aShare({
          problem: {
            code: 'share/port-taken',
            message:
              'Links cannot be opened: another program holds port 41234. Close it, or choose another port in Settings.',
          },
          invites: [anInvite(1, { url: null })],
        }),
        aTalk(),
        {
          methods: {
            'settings.set': () => null,
            'share.createInvite': () =>
              Promise.reject(
                new AppError('share/no-network', 'This computer has no network. Connect it, then make the link again.'),
              ),
            'share.revokeInvite': () =>
              Promise.reject(new AppError('share/unknown-invite', 'There is no such link any more.')),
          },
        },
      ),
    },
    'share-long': sharing(
      'text=Guest 30',
      aShare({
        ...onNetwork,
        invites: Array.from({ length: 60 }, (_, index) =>
          anInvite(index + 1, index % 3 === 2 ? { state: 'expired', expiresAtMs: 0 } : {}),
        ),
      }),
      aTalk({
        participants: Array.from({ length: 30 }, (_, index) => ({
          identity: `device-${index}`,
          name:
            index === 3 ? 'A-name-without-a-single-space-that-goes-on-and-on-until-the-limit-64' : `Guest ${index + 1}`,
        })),
      }),
    ),
    'share-offline': sharing('text=Reconnecting to Parley.', working, full, {
      connection: { status: 'waiting', generation: 2, attempt: 1, retryAtMs: 0 },
    }),
  };
}
