/**
 * The two short tones of push-to-talk: rising when it begins to listen, falling when it stops.
 *
 * Always: 90 ms at −18 dB (UI.md allows 120 ms), faded in and out so that they do not click.
 */

const cueSeconds = 0.09;
const cueGain = 10 ** (-18 / 20);
const pitchesHz = { start: [660, 880], stop: [660, 495] } as const;

export function playCue(context: AudioContext, cue: 'start' | 'stop'): void {
  if (context.state !== 'running') return;
  const [fromHz, toHz] = pitchesHz[cue];
  const tone = context.createOscillator();
  const gain = context.createGain();
  const begin = context.currentTime;
  tone.frequency.setValueAtTime(fromHz, begin);
  tone.frequency.linearRampToValueAtTime(toHz, begin + cueSeconds);
  gain.gain.setValueAtTime(0, begin);
  gain.gain.linearRampToValueAtTime(cueGain, begin + 0.015);
  gain.gain.linearRampToValueAtTime(0, begin + cueSeconds);
  tone.connect(gain).connect(context.destination);
  tone.start(begin);
  tone.stop(begin + cueSeconds);
}
