import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/contract/index.ts';
import { EventHub } from '../../../src/core/bridge/event-hub.ts';
import { SettingsService, settingsHandlers } from '../../../src/core/settings/settings-service.ts';
import { composeSettingsFile, parseSettings } from '../../../src/core/settings/parse-settings.ts';
import { Settings, defaultRoom } from '../../../src/contract/index.ts';
import { FakeSettingsStore } from '../../fakes/fake-stores.ts';

function aService(settings: unknown = {}): { store: FakeSettingsStore; service: SettingsService } {
  const store = new FakeSettingsStore(settings);
  return { store, service: new SettingsService({ store }) };
}

async function failureOf(promise: Promise<unknown>): Promise<{ code: string; message: string }> {
  const error = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AppError)) throw new Error(`no AppError but ${String(error)}`);
  return { code: error.code, message: error.message };
}

describe('SettingsService', () => {
  it('runs updates one after another, each on what the one before left', async () => {
    const { service } = aService();
    const add = (name: string) =>
      service.update((settings) => ({
        ...settings,
        mcpServers: { ...settings.mcpServers, [name]: { command: name } },
      }));
    await Promise.all(['a', 'b', 'c'].map(add));
    expect(Object.keys(service.current().mcpServers)).toEqual(['a', 'b', 'c']);
  });

  it('tells listeners once of an own change and once of another program’s', async () => {
    const { service, store } = aService();
    const heard: string[] = [];
    const stop = service.onChanged((current, previous) => heard.push(`${previous.talk.mode}>${current.talk.mode}`));
    await service.set('talk.mode', 'push-to-talk');
    store.changeOutside({});
    stop();
    await service.set('talk.mode', 'push-to-talk');
    expect(heard).toEqual(['hands-free>push-to-talk', 'push-to-talk>hands-free']);
  });

  it('goes on after a write that failed, with nothing changed by it', async () => {
    const { service, store } = aService();
    store.failNext = new AppError('settings/write-failed', 'The disk is full.');
    expect((await failureOf(service.set('talk.mode', 'push-to-talk'))).code).toBe('settings/write-failed');
    expect(service.get('talk.mode')).toBe('hands-free');
    await service.set('talk.mode', 'push-to-talk');
    expect(service.get('talk.mode')).toBe('push-to-talk');
  });

  it('names the nearest valid key for an unknown one', async () => {
    const { service } = aService({ mcpServers: { files: { command: 'x' } } });
    expect(() => service.get('talk.mood')).toThrow('There is no setting "talk.mood". Did you mean "talk.mode"?');
    expect(() => service.get('model')).toThrow('Did you mean "provider.model"?');
    expect(() => service.get('nosuch')).toThrow('There is no setting "nosuch". "parley settings get" shows those');
    expect(() => service.get('mcpServers.file')).toThrow('Did you mean "mcpServers.files"?');
    expect(() => service.get('constructor')).toThrow('There is no setting');
    expect((await failureOf(service.set('talk.mood', 'x'))).code).toBe('settings/unknown-key');
    expect((await failureOf(service.set('__proto__.polluted', 'x'))).code).toBe('settings/unknown-key');
    expect((await failureOf(service.set('mcpServers.__proto__.polluted', 'x'))).code).toBe('settings/unknown-key');
  });

  it('says in words what a value must be', async () => {
    const { service } = aService();
    expect(await failureOf(service.set('talk.mode', 'loud'))).toEqual({
      code: 'settings/bad-value',
      message: 'talk.mode must be "hands-free" or "push-to-talk", not "loud".',
    });
    expect((await failureOf(service.set('mcpServers.files', { args: [] }))).message).toBe(
      'mcpServers.files: A server needs either "command" (a local program) or "url" (an address), not both.',
    );
    expect((await failureOf(service.set('talk', { mode: 'hands-free', loud: 1 }))).message).toBe(
      'talk has the unknown key "loud".',
    );
  });

  it.each([
    ['provider.baseUrl', 'localhost:8000/v1', 'Begin it with http://, as in http://localhost:8000/v1.'],
    ['provider', { baseUrl: 'mailto:x' }, 'It begins with https:// or http://, as in https://api.openai.com/v1.'],
    ['pipeline.speech.baseUrl', 'https://ann:word@host.test/', 'take out what stands before the @.'],
    ['livekit.url', 'mine.livekit.cloud', 'Begin it with wss://, as in wss://mine.livekit.cloud.'],
  ])('[V3] refuses for %s what is no address, %j, and says what to write', async (key, value, advice) => {
    const { service } = aService();
    const { code, message } = await failureOf(service.set(key, value));
    expect({ code, message }).toEqual({
      code: 'settings/bad-value',
      message: expect.stringContaining(advice) as string,
    });
    expect(message).not.toContain('word@');
    expect(service.current()).toEqual(Settings.parse({}));
  });

  it('reads a text as JSON only where the text itself does not fit', async () => {
    const { service } = aService({ mcpServers: { 'my.files': { command: 'x' } } });
    expect((await service.set('provider.baseUrl', 'null')).stored).toBeNull();
    expect((await service.set('mcpServers.my.files.enabled', 'false')).stored).toBe(false);
    expect((await service.set('provider.model', '5')).stored).toBe('5');
  });

  it('publishes settings.changed with the state for late subscribers', async () => {
    const { service } = aService();
    const events = new EventHub();
    const handlers = settingsHandlers({ settings: service, events, ownerSets: (_key, set) => set() });
    const caller = { connectionId: 'c', role: 'owner', room: defaultRoom, identity: null } as const;
    const heard: unknown[] = [];
    events.listen('settings.changed', caller, (message) =>
      heard.push(message.type === 'event' && message.payload.talk.mode),
    );
    const context = { caller, signal: new AbortController().signal };
    expect(await handlers['settings.set']({ key: 'talk.mode', value: 'push-to-talk' }, context)).toBe('push-to-talk');
    expect(heard).toEqual(['push-to-talk']);
    expect(events.state('settings.changed', caller)).toMatchObject({
      seq: 1,
      state: { talk: { mode: 'push-to-talk' } },
    });
  });
});

