/**
 * What counts as an address, and what is said of a text that is none.
 */
import { describe, expect, it } from 'vitest';
import { livekitAddressMistake, providerAddressMistake } from '../../src/contract/index.ts';

describe('the address of a provider', () => {
  it.each([
    'https://api.openai.com/v1',
    ' http://localhost:8000/v1 ',
    'HTTP://127.0.0.1:1',
    'http://[::1]:8000/v1',
    'https://münchen.test/v1',
    'http://llm',
  ])('[V3] is %s', (text) => {
    expect(providerAddressMistake(text)).toBeNull();
  });

  it.each([
    ['localhost:8000/v1', 'http://localhost:8000/v1'],
    ['192.168.1.5:8000', 'http://192.168.1.5:8000'],
    ['172.20.0.7:8000', 'http://172.20.0.7:8000'],
    ['203.0.113.7:8443/v1', 'https://203.0.113.7:8443/v1'],
    ['172.32.0.7:8000', 'https://172.32.0.7:8000'],
    ['llm:8000/v1', 'http://llm:8000/v1'],
    ['[::1]:8000/v1', 'http://[::1]:8000/v1'],
    ['box.local/v1', 'http://box.local/v1'],
    ['api.openai.com/v1', 'https://api.openai.com/v1'],
  ])('[V3] without its beginning, %s, is answered with the whole, %s', (text, whole) => {
    const start = whole.slice(0, whole.indexOf('//') + 2);
    const words = `"${text}" is not a whole address. Begin it with ${start}, as in ${whole}.`;
    expect(providerAddressMistake(text)).toBe(words);
  });

  it.each([
    '',
    'nowhere',
    'a b.test',
    'https://',
    'https://a b',
    'http:host',
    'ftp://host',
    'ws://host',
    'https://h\nx',
  ])('[V3] is not %j', (text) => {
    expect(providerAddressMistake(text)).toContain(
      `"${text}" is not the address of a provider. It begins with https://`,
    );
  });

  it.each(['https://ann:word@host/', 'http://word@host', 'ann:word@host/v1', 'ftp://ann:word@host', 'mailto:ann@word'])(
    '[V3] [S30] quotes nothing of %s, which may hold a password',
    (text) => {
      const mistake = providerAddressMistake(text);
      expect(mistake).not.toBeNull();
      expect(mistake).not.toContain('word@');
      expect(mistake).not.toContain('@word');
    },
  );
});

describe('the address of a LiveKit', () => {
  it.each(['wss://mine.livekit.cloud', 'ws://localhost:7880', 'https://mine.test', 'http://127.0.0.1:7880'])(
    '[R6] is %s',
    (text) => {
      expect(livekitAddressMistake(text)).toBeNull();
    },
  );

  it('[R6] is answered with the whole where its beginning is missing, and with an example elsewhere', () => {
    expect(livekitAddressMistake('localhost:7880')).toContain('Begin it with ws://, as in ws://localhost:7880.');
    expect(livekitAddressMistake('mine.livekit.cloud')).toContain(
      'Begin it with wss://, as in wss://mine.livekit.cloud.',
    );
    expect(livekitAddressMistake('ftp://mine.test')).toContain('as in wss://your-project.livekit.cloud.');
  });
});
