/**
 * Measures how loud the microphone is, on the page's one AudioContext.
 *
 * Path: microphone.ts -> here -> level listeners (the ring around the button), and the silence check.
 * Always: measures a copy of the track, so that a closed gate does not look like a dead microphone.
 */

/** Level from 0 to 1 as the ring shows it, and the peak as it was measured. */
export interface Measurement {
  readonly level: number;
  readonly peak: number;
}

const measureEveryMs = 50;
/** The quietest the ring shows, in decibels below full scale. */
const floorDb = 55;

/** The loudness `rms` (0 to 1) as a part of the ring. */
export function toLevel(rms: number): number {
  if (rms <= 0) return 0;
  return Math.max(0, Math.min(1, 1 + (20 * Math.log10(rms)) / floorDb));
}

/** Measures `track` until the returned function is called. */
export function measureLevel(
  context: AudioContext,
  track: MediaStreamTrack,
  onMeasured: (measurement: Measurement) => void,
): () => void {
  const copy = track.clone();
  copy.enabled = true;
  const source = context.createMediaStreamSource(new MediaStream([copy]));
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  source.connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    if (context.state !== 'running') return;
    analyser.getFloatTimeDomainData(samples);
    let sum = 0;
    let peak = 0;
    for (const sample of samples) {
      sum += sample * sample;
      peak = Math.max(peak, Math.abs(sample));
    }
    onMeasured({ level: toLevel(Math.sqrt(sum / samples.length)), peak });
  }, measureEveryMs);
  return () => {
    clearInterval(timer);
    source.disconnect();
    copy.stop();
  };
}
