/**
 * A link by which as many devices came as one link takes.
 */
import { expect, it } from 'vitest';
import { mostDevices } from '../../../src/core/share/invite.ts';
import { aShare } from './rig.ts';

it('[R2] takes nobody who waits at a full link for one who guesses', async () => {
  const { create, join } = aShare();
  const [full, other] = [await create({ uses: null }), await create({ uses: null })];
  for (let device = 0; device < mostDevices; device++) await join(full.code, 'Phone', `10.0.1.${device}`);
  for (let press = 0; press < 20; press++) await expect(join(full.code)).rejects.toMatchObject({ code: 'share/full' });
  await expect(join(other.code)).resolves.toMatchObject({ room: 'main' });
});
