/**
 * One rig for the tests of a block: the provider without faults and nobody in the room after each.
 */
import { afterAll, afterEach, beforeAll } from 'vitest';
import type { ProviderOptions } from '../../../src/demo/create-provider.ts';
import { Rig } from './rig.ts';

/** `give` is handed the rig before the first test. */
export function useRig(give: (rig: Rig) => void, options: ProviderOptions = {}): void {
  let rig: Rig;
  beforeAll(async () => {
    rig = await Rig.start(options);
    give(rig);
  }, 60_000);
  afterEach(async () => {
    rig.provider.setFaults({});
    await rig.clear();
  });
  afterAll(() => rig.close());
}
