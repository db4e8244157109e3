/**
 * States of a joined device's page.
 */
import { AppError, defaultRoom } from '../../src/contract/index.ts';
import { aCall, anApproval, aTalk, aTurn } from './things.ts';
import type { Script } from './fixture-bridge.ts';
import type { Scenario, ScriptedVisit } from './scenarios.ts';
import type { ErrorCode, JoinedDevice, ShareRole, Turn } from '../../src/contract/index.ts';

const identity = 'guest-7';

function aSession(role: ShareRole): JoinedDevice {
  return { sessionToken: 'none', room: defaultRoom, role, identity };
}

function aVisit(change: Partial<ScriptedVisit> = {}): ScriptedVisit {
  const role = change.role ?? 'talk';
  return { code: 'k7Yd2qPz9mRt4wXs', role, session: null, redeem: () => Promise.resolve(aSession(role)), ...change };
}

const refused = (code: ErrorCode, message: string): ScriptedVisit =>
  aVisit({ redeem: () => Promise.reject(new AppError(code, message)) });

const participants = [
  { identity: 'owner-1', name: 'You' },
  { identity, name: 'Grace’s phone' },
  { identity: 'guest-8', name: 'Alan' },
];

const said = (number: number, by: { identity: string; name: string }, text: string): Turn =>
  aTurn(number, 'person', text, { speaker: { kind: 'person', ...by } });

const turns: Turn[] = [
  said(1, participants[0]!, 'What do we still need for the salad?'),
  aTurn(3, 'assistant', 'Your notes say bread, olives and two lemons.'),
  said(5, participants[1]!, 'I have the lemons.'),
  said(6, participants[2]!, 'And I bring olives. Please write that down.'),
];

