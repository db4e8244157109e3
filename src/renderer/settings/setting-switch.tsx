import { Switch } from '@radix-ui/themes';
import { useAction } from '../bridge/use-action.ts';
import { Failure } from '../shell/failure.tsx';
import type { ReactNode } from 'react';

/** One yes or no of the settings. */
export function SettingSwitch({
  settingKey,
  label,
  value,
}: {
  settingKey: string;
  label: string;
  value: boolean;
}): ReactNode {
  const set = useAction('settings.set');
  return (
    <>
      <label className="row">
        <Switch size="1" checked={value} onCheckedChange={(on) => void set.run({ key: settingKey, value: on })} />
        {label}
      </label>
      {set.error && <Failure>{set.error.message}</Failure>}
    </>
  );
}
