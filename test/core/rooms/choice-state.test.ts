/**
 * [R6] When a changed choice of LiveKit comes into force: every state with every event.
 */
import { describe, expect, it } from 'vitest';
import type { WireError } from '../../../src/contract/index.ts';
import { stepChoice } from '../../../src/core/rooms/choice-state.ts';
import type { ChoiceEffect, ChoiceEvent, ChoiceLook, ChoiceState } from '../../../src/core/rooms/choice-state.ts';

const cause: WireError = { code: 'livekit/refused', message: 'Wrong key.' };
const off: ChoiceState = { status: 'off', generation: 3 };
const inForce = (generation = 3): ChoiceState => ({ status: 'inForce', generation });
const awaited = (failures = 0, why: WireError | null = null, generation = 3): ChoiceState => ({
  status: 'awaited',
  generation,
  failures,
  cause: why,
});
const looked = (look: ChoiceLook, somebodySpeaks = false, generation = 3): ChoiceEvent => ({
  type: 'looked',
  generation,
  look,
  somebodySpeaks,
});
const after = (delayMs: number, generation = 3): ChoiceEffect => ({ type: 'lookAfter', generation, delayMs });
const changed: ChoiceEvent = { type: 'changed' };
const starting: ChoiceEvent = { type: 'starting' };
const keptBefore: ChoiceEvent = { type: 'keptBefore', cause };
const stopped: ChoiceEvent = { type: 'stopped' };
const usable: ChoiceLook = { type: 'usable' };
const same: ChoiceLook = { type: 'inForce' };
const unusable: ChoiceLook = { type: 'unusable', cause };

describe('a changed choice', () => {
  const rows: [string, ChoiceState, ChoiceEvent, ChoiceState, ChoiceEffect[]][] = [
    ['means nothing before the first start', off, changed, off, []],
    ['is looked at, with what follows closely', inForce(), changed, awaited(0, null, 4), [after(250, 4)]],
    ['that changes again is looked at anew', awaited(3, cause), changed, awaited(0, cause, 4), [after(250, 4)]],
    ['comes into force when nobody speaks', awaited(1, cause), looked(usable), inForce(4), [{ type: 'startAnew' }]],
    ['waits for who speaks', awaited(2, cause), looked(usable, true), awaited(), [after(1_000)]],
    ['that changed back is in force', awaited(1, cause), looked(same), inForce(4), []],
    ['that cannot be used is told', awaited(), looked(unusable, true), awaited(1, cause), [after(5_000)]],
    ['that still cannot is asked more rarely', awaited(1), looked(unusable), awaited(2, cause), [after(10_000)]],
    ['is not taken from an older look', awaited(), looked(usable, false, 2), awaited(), []],
    ['in force is looked at no more', inForce(), looked(usable), inForce(), []],
    ['is taken up by any start', awaited(2, cause), starting, inForce(4), []],
    ['is in force from the first start on', off, starting, inForce(4), []],
    ['that did not start is told', inForce(), keptBefore, awaited(1, cause, 4), [after(5_000, 4)]],
    ['is of no interest at the end', awaited(1, cause), stopped, { status: 'off', generation: 4 }, []],
  ];

  it.each(rows)('%s', (_title, state, event, next, effects) => {
    expect(stepChoice(state, event)).toEqual({ state: next, effects });
  });
});
