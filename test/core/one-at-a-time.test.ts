import { expect, it } from 'vitest';
import { OneAtATime } from '../../src/core/one-at-a-time.ts';

it('begins an act when the one before has ended, also where that failed, and tells each its own end', async () => {
  const line = new OneAtATime();
  const order: string[] = [];
  const first = Promise.withResolvers<void>();
  const failing = line.run(async () => {
    order.push('first');
    await first.promise;
    throw new Error('no');
  });
  const second = line.run(async () => order.push('second'));
  const settled = line.settled().then(() => order.push('settled'));
  await Promise.resolve();
  expect(order).toEqual(['first']);
  first.resolve();
  await expect(failing).rejects.toThrow('no');
  expect(await second).toBe(2);
  await settled;
  expect(order).toEqual(['first', 'second', 'settled']);
});
