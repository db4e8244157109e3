import {
  CheckIcon,
  Cross2Icon,
  DotFilledIcon,
  ExclamationTriangleIcon,
  MinusIcon,
  PauseIcon,
} from '@radix-ui/react-icons';
import type { ReactNode } from 'react';
import type { Tone } from '../talk/call-outcome.ts';

/** The shape that goes with an outcome's word. `ended`: nothing waits any more, so a warning is no pause. */
export function OutcomeIcon({ tone, ended = false }: { tone: Tone; ended?: boolean }): ReactNode {
  return (
    <span className="outcome-icon" data-tone={tone} aria-hidden="true">
      {tone === 'good' && <CheckIcon />}
      {tone === 'bad' && <Cross2Icon />}
      {tone === 'warn' && (ended ? <ExclamationTriangleIcon /> : <PauseIcon />)}
      {tone === 'busy' && <DotFilledIcon />}
      {tone === 'neutral' && <MinusIcon />}
    </span>
  );
}
