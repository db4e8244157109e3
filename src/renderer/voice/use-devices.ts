import { useEffect, useState, useSyncExternalStore } from 'react';
import { findDevice, listDevices, noDevices } from './devices.ts';
import { useVoice, useVoiceState } from './voice-context.tsx';
import type { Device, DeviceKind } from './devices.ts';
import type { ChosenDevice } from './sound-choice.ts';

export interface ChoosableDevices {
  readonly devices: readonly Device[];
  /** null: the system's default. */
  readonly chosen: ChosenDevice | null;
  /** The chosen one is not among the devices now. */
  readonly away: boolean;
  choose(id: string | null): void;
}

/** The devices of this machine and the chosen one, kept current while devices come and go. */
export function useDevices(kind: DeviceKind): ChoosableDevices {
  const { choices } = useVoice().sound;
  // The browser names its devices once a microphone was opened.
  const { microphone } = useVoiceState();
  const [devices, setDevices] = useState(noDevices);
  const chosen = useSyncExternalStore(choices.onChanged, choices.read)[kind];
  useEffect(() => {
    const media = navigator.mediaDevices as MediaDevices | undefined;
    if (!media) return;
    let gone = false;
    const refresh = (): void =>
      void listDevices(media, kind).then((listed) => {
        if (!gone) setDevices(listed);
      });
    refresh();
    media.addEventListener('devicechange', refresh);
    return () => {
      gone = true;
      media.removeEventListener('devicechange', refresh);
    };
  }, [kind, microphone]);
  const { list } = devices;
  const found = chosen && findDevice(list, chosen);
  return {
    devices: list,
    chosen: found ?? chosen,
    away: chosen !== null && list.length > 0 && !found,
    choose(id) {
      const device = list.find((known) => known.id === id);
      choices.change({ [kind]: device ? { id: device.id, label: device.label } : null });
    },
  };
}
