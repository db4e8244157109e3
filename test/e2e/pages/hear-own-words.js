/* Runs in the page before its own code: listens to what its microphone captures, also while the page sends nothing of it. */
{
  const loud = 0.01;
  /** A longer silence than there is within a sentence, in the sound's own time. */
  const pauseMs = 1_000;
  const waiting = new Set();

  /** Resolves when the microphone's words have ended. */
  globalThis.wordsSpoken = () => new Promise((resolve) => waiting.add(resolve));

  const listen = async (track) => {
    const reader = new MediaStreamTrackProcessor({ track }).readable.getReader();
    let spoke = false;
    let quietMs = 0;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const samples = new Float32Array(value.numberOfFrames);
      value.copyTo(samples, { planeIndex: 0, format: 'f32-planar' });
      const isLoud = samples.some((sample) => Math.abs(sample) > loud);
      quietMs = isLoud ? 0 : quietMs + (value.numberOfFrames / value.sampleRate) * 1_000;
      spoke ||= isLoud;
      value.close();
      if (!spoke || quietMs < pauseMs) continue;
      spoke = false;
      for (const resolve of waiting) resolve();
      waiting.clear();
    }
  };

  const { mediaDevices } = navigator;
  const open = mediaDevices?.getUserMedia.bind(mediaDevices);
  if (open)
    mediaDevices.getUserMedia = async (constraints) => {
      const stream = await open(constraints);
      for (const track of stream.getAudioTracks()) void listen(track.clone());
      return stream;
    };
}
