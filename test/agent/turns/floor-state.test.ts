import { describe, expect, it } from 'vitest';
import { Room, windowMs } from './room.ts';

describe('the floor, hands-free', () => {
  it('a spoken sentence takes the floor, the model is asked twice, silence commits it', () => {
    const room = new Room().speak('anna', 1000).pause('anna', 1000);
    expect(room.effects).toEqual(['take anna', 'pause anna', 'ask anna', 'ask anna', 'commit anna']);
    expect(room.state.floor).toEqual({ status: 'free' });
  });

  it.each([
    { first: 0.36, second: null, cutBy: 330, waits: 288 },
    { first: 0.35, second: 0.36, cutBy: 420, waits: 384 },
    { first: 0.35, second: 0.35, cutBy: 890, waits: 860 },
  ])(
    'the model saying $first, then $second, waits more than $waits ms and less than $cutBy ms',
    ({ first, second, cutBy, waits }) => {
      const pauseFor = (durationMs: number): string[] => {
        const room = new Room().speak('anna', 1000).pause('anna', 224).predict(first);
        if (second !== null) room.pause('anna', 96).predict(second);
        return room.pause('anna', durationMs - (second === null ? 224 : 320)).effects;
      };
      expect(pauseFor(waits)).not.toContain('commit anna');
      expect(pauseFor(cutBy)).toContain('commit anna');
    },
  );

  it('a pause of 300 ms is not the end, whatever the model says', () => {
    const room = new Room().speak('anna', 800).pause('anna', 224).predict(1).pause('anna', 64).speak('anna', 500);
    expect(room.effects).toEqual(['take anna', 'pause anna', 'ask anna']);
  });

  it('a yes that comes after the next question counts, and the no to that one takes it not back', () => {
    const room = new Room().speak('anna', 800).pause('anna', 224);
    const first = room.question;
    room.pause('anna', 128).predict(0);
    expect(room.effects.filter((effect) => effect === 'ask anna')).toHaveLength(2);
    if (first) room.send({ type: 'predicted', ...first, probability: 1 });
    expect(room.effects).toContain('commit anna');
  });

  it('a prediction of an earlier pause is ignored', () => {
    const room = new Room().speak('anna', 800).pause('anna', 224);
    const { question } = room;
    room.speak('anna', 300).pause('anna', 224);
    if (question) room.send({ type: 'predicted', ...question, probability: 1 });
    room.pause('anna', 128);
    expect(room.effects).not.toContain('commit anna');
  });

  it('a click is no turn, and a cough is dropped', () => {
    expect(new Room().speak('anna', 32).pause('anna', 1500).effects).toEqual([]);
    expect(new Room().speak('anna', 96).pause('anna', 1500).effects).toEqual([
      'take anna',
      'pause anna',
      'ask anna',
      'ask anna',
      'drop anna',
    ]);
  });

  it('a track that falls silent by muting still ends its turn', () => {
    expect(new Room().speak('anna', 1000).pass(1500).effects).toEqual(['take anna', 'commit anna']);
  });

  it('[R4] who speaks first holds the floor; the other one may speak after that', () => {
    const room = new Room().speak('anna', 200);
    for (let index = 0; index < 10; index++) room.speak('ben', 32).speak('anna', 32);
    room.pause('anna', 1000);
    const turnOf = (name: string): string[] =>
      ['take', 'pause', 'ask', 'ask', 'commit'].map((what) => `${what} ${name}`);
    expect(room.effects).toEqual(turnOf('anna'));
    room.answer('none').speak('ben', 500).pause('ben', 1000);
    expect(room.effects.slice(5)).toEqual(turnOf('ben'));
  });

  it('[R4] the holder who leaves frees the floor without a turn', () => {
    const room = new Room().speak('anna', 500).send({ type: 'left', identity: 'anna' }).speak('ben', 200);
    expect(room.effects).toEqual(['take anna', 'drop anna', 'take ben']);
  });

  it('[V5] speech over the answer interrupts it after a quarter of a second, a short sound does not', () => {
    const effects = (room: Room): string[] =>
      room.effects.filter((effect) => effect !== 'hold' && effect !== 'release');
    expect(effects(new Room().answer('speaking').pass(3_000).speak('anna', 192).pause('anna', 900))).toEqual([]);
    expect(effects(new Room().answer('speaking').pass(3_000).speak('anna', 300))).toEqual(['interrupt', 'take anna']);
  });

  it('[V5] a tool that runs in silence is not interrupted by a new turn', () => {
    expect(new Room().answer('working').speak('anna', 300).effects).toEqual(['take anna']);
  });
});

