import { CheckIcon, Cross2Icon, DotFilledIcon, MinusIcon, PauseIcon } from '@radix-ui/react-icons';
import type { ReactNode } from 'react';
import type { Tone } from '../talk/call-outcome.ts';

/** The shape that goes with an outcome's word. */
export function OutcomeIcon({ tone }: { tone: Tone }): ReactNode {
  return (
    <span className="outcome-icon" data-tone={tone} aria-hidden="true">
      {tone === 'good' && <CheckIcon />}
      {tone === 'bad' && <Cross2Icon />}
      {tone === 'warn' && <PauseIcon />}
      {tone === 'busy' && <DotFilledIcon />}
      {tone === 'neutral' && <MinusIcon />}
    </span>
  );
}
