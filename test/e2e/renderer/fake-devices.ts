/**
 * A machine whose sound devices come and go: takes the place of the browser's MediaDevices inside the page.
 *
 * Always: a device that is pulled out ends its tracks and is announced, as the browser does it; opening one that is not
 * there fails as the browser's does.
 */
import type { Page } from 'playwright';

/** Runs in the page before everything else; `silent-…` gives digital silence, others a tone. */
const script = `{
  const machine = { inputs: [], outputs: [], tracks: [], asked: [], denied: false };
  const context = new AudioContext();
  const media = navigator.mediaDevices;
  const listed = () => [
    ...[machine.inputs[0] && { ...machine.inputs[0], id: 'default' }, ...machine.inputs]
      .filter(Boolean).map((device) => ({ kind: 'audioinput', ...device })),
    ...machine.outputs.map((device) => ({ kind: 'audiooutput', ...device })),
  ].map(({ kind, id, label }) => ({ kind, deviceId: id, label, groupId: label }));
  media.enumerateDevices = () => Promise.resolve(listed());
  media.getUserMedia = ({ audio }) => {
    machine.asked.push(audio);
    if (machine.denied) return Promise.reject(new DOMException('no', 'NotAllowedError'));
    const wanted = audio.deviceId?.exact;
    const device = machine.inputs.find(({ id }) => wanted === undefined || id === wanted);
    if (!device) return Promise.reject(new DOMException('none', 'NotFoundError'));
    const destination = context.createMediaStreamDestination();
    const tone = context.createOscillator();
    const gain = context.createGain();
    gain.gain.value = device.id.startsWith('silent') ? 0 : 0.5;
    tone.connect(gain).connect(destination);
    tone.start();
    const [track] = destination.stream.getAudioTracks();
    machine.tracks.push({ id: device.id, track });
    return Promise.resolve(destination.stream);
  };
  const announce = () => media.dispatchEvent(new Event('devicechange'));
  machine.set = (inputs, outputs) => {
    machine.inputs = inputs;
    machine.outputs = outputs;
    for (const { id, track } of machine.tracks.filter(({ id }) => !inputs.some((input) => input.id === id))) {
      if (track.readyState === 'ended') continue;
      track.stop();
      track.dispatchEvent(new Event('ended'));
    }
    announce();
  };
  window.machine = machine;
}`;

export interface FakeDevice {
  readonly id: string;
  readonly label: string;
}

export class FakeDevices {
  readonly #page: Page;

  private constructor(page: Page) {
    this.#page = page;
  }

  /** For the page's next load. */
  static async plugInto(
    page: Page,
    inputs: readonly FakeDevice[],
    outputs: readonly FakeDevice[] = [],
  ): Promise<FakeDevices> {
    await page.addInitScript(`${script}; window.machine.set(${JSON.stringify(inputs)}, ${JSON.stringify(outputs)});`);
    await page.reload();
    return new FakeDevices(page);
  }

  /** What is plugged in from now on; the first input is the default. */
  async set(inputs: readonly FakeDevice[], outputs: readonly FakeDevice[] = []): Promise<void> {
    await this.#page.evaluate(`window.machine.set(${JSON.stringify(inputs)}, ${JSON.stringify(outputs)})`);
  }

  async deny(denied: boolean): Promise<void> {
    await this.#page.evaluate(`window.machine.denied = ${denied}`);
  }

  /** The devices that were opened, oldest first. */
  opened(): Promise<string[]> {
    return this.#page.evaluate('window.machine.tracks.map(({ id }) => id)');
  }

  /** What was last asked of the browser. */
  lastAsked(): Promise<Record<string, unknown>> {
    return this.#page.evaluate('window.machine.asked.at(-1)');
  }

  /** Whether what the room was given is the last capture, alive, and all before it are ended. */
  isPublished(): Promise<boolean> {
    return this.#page.evaluate(`(() => {
      const tracks = window.machine.tracks.map(({ track }) => track);
      return window.fixture.rooms.length === 1 && window.fixture.rooms[0].published === tracks.at(-1)
        && tracks.at(-1).readyState === 'live' && tracks.slice(0, -1).every((track) => track.readyState === 'ended');
    })()`);
  }
}
