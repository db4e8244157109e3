/**
 * What a working host answers, as far as the scenarios ask.
 */
import { defaultRoom } from '../../src/contract/index.ts';
import type { ScriptedMethods } from './fixture-bridge.ts';
import type { TurnId } from '../../src/contract/index.ts';

export const answers: ScriptedMethods = {
  'talk.join': () => ({ livekitUrl: 'ws://127.0.0.1:9', token: 'none', room: defaultRoom, identity: 'owner-1' }),
  'talk.setMode': ({ mode }, bridge) => {
    const talk = { ...bridge.state('talk.changed'), mode };
    bridge.emit('talk.changed', talk, talk);
  },
  'talk.key': () => undefined,
  'talk.send': () => ({ turnId: 'turn-typed' as TurnId }),
  'talk.interrupt': () => undefined,
  'approvals.answer': ({ id }, bridge) => {
    const left = bridge.state('approvals.changed').filter((approval) => approval.id !== id);
    bridge.emit('approvals.changed', left, left);
  },
};
