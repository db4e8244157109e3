import { describe, expect, it } from 'vitest';
import { Room } from './room.ts';

const speaking = (): Room => new Room().answer('speaking').pass(3_000);

describe('an answer that somebody makes a sound over', () => {
  it('[V5] falls silent after three windows of speech, and for good where speech goes on', () => {
    expect(speaking().speak('anna', 64).effects).toEqual([]);
    expect(speaking().speak('anna', 96).effects).toEqual(['hold']);
    expect(speaking().speak('anna', 300).effects).toEqual(['hold', 'interrupt', 'release', 'take anna']);
  });

  it('[V5] goes on a quarter of a second after a short sound, and falls silent again at the next one', () => {
    const room = speaking().speak('anna', 128).pause('anna', 224);
    expect(room.effects).toEqual(['hold']);
    expect(room.pause('anna', 32).effects).toEqual(['hold', 'release']);
    expect(room.pause('anna', 600).speak('anna', 96).effects).toEqual(['hold', 'release', 'hold']);
  });

  it('falls silent once in a run of speech with gaps; speech that adds up still interrupts', () => {
    const room = speaking().speak('anna', 96).pause('anna', 288).speak('anna', 96);
    expect(room.effects).toEqual(['hold', 'release']);
    expect(room.speak('anna', 64).effects).toEqual(['hold', 'release', 'interrupt', 'take anna']);
  });

  it('windows taken for speech here and there silence nothing', () => {
    const room = speaking();
    for (let index = 0; index < 3; index++) room.speak('anna', 64).pause('anna', 64);
    expect(room.effects).toEqual([]);
    expect(speaking().speak('anna', 32).pause('anna', 32).speak('anna', 64).effects).toEqual(['hold']);
  });

  it('goes on when the track falls silent by muting, and when the person leaves', () => {
    expect(speaking().speak('anna', 128).pass(600).effects).toEqual(['hold', 'release']);
    const left = speaking().speak('anna', 128).send({ type: 'left', identity: 'anna' });
    expect(left.effects).toEqual(['hold', 'release']);
  });

  it('stays silent for the one who made the sound, whatever is heard of another person', () => {
    const room = speaking().speak('anna', 128).pause('ben', 288);
    expect(room.effects).toEqual(['hold']);
  });

  it('ends with the answer, and with a key', () => {
    expect(speaking().speak('anna', 128).answer('none').effects).toEqual(['hold', 'release']);
    const keyed = speaking().speak('anna', 128).key('ben', 'down');
    expect(keyed.effects).toEqual(['hold', 'interrupt', 'release', 'take ben']);
    expect(keyed.state.hold).toBeNull();
    expect(speaking().speak('anna', 128).key('anna', 'cancel').effects).toEqual(['hold', 'interrupt', 'release']);
  });

  it('[V4] in push-to-talk the voice of the owner alone silences nothing', () => {
    const room = new Room('push-to-talk').answer('speaking').pass(3_000).speak('owner-1', 224);
    expect(room.effects).toEqual([]);
    expect(room.speak('ben', 96).effects).toEqual(['hold']);
  });

  it('is only for what is heard: one that is still thought about is not held', () => {
    expect(new Room().answer('thinking').speak('anna', 192).effects).toEqual([]);
  });
});
