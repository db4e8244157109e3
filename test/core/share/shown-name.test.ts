import { describe, expect, it } from 'vitest';
import { shownName } from '../../../src/core/share/shown-name.ts';

describe('the name of a device that came by a link', () => {
  it.each([
    ['Grace', 'Grace'],
    ['  Grace\n\u202eHopper ', 'Grace Hopper'],
    ['', 'Guest'],
    ['\u200b', 'Guest'],
    ['\u3164', 'Guest'],
    ['Iris and I', 'Iris and I'],
    ['Yousef', 'Yousef'],
    ['!', '!'],
  ])('of a guest who gives %j is %j', (given, shown) => {
    expect(shownName(given, 'talk', 'Iris')).toBe(shown);
  });

  it.each([
    'You',
    'you',
    'YOU.',
    'Ｙｏｕ',
    'The  Owner',
    'owner',
    'Iris',
    'ÍRIS',
    'parley',
    'P\u200barley',
    'You\u3164',
    'Par\uffa0ley',
  ])(
    '[S11] of a guest who gives %j, which is how the owner or the assistant is called, says that it is a guest’s',
    (given) => {
      expect(shownName(given, 'talk', 'Iris')).toMatch(/ \(guest\)$/);
      expect(shownName(given, 'listen', 'Iris')).toMatch(/ \(guest\)$/);
    },
  );

  it('of the owner’s own device is as it was given', () => {
    expect(['', 'You', 'Iris', 'Phone'].map((given) => shownName(given, 'owner', 'Iris'))).toEqual([
      'You',
      'You',
      'Iris',
      'Phone',
    ]);
  });
});
