import { describe, expect, it } from 'vitest';
import { Room } from './room.ts';

const speakingFor = (durationMs: number): Room => new Room().answer('speaking').pass(durationMs);

describe('the first seconds of the assistant’s voice', () => {
  it('[V1] what may be its echo neither silences nor ends it, once a device has heard 3 s of it everything does', () => {
    expect(speakingFor(0).speak('anna', 960).effects).toEqual([]);
    expect(speakingFor(2_000).speak('anna', 700).effects).toEqual([]);
    expect(speakingFor(3_000).speak('anna', 320).effects).toEqual(['hold', 'interrupt', 'release', 'take anna']);
  });

  it('[V5] somebody who goes on speaking over them is heard, with all they said', () => {
    const room = speakingFor(500);
    const fromMs = room.nowMs;
    room.speak('anna', 1_024);
    expect(room.effects).toEqual(['interrupt', 'take anna']);
    expect(room.state.floor).toMatchObject({ status: 'voice', sinceMs: fromMs });
  });

  it('add up over several answers', () => {
    const room = speakingFor(2_000).answer('none').pass(1_000).answer('speaking').pass(600).speak('anna', 128);
    expect(room.effects).toEqual([]);
    expect(room.pause('anna', 700).speak('anna', 128).effects).toEqual(['hold']);
  });

  it('count up to where speech began: what may be echo does not become a person by going on', () => {
    expect(speakingFor(2_700).speak('anna', 700).effects).toEqual([]);
    expect(speakingFor(3_000).speak('anna', 96).effects).toEqual(['hold']);
  });

  it('begin for each person with their joining', () => {
    const room = speakingFor(5_000).send({ type: 'joined', identity: 'carl', owner: false });
    expect(room.speak('carl', 320).effects).toEqual([]);
    expect(room.speak('anna', 96).effects).toEqual(['hold']);
    const early = speakingFor(5_000).key('dora', 'cancel').send({ type: 'joined', identity: 'dora', owner: false });
    expect(early.speak('dora', 320).effects).toEqual(['interrupt']);
  });

  it('the last words of it that come back after its end open no turn; a reply does', () => {
    const echo = speakingFor(800).speak('anna', 160).answer('none').speak('anna', 320).pause('anna', 1_000);
    expect(echo.effects).toEqual([]);
    const next = speakingFor(800).speak('anna', 160).answer('thinking').pass(300).answer('speaking');
    expect(next.speak('anna', 128).effects).toEqual([]);
    const reply = speakingFor(800).answer('none').pass(100).speak('anna', 96);
    expect(reply.effects).toEqual(['take anna']);
  });

  it('[V5] a reply that begins over the end of it is heard, with all that was said', () => {
    const room = speakingFor(1_300);
    const fromMs = room.nowMs;
    room.speak('anna', 192).answer('none').speak('anna', 480);
    expect(room.effects).toEqual(['take anna']);
    expect(room.state.floor).toMatchObject({ status: 'voice', sinceMs: fromMs });
  });

  it('[V5] speech that began before it is a person’s, and a key is never echo', () => {
    expect(new Room().hear('anna', 0.9, 32).answer('speaking').speak('anna', 256).effects).toEqual([
      'hold',
      'interrupt',
      'release',
      'take anna',
    ]);
    expect(speakingFor(100).key('anna', 'down').effects).toEqual(['interrupt', 'take anna']);
  });
});
