/**
 * A change of the choice of LiveKit on its way into force, as a pure machine.
 *
 * Path: choice-change.ts (driver) -> here.
 * Always: nothing that works is left before what is wanted instead was found usable, and then only when nobody speaks; what is
 * not usable is told, and looked at ever more rarely; a look of an older generation is ignored.
 */
import type { WireError } from '../../contract/index.ts';
import { returnDelayMs } from './fallback-state.ts';

/** `awaited`: something else is wanted than what was started. `cause`: why that cannot be used; null while it is not known to. */
export type ChoiceState =
  | { readonly status: 'off'; readonly generation: number }
  | { readonly status: 'inForce'; readonly generation: number }
  | {
      readonly status: 'awaited';
      readonly generation: number;
      readonly failures: number;
      readonly cause: WireError | null;
    };

/** What a look at the choice found. `usable`: it is another one than before, and would work. */
export type ChoiceLook =
  { readonly type: 'inForce' } | { readonly type: 'usable' } | { readonly type: 'unusable'; readonly cause: WireError };

/** What happened. */
export type ChoiceEvent =
  /** Settings or secrets that the choice is made from may have changed. */
  | { readonly type: 'changed' }
  | {
      readonly type: 'looked';
      readonly generation: number;
      readonly look: ChoiceLook;
      readonly somebodySpeaks: boolean;
    }
  /** A start takes up whatever is chosen then. */
  | { readonly type: 'starting' }
  /** What is chosen did not start, and the one before is used on. */
  | { readonly type: 'keptBefore'; readonly cause: WireError }
  | { readonly type: 'stopped' };

/** What the driver is to do. `startAnew`: the start takes up the choice. */
export type ChoiceEffect =
  | { readonly type: 'lookAfter'; readonly generation: number; readonly delayMs: number }
  | { readonly type: 'startAnew' };

type Step = { readonly state: ChoiceState; readonly effects: readonly ChoiceEffect[] };

/** An address comes before its key and secret: changes that follow each other so closely are looked at together, ms. */
const togetherMs = 250;
/** How soon it is looked again whether somebody still speaks, ms. */
const askAgainMs = 1_000;

/** The next state. What belongs to an older generation changes nothing. */
export function stepChoice(state: ChoiceState, event: ChoiceEvent): Step {
  const generation = state.generation + 1;
  switch (event.type) {
    case 'changed': {
      if (state.status === 'off') return { state, effects: [] };
      const cause = state.status === 'awaited' ? state.cause : null;
      return lookAfter({ status: 'awaited', generation, failures: 0, cause }, togetherMs);
    }
    case 'looked':
      if (state.status !== 'awaited' || event.generation !== state.generation) return { state, effects: [] };
      return looked(state, event.look, event.somebodySpeaks);
    case 'starting':
      return inForce(generation);
    case 'keptBefore':
      return lookAfter({ status: 'awaited', generation, failures: 1, cause: event.cause }, returnDelayMs(1));
    case 'stopped':
      return { state: { status: 'off', generation }, effects: [] };
  }
}

function looked(state: Extract<ChoiceState, { status: 'awaited' }>, look: ChoiceLook, somebodySpeaks: boolean): Step {
  const generation = state.generation + 1;
  switch (look.type) {
    case 'inForce':
      return inForce(generation);
    case 'usable':
      if (somebodySpeaks) return lookAfter({ ...state, failures: 0, cause: null }, askAgainMs);
      return inForce(generation, { type: 'startAnew' });
    case 'unusable': {
      const failures = state.failures + 1;
      return lookAfter({ ...state, failures, cause: look.cause }, returnDelayMs(failures));
    }
  }
}

const inForce = (generation: number, ...effects: ChoiceEffect[]): Step => ({
  state: { status: 'inForce', generation },
  effects,
});

const lookAfter = (state: Extract<ChoiceState, { status: 'awaited' }>, delayMs: number): Step => ({
  state,
  effects: [{ type: 'lookAfter', generation: state.generation, delayMs }],
});
