/**
 * Runs in the page before its own code: taps every remote audio track of every peer connection.
 *
 * `takeHeard()` gives what came since the last call: PCM16 mono at the track's rate (48 kHz), in base64.
 */
{
  const chunks = [];
  const tapped = new Set();

  globalThis.takeHeard = () => {
    let binary = '';
    for (const chunk of chunks.splice(0)) {
      for (const byte of new Uint8Array(chunk.buffer)) binary += String.fromCharCode(byte);
    }
    return btoa(binary);
  };

  const tap = async (track) => {
    const reader = new MediaStreamTrackProcessor({ track }).readable.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const samples = new Float32Array(value.numberOfFrames);
      value.copyTo(samples, { planeIndex: 0, format: 'f32-planar' });
      chunks.push(Int16Array.from(samples, (sample) => Math.max(-1, Math.min(1, sample)) * 32_767));
      value.close();
    }
  };

  globalThis.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration) {
      super(configuration);
      this.addEventListener('track', ({ track }) => {
        // A renegotiation fires the event again for a track that is there already.
        if (track.kind !== 'audio' || tapped.has(track.id)) return;
        tapped.add(track.id);
        void tap(track.clone());
      });
    }
  };
}