describe('parseSettings', () => {
  it('skips unknown keys by name and keeps the rest', () => {
    expect(parseSettings({ colour: 'red', talk: { mode: 'push-to-talk', loud: 1 } })).toMatchObject({
      status: 'usable',
      settings: { talk: { mode: 'push-to-talk' } },
      unknownKeys: ['talk.loud', 'colour'],
    });
  });

  it('refuses a value that does not fit, in words', () => {
    expect(parseSettings({ talk: { mode: 1 } })).toEqual({
      status: 'bad',
      words: 'talk.mode must be "hands-free" or "push-to-talk", not 1.',
    });
    expect(parseSettings([])).toEqual({ status: 'bad', words: 'The whole must be an object {…}, not a list.' });
    expect(parseSettings(null)).toMatchObject({ status: 'bad' });
  });
});

describe('composeSettingsFile', () => {
  it('keeps order and unknown keys, and leaves defaults to the defaults', () => {
    const previous = { colour: 'red', talk: { loud: 1, mode: 'hands-free' }, mcpServers: { gone: { command: 'x' } } };
    const settings = Settings.parse({
      talk: { mode: 'hands-free', brain: 'pipeline' },
      mcpServers: { files: { command: 'y', own: 1 } },
    });
    expect(JSON.stringify(composeSettingsFile(settings, previous))).toBe(
      '{"colour":"red","talk":{"loud":1,"mode":"hands-free","brain":"pipeline"},"mcpServers":{"files":{"command":"y","own":1}}}',
    );
  });

  it('reads back as what was written', () => {
    const settings = Settings.parse({ provider: { voice: 'cedar' }, log: { level: 'debug' } });
    expect(parseSettings(composeSettingsFile(settings, undefined))).toMatchObject({ status: 'usable', settings });
  });
});
