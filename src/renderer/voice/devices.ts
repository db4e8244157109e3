/**
 * The sound devices of this machine as the browser lists them, and which of them is meant. Pure but for the asking.
 *
 * Always: `default` and `communications`, which Chromium lists beside the real ones, are no devices of their own.
 */
import type { ChosenDevice } from './sound-choice.ts';

export type DeviceKind = 'microphone' | 'speaker';

export interface Device {
  readonly id: string;
  readonly label: string;
}

export interface Devices {
  readonly list: readonly Device[];
  /** Tells one default device from another; '' while the browser keeps its devices to itself. */
  readonly defaultMark: string;
}

export const noDevices: Devices = { list: [], defaultMark: '' };

type Listed = Pick<MediaDeviceInfo, 'kind' | 'deviceId' | 'groupId' | 'label'>;
const browserKinds = { microphone: 'audioinput', speaker: 'audiooutput' } as const;
const aliases: ReadonlySet<string> = new Set(['default', 'communications']);

export function toDevices(listed: readonly Listed[], kind: DeviceKind): Devices {
  const known = listed.filter((device) => device.kind === browserKinds[kind] && device.deviceId !== '');
  // Where there is no entry named default, the first is (the specification's order).
  const chief = known.find(({ deviceId }) => deviceId === 'default') ?? known[0];
  return {
    list: known
      .filter(({ deviceId }) => !aliases.has(deviceId))
      .map(({ deviceId, label }) => ({ id: deviceId, label })),
    defaultMark: chief ? `${chief.groupId} ${chief.label}` : '',
  };
}

/** The chosen device among those there are: by its id, else by its label where only one has it. */
export function findDevice(list: readonly Device[], chosen: ChosenDevice): Device | null {
  const same = list.find(({ id }) => id === chosen.id);
  if (same) return same;
  const alike = list.filter(({ label }) => label !== '' && label === chosen.label);
  return alike.length === 1 ? (alike[0] ?? null) : null;
}

export function isSameList(one: Devices, other: Devices): boolean {
  const ids = (devices: Devices): string => devices.list.map(({ id }) => id).join(' ');
  return one.defaultMark === other.defaultMark && ids(one) === ids(other);
}

export async function listDevices(media: MediaDevices, kind: DeviceKind): Promise<Devices> {
  return toDevices(await media.enumerateDevices(), kind);
}
