/**
 * A brain that takes another one's place: only when nobody speaks, and never with a history that is older than the talk.
 */
import { describe, expect, it } from 'vitest';
import { BrainSuccession } from '../../src/agent/brain-succession.ts';
import type { Brain } from '../../src/agent/brain.ts';
import type { Brain as BrainKind } from '../../src/contract/index.ts';
import { FakeClock } from '../fakes/fake-clock.ts';

class FakeBrain {
  readonly kind: BrainKind;
  readonly ready = Promise.withResolvers<void>();
  closed = false;

  constructor(kind: BrainKind) {
    this.kind = kind;
    this.ready.promise.catch(() => undefined);
  }

  start(): Promise<void> {
    return this.ready.promise;
  }

  async close(): Promise<void> {
    this.closed = true;
  }
}

function aSuccession() {
  const clock = new FakeClock();
  const made: FakeBrain[] = [];
  const took: BrainKind[] = [];
  const talk = { idle: true, version: 0 };
  const succession = new BrainSuccession({
    clock,
    create: (kind) => {
      const brain = new FakeBrain(kind);
      made.push(brain);
      return brain as unknown as Brain;
    },
    isIdle: () => talk.idle,
    version: () => talk.version,
    takeOver: (brain) => void took.push(brain.kind),
  });
  return { clock, made, took, talk, succession };
}

describe('BrainSuccession', () => {
  it('[V2] lets Realtime take its place again after the planned delay', async () => {
    const { clock, made, took, succession } = aSuccession();
    succession.plan('realtime', 3_500);
    await clock.advanceAsync(3_400);
    expect(made).toEqual([]);
    await clock.advanceAsync(100);
    made[0]?.ready.resolve();
    await clock.advanceAsync(0);
    expect(took).toEqual(['realtime']);
    expect(succession.coming).toBeNull();
  });

  it('[V2] waits while somebody speaks', async () => {
    const { clock, made, talk, succession } = aSuccession();
    talk.idle = false;
    succession.plan('realtime', 0);
    await clock.advanceAsync(2_500);
    expect(made).toEqual([]);
    talk.idle = true;
    await clock.advanceAsync(1_000);
    expect(made).toHaveLength(1);
  });

  it('[V2] drops one that does not know what was said since, and makes another', async () => {
    const { clock, made, took, talk, succession } = aSuccession();
    succession.plan('pipeline', 0);
    await clock.advanceAsync(0);
    talk.version += 1;
    made[0]?.ready.resolve();
    await clock.advanceAsync(1_000);
    expect({ took, first: made[0]?.closed, made: made.length }).toEqual({ took: [], first: true, made: 2 });
    made[1]?.ready.resolve();
    await clock.advanceAsync(0);
    expect(took).toEqual(['pipeline']);
  });

  it('gives up the one on its way when it is stopped or planned anew', async () => {
    const { clock, made, took, succession } = aSuccession();
    succession.plan('realtime', 0);
    await clock.advanceAsync(0);
    const [first] = made;
    expect(succession.isComing(first as unknown as Brain)).toBe(true);
    succession.plan('realtime', 1_000);
    first?.ready.resolve();
    await clock.advanceAsync(0);
    expect({ took, closed: first?.closed }).toEqual({ took: [], closed: true });
    succession.stop();
    await clock.advanceAsync(5_000);
    expect(made).toHaveLength(1);
  });
});
