import { expect, it } from 'vitest';
import { Listeners } from '../../src/renderer/listeners.ts';

it('tells everybody who listens in order, once each, until they end it', () => {
  const listeners = new Listeners<[word: string]>();
  const heard: string[] = [];
  const end = listeners.add((word) => heard.push(`first ${word}`));
  listeners.add((word) => heard.push(`second ${word}`));
  listeners.tell('now');
  end();
  end();
  listeners.tell('later');
  expect(heard).toEqual(['first now', 'second now', 'second later']);
});

it('tells everybody who listened when it began, also where one leaves and another one comes meanwhile', () => {
  const listeners = new Listeners();
  const heard: string[] = [];
  const end = listeners.add(() => {
    heard.push('leaves');
    end();
    listeners.add(() => heard.push('came'));
  });
  listeners.add(() => heard.push('stays'));
  listeners.tell();
  expect(heard).toEqual(['leaves', 'stays']);
  listeners.tell();
  expect(heard).toEqual(['leaves', 'stays', 'stays', 'came']);
});
