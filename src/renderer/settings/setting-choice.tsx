import { SegmentedControl } from '@radix-ui/themes';
import { useId } from 'react';
import { useAction } from '../bridge/use-action.ts';
import { Failure } from '../shell/failure.tsx';
import type { ReactNode } from 'react';

interface SettingChoiceProps {
  readonly settingKey: string;
  readonly label: string;
  readonly value: string;
  readonly choices: readonly { readonly value: string; readonly name: string }[];
}

/** One of a few. */
export function SettingChoice({ settingKey, label, value, choices }: SettingChoiceProps): ReactNode {
  const set = useAction('settings.set');
  const labelId = useId();
  return (
    <div className="labeled">
      <span id={labelId}>{label}</span>
      <SegmentedControl.Root
        size="1"
        aria-labelledby={labelId}
        value={value}
        onValueChange={(chosen) => void set.run({ key: settingKey, value: chosen })}
      >
        {choices.map((choice) => (
          <SegmentedControl.Item key={choice.value} value={choice.value}>
            {choice.name}
          </SegmentedControl.Item>
        ))}
      </SegmentedControl.Root>
      {set.error && <Failure>{set.error.message}</Failure>}
    </div>
  );
}
