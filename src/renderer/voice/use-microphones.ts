import { useEffect, useState } from 'react';
import type { Microphone } from './microphone.ts';

export interface Microphones {
  readonly devices: readonly MediaDeviceInfo[];
  readonly chosen: string | null;
  choose(deviceId: string | null): void;
}

/** The microphones of this machine, kept current while devices come and go. */
export function useMicrophones(microphone: Microphone): Microphones {
  const [devices, setDevices] = useState<readonly MediaDeviceInfo[]>([]);
  const [chosen, setChosen] = useState(microphone.deviceId);
  useEffect(() => {
    const media = navigator.mediaDevices as MediaDevices | undefined;
    if (!media) return;
    let gone = false;
    const list = async (): Promise<void> => {
      const all = await media.enumerateDevices();
      const inputs = all.filter(
        ({ kind, deviceId }) => kind === 'audioinput' && deviceId !== '' && deviceId !== 'default',
      );
      if (!gone) setDevices(inputs);
    };
    const refresh = (): void => void list();
    refresh();
    media.addEventListener('devicechange', refresh);
    return () => {
      gone = true;
      media.removeEventListener('devicechange', refresh);
    };
  }, []);
  const choose = (deviceId: string | null): void => {
    setChosen(deviceId);
    microphone.choose(deviceId);
  };
  return { devices, chosen, choose };
}
