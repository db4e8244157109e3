/**
 * A call that returned what is no text: a picture, a sound, and a picture that is too large to be shown.
 */
import { toWaveFile } from '../../src/contract/index.ts';
import { mostMediaCharacters } from '../../src/renderer/log/result-parts.ts';
import { aCall } from './things.ts';

/** 160 × 100: sky, sun, hills. */
export const picture =
  'iVBORw0KGgoAAAANSUhEUgAAAKAAAABkBAMAAADzmCa8AAAAElBMVEWHtOaqzfD/1mZMhFg6aEbw8OtxTXTqAAABMklEQVR42u3V' +
  'UY7CMAwE0BE3YHsBxA0qcwN8/zOhslVJWzt2EvOz6/mE0cMmagpkMpnMP8vlviTaCxRX734LHjBsxM0LGvEzYNCIhRczYjRYbhyy' +
  'c4IJJvg3Lof4+zD8xo5/p+hvvWtnflbw+Hk3uIrXOFBJggkm+A2QtoSAtMswONExYyAJmfvBicglYsw7r43+dWURw95BxLi3/yMR' +
  '4O1ECCfvPQ5RBBmiyysQUF10eh8EtQe9wdsQVK8OakoJimtP1Ji5AIUhm703Au057+EWBKeT4t88ncKxDvn7JR7ucapD9TxDCnUo' +
  'v+cSpToqniWKddS8uijXUS3URKWOekEXtTqMgiaqdVgFWWQLZG4S2QKZm0Q2wAdzk8gGaHs70aiD2JenZ7wF5OAkmGCCCYp5ATH6' +
  'ZybnEQfdAAAAAElFTkSuQmCC';

const beep = toWaveFile(
  Int16Array.from({ length: 8_000 }, (_, at) => 8_000 * Math.sin(at / 3)),
  8_000,
);
const sound = btoa(String.fromCharCode(...new Uint8Array(beep)));

export const aMediaCall = aCall(6, {
  server: 'camera',
  tool: 'take_picture',
  arguments: '{"where":"garden"}',
  result:
    'The garden, just now.\n[An image (image/png, 393 bytes)]\n[A sound (audio/wav, 16 KB)]\n[An image (image/png, 2930 KB)]',
  durationMs: 640,
});

/** What the log has of it. */
export const aMediaResult = {
  content: [
    { type: 'text', text: 'The garden, just now.' },
    { type: 'image', data: picture, mimeType: 'image/png' },
    { type: 'audio', data: sound, mimeType: 'audio/wav' },
    { type: 'image', data: 'A'.repeat(mostMediaCharacters + 1), mimeType: 'image/png' },
  ],
};
