import { describe, expect, it } from 'vitest';
import { toLevel } from '../../../src/renderer/voice/level-meter.ts';
import { toMicrophoneProblem } from '../../../src/renderer/voice/microphone-problem.ts';
import { allowedIn, microphoneWords } from '../../../src/renderer/voice/microphone-words.ts';

const failure = (name: string): Error => Object.assign(new Error(name), { name });

describe('[V8] what is wrong with a microphone', () => {
  it('is told from what the browser throws', () => {
    const names = ['NotAllowedError', 'NotFoundError', 'OverconstrainedError', 'NotReadableError', 'TypeError'];
    expect(names.map((name) => toMicrophoneProblem(failure(name)))).toEqual([
      'denied',
      'missing',
      'missing',
      'busy',
      'failed',
    ]);
  });

  it('is mended in another place in each browser and on each system', () => {
    const agents = {
      electronMac:
        'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Parley/0.1.0 Chrome/146.0.0.0 Electron/45.4.1 Safari/537.36',
      electronWindows:
        'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Parley/0.1.0 Chrome/146.0.0.0 Electron/45.4.1 Safari/537.36',
      electronLinux: 'Mozilla/5.0 (X11; Linux x86_64) Parley/0.1.0 Chrome/146.0.0.0 Electron/45.4.1 Safari/537.36',
      ios: 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Mobile/15E148 Safari/604.1',
      android: 'Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/146.0.0.0 Mobile Safari/537.36',
      safari: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/19.0 Safari/605.1.15',
      firefox: 'Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0',
      chromium: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/146.0.0.0 Safari/537.36',
    };
    expect(Object.values(agents).map(allowedIn)).toEqual(Object.keys(agents));
    expect(microphoneWords('denied', agents.firefox)).toBe('problems.microphone.deniedIn.firefox');
    expect(microphoneWords('away', agents.firefox)).toBe('problems.microphone.away');
  });

  it('shows a level between nothing and all', () => {
    expect([toLevel(0), toLevel(1e-9), toLevel(1)]).toEqual([0, 0, 1]);
    expect(toLevel(0.05)).toBeCloseTo(0.527, 2);
  });
});
