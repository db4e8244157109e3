import { Button } from '@radix-ui/themes';
import type { ComponentProps, ReactNode } from 'react';

type ActionButtonProps = Omit<ComponentProps<typeof Button>, 'loading' | 'asChild'> & {
  /** What it does has begun and not ended. */
  readonly pending: boolean;
};

/**
 * A button whose action may take its time. Meanwhile it counts no press, but keeps the focus: one that is disabled gives it up,
 * and the next press of Space would be the talk's. A lint rule keeps Radix's own `loading` out of other files.
 */
export function ActionButton({ pending, disabled = false, onClick, ...rest }: ActionButtonProps): ReactNode {
  return (
    <Button
      {...rest}
      loading={pending}
      disabled={disabled}
      aria-disabled={pending || undefined}
      onClick={(event) => {
        if (pending) event.preventDefault();
        else onClick?.(event);
      }}
    />
  );
}