describe('the floor, with keys', () => {
  it('[V4] in push-to-talk the voice of the owner alone opens nothing; a guest goes on hands-free', () => {
    expect(new Room('push-to-talk').speak('owner-1', 2000).effects).toEqual([]);
    expect(new Room('push-to-talk').speak('anna', 200).effects).toEqual(['take anna']);
  });

  it('[V4] pauses do not end a held turn; key-up does, once what is under way has come in', () => {
    const room = new Room('push-to-talk')
      .key('owner-1', 'down')
      .speak('owner-1', 500)
      .pause('owner-1', 3000)
      .speak('owner-1', 300);
    expect(room.effects).toEqual(['take owner-1']);
    room.key('owner-1', 'up').speak('owner-1', 64);
    expect(room.effects).toEqual(['take owner-1']);
    room.pause('owner-1', 160);
    expect(room.effects).toEqual(['take owner-1', 'commit owner-1']);
  });

  it('[V4] a key-up whose track is muted at once still commits', () => {
    expect(
      new Room('push-to-talk').key('owner-1', 'down').speak('owner-1', 500).key('owner-1', 'up').pass(700).effects,
    ).toEqual(['take owner-1', 'commit owner-1']);
  });

  it('[R4] a key takes the floor from a voice at once, and stops the answer', () => {
    expect(new Room().speak('anna', 500).key('owner-1', 'down').effects).toEqual([
      'take anna',
      'drop anna',
      'take owner-1',
    ]);
    expect(new Room().answer('speaking').key('owner-1', 'down').effects).toEqual(['interrupt', 'take owner-1']);
  });

  it('a key pressed while speaking goes on with the same turn', () => {
    const room = new Room()
      .speak('owner-1', 500)
      .key('owner-1', 'down')
      .pause('owner-1', 2000)
      .key('owner-1', 'up')
      .pause('owner-1', 300);
    expect(room.effects).toEqual(['take owner-1', 'commit owner-1']);
  });

  it('a second key waits for the first; cancel forgets the turn', () => {
    const room = new Room().key('anna', 'down').speak('anna', 300).key('ben', 'down').key('anna', 'cancel');
    expect(room.effects).toEqual(['take anna', 'drop anna', 'take ben']);
  });

  it('cancel without a turn stops the answer', () => {
    expect(new Room().answer('speaking').key('anna', 'cancel').effects).toEqual(['interrupt']);
  });

  it('a key without speech is no turn', () => {
    expect(new Room().key('anna', 'down').pause('anna', 800).key('anna', 'up').pause('anna', 300).effects).toEqual([
      'take anna',
      'drop anna',
    ]);
  });

  it('[V4] a toggle in push-to-talk locks hands-free, and the next one ends the turn at once', () => {
    const room = new Room('push-to-talk').key('owner-1', 'toggle').speak('owner-1', 500);
    expect(room.effects).toEqual(['take owner-1']);
    room.key('owner-1', 'toggle').pause('owner-1', 160);
    expect(room.effects).toEqual(['take owner-1', 'commit owner-1']);
    expect(room.answer('none').speak('owner-1', 500).effects).toHaveLength(2);
  });

  it('[V4] a key pressed before its person was seen to join takes the floor all the same', () => {
    const room = new Room('push-to-talk', [])
      .key('guest', 'down')
      .send({ type: 'joined', identity: 'guest', owner: false });
    expect(room.speak('guest', 300).key('guest', 'up').pause('guest', 200).effects).toEqual([
      'take guest',
      'commit guest',
    ]);
  });

  it('a key that is never let go is committed after two minutes', () => {
    expect(new Room().key('anna', 'down').speak('anna', 500).pass(120_000).effects).toEqual([
      'take anna',
      'commit anna',
    ]);
  });
});

it('[R4] hears a voice whose sound is read late all the same', () => {
  const room = new Room();
  for (let at = 0; at < 400; at += windowMs) {
    room.pass(windowMs);
    const toMs = room.nowMs - 250;
    const window = { probability: 0.9, fromMs: toMs - windowMs, toMs, levels: [1000] };
    room.send({ type: 'window', identity: 'anna', window });
  }
  expect(room.state.floor).toMatchObject({ status: 'voice', identity: 'anna' });
});
