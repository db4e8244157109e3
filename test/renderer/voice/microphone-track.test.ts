/**
 * The SDK itself, with a track that stands for a captured one: a closed gate stays closed.
 */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { toMicrophoneTrack } from '../../../src/renderer/voice/microphone-track.ts';

/** What the SDK asks of a track. */
class CapturedTrack extends EventTarget {
  readonly kind = 'audio';
  readonly id = 'captured';
  readonly readyState = 'live';
  enabled = false;
  getConstraints = () => ({});
  getSettings = () => ({});
  stop = () => undefined;
}

beforeEach(() => vi.stubGlobal('MediaStream', class {}));
afterEach(() => vi.unstubAllGlobals());

/** Whatever the SDK still has to do at once is done. */
const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

it.each([false, true])(
  '[V4] is open: %s, as the gate is, when it is handed on to be published, and stays so',
  async (open) => {
    const captured = new CapturedTrack();
    await toMicrophoneTrack(captured as unknown as MediaStreamTrack, () => open);
    expect(captured.enabled).toBe(open);
    await settled();
    expect(captured.enabled).toBe(open);
  },
);

it('[V4] goes by the gate as it is then, where a key is pressed meanwhile', async () => {
  const captured = new CapturedTrack();
  let open = false;
  const made = toMicrophoneTrack(captured as unknown as MediaStreamTrack, () => open);
  open = true;
  await made;
  expect(captured.enabled).toBe(true);
});