export function joinScenarios(script: (change?: Partial<Script>) => Script): Readonly<Record<string, Scenario>> {
  // What a device may not follow it is not told.
  const asDevice = (change: Partial<Script> = {}): Script => {
    const whole = script(change);
    const { 'talk.changed': talk, 'talk.turnChanged': spoken, 'tools.callChanged': calls } = whole.states;
    return {
      ...whole,
      states: {
        ...(talk && { 'talk.changed': talk }),
        ...(spoken && { 'talk.turnChanged': spoken }),
        ...(calls && { 'tools.callChanged': calls }),
        ...(change.states?.['approvals.changed'] && { 'approvals.changed': change.states['approvals.changed'] }),
      },
      methods: {
        ...whole.methods,
        'talk.join': () => ({ livekitUrl: 'ws://127.0.0.1:9', token: 'none', room: defaultRoom, identity }),
      },
    };
  };
  const talking = asDevice({
    states: {
      'talk.changed': aTalk({ participants, agent: { state: 'thinking', pid: 1 }, floor: 'guest-8' }),
      'talk.turnChanged': turns,
      'tools.callChanged': [
        aCall(2, { tool: 'read_text_file' }),
        aCall(8, {
          tool: 'write_file',
          status: 'awaiting-approval',
          result: null,
          durationMs: null,
          startedAtMs: Date.now() - 4_000,
        }),
      ],
    },
  });
  const quiet = (mode: 'hands-free' | 'push-to-talk'): Script =>
    asDevice({
      states: { 'talk.changed': aTalk({ participants, mode }), 'talk.turnChanged': [], 'tools.callChanged': [] },
    });
  const inAs = (role: ShareRole): ScriptedVisit => aVisit({ role, code: null, session: aSession(role) });
  return {
    'join-asking': {
      shows: 'role=textbox[name="Your name"]',
      hash: '#/join',
      script: quiet('hands-free'),
      visit: aVisit(),
    },
    'join-working': {
      shows: 'text=Waiting for the owner to allow',
      hash: '#/join',
      script: talking,
      visit: inAs('talk'),
    },
    'join-push-to-talk': {
      shows: 'text=Hold, or hold Space',
      hash: '#/join',
      script: quiet('push-to-talk'),
      visit: inAs('talk'),
    },
    'join-owner': {
      shows: 'role=alertdialog[name="Approval"]',
      hash: '#/join',
      script: asDevice({ states: { ...talking.states, 'approvals.changed': [anApproval()] } }),
      visit: inAs('owner'),
    },
    'join-listen': { shows: 'text=You listen here.', hash: '#/join', script: talking, visit: inAs('listen') },
    'join-listen-empty': {
      shows: 'text=Nothing was said yet',
      hash: '#/join',
      script: quiet('hands-free'),
      visit: inAs('listen'),
    },
    'join-standing-in': {
      shows: "text=This talk runs on its owner's computer for now.",
      hash: '#/join',
      script: asDevice({
        states: {
          'talk.changed': aTalk({ participants, standIn: true }),
          'talk.turnChanged': turns,
          'tools.callChanged': [],
        },
      }),
      visit: inAs('talk'),
    },
    'join-offline': {
      shows: 'text=Reconnecting to Parley.',
      hash: '#/join',
      visit: inAs('talk'),
      script: { ...talking, connection: { status: 'waiting', generation: 2, attempt: 1, retryAtMs: 0 } },
    },
    'join-out-of-reach': {
      shows: 'text=Parley is out of reach.',
      hash: '#/join',
      visit: inAs('talk'),
      script: { ...talking, connection: { status: 'waiting', generation: 9, attempt: 8, retryAtMs: 0 } },
    },
    'join-expired': {
      presses: ['role=button[name="Join"]'],
      shows: 'text=This link has expired',
      hash: '#/join',
      script: talking,
      visit: refused('share/expired', 'The time of this link is over.'),
    },
    'join-used-up': {
      presses: ['role=button[name="Join"]'],
      shows: 'text=This link was used already',
      hash: '#/join',
      script: talking,
      visit: refused('share/used-up', 'This link has been used as often as it was meant for.'),
    },
    'join-withdrawn': {
      presses: ['role=button[name="Join"]'],
      shows: 'text=This link was withdrawn',
      hash: '#/join',
      script: talking,
      visit: refused('share/withdrawn', 'This link was withdrawn by whoever sent it.'),
    },
    'join-unknown': {
      presses: ['role=button[name="Join"]'],
      shows: 'text=This link is not known',
      hash: '#/join',
      script: talking,
      visit: refused('share/unknown-invite', 'There is no such link.'),
    },
    'join-incomplete': {
      shows: 'text=This link is not whole',
      hash: '#/join',
      script: talking,
      visit: aVisit({ code: null }),
    },
    'join-access-code': {
      presses: ['role=button[name="Join"]'],
      shows: 'role=textbox[name="Access code"]',
      hash: '#/join',
      script: quiet('hands-free'),
      visit: aVisit({
        redeem: ({ accessCode }) =>
          accessCode === '402917'
            ? Promise.resolve(aSession('talk'))
            : Promise.reject(
                new AppError(
                  'share/access-code',
                  `${accessCode === '' ? 'This link asks for' : 'That is not'} the access code.`,
                ),
              ),
      }),
    },
    'join-locked': {
      presses: ['role=button[name="Join"]'],
      shows: 'role=alert >> text=locked the talk',
      hash: '#/join',
      script: talking,
      visit: refused(
        'share/locked',
        'The owner has locked the talk for now. Ask them to unlock it, then press Join again.',
      ),
    },
    'join-full': {
      presses: ['role=button[name="Join"]'],
      shows: 'role=alert >> text=wait until some have left',
      hash: '#/join',
      script: talking,
      visit: refused(
        'share/full',
        'As many devices as one link takes came by it. Ask whoever sent it for another one, or wait until some have left.',
      ),
    },
    'join-failing': {
      presses: ['role=button[name="Join"]'],
      shows: 'role=alert >> text=cannot be reached',
      hash: '#/join',
      script: talking,
      visit: refused('bridge/closed', 'Parley cannot be reached. Check this device’s network, then try again.'),
    },
  };
}
