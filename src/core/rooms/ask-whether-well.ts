/**
 * Asks a LiveKit in use whether it is well, and a second time where it is silent.
 *
 * Path: chosen-livekit.ts -> here -> port RemoteLiveKit.
 * Always: answered after three seconds at the latest, which pass in steps: a stall of this process counts as one step, so that
 * a busy machine takes no answer that has come already for a silence.
 */
import { toWireError } from '../../contract/index.ts';
import type { WireError } from '../../contract/index.ts';
import type { Clock, LiveKitAccess, RemoteLiveKit } from '../ports.ts';

/** `cause` null: it answers and takes the key. `isSilent`: it was asked twice, and has answered nothing at all. */
export interface WellAnswer {
  readonly cause: WireError | null;
  readonly isSilent: boolean;
}

const stepMs = 250;
/** Steps until it is asked again: another connection may get through. */
const stepsToAskAgain = 4;
/** Steps until it counts as silent. */
const stepsToGiveUp = 12;

/** Never rejects. */
export function askWhetherWell(
  { remote, clock }: { readonly remote: RemoteLiveKit; readonly clock: Clock },
  access: LiveKitAccess,
): Promise<WellAnswer> {
  return new Promise((resolve) => {
    let cancelStep: () => void = () => {};
    const answer = (cause: WireError | null, isSilent = false): void => {
      cancelStep();
      resolve({ cause, isSilent });
    };
    const ask = (): void =>
      void remote.check(access).then(
        () => answer(null),
        (error: unknown) => answer(toWireError(error)),
      );
    const waitForStep = (step: number): void => {
      cancelStep = clock.after(stepMs, () => {
        if (step === stepsToGiveUp) return answer(silence(access), true);
        if (step === stepsToAskAgain) ask();
        waitForStep(step + 1);
      });
    };
    waitForStep(1);
    ask();
  });
}

const silence = ({ url }: LiveKitAccess): WireError => ({
  code: 'livekit/unreachable',
  message: `The LiveKit at ${url} does not answer. Check the address and the network.`,
});
