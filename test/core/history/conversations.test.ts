/**
 * Which conversation a turn belongs to, what a restarted host still knows, and the owner's looking, exporting, deleting.
 */
import { describe, expect, it } from 'vitest';
import { AppError, ConversationId, defaultRoom, RoomName, Settings } from '../../../src/contract/index.ts';
import type { Turn } from '../../../src/contract/index.ts';
import { EventHub } from '../../../src/core/bridge/event-hub.ts';
import { conversationGapMs, Conversations, historyHandlers } from '../../../src/core/history/conversations.ts';
import { exportConversation } from '../../../src/core/history/export-conversation.ts';
import { aTurn } from '../../adapters/sqlite/records.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { FakeConversationStore } from '../../fakes/fake-stores.ts';
import { FakeIds, FakeLogger } from '../../fakes/fake-system.ts';

const context = { caller: null as never, signal: new AbortController().signal };
const minute = 60_000;
/** What a fake clock shows at first. */
const start = new FakeClock().nowMs();

function aHost(store = new FakeConversationStore(), atMs = 0) {
  const clock = new FakeClock();
  void clock.advance(atMs);
  const hub = new EventHub();
  const ids = new FakeIds();
  // Another host's ids are none of the earlier one's.
  store.saved.forEach(() => ids.id());
  const logger = new FakeLogger();
  const settings = { keep: true };
  const told: unknown[] = [];
  const owner = { connectionId: 'c', role: 'owner' as const, room: defaultRoom, identity: null };
  hub.listen('history.changed', owner, (message) => told.push(message));
  const conversations = new Conversations({
    store,
    clock,
    ids,
    hub,
    logger,
    settings: () => Settings.parse({ history: settings }),
    knownSecrets: () => ['sk-canary-123'],
  });
  const handlers = historyHandlers({ store, conversations });
  const say = async (room: RoomName, ...turns: Turn[]): Promise<void> => {
    for (const turn of turns) conversations.save(room, turn);
    await conversations.resume(room);
  };
  return { clock, store, settings, conversations, handlers, told, logger, say };
}

describe('Conversations', () => {
  it('[V15] gathers a room’s turns until it was silent for half an hour', async () => {
    const host = aHost();
    await host.say(defaultRoom, aTurn({ id: 'a', startedAtMs: 0, text: '  What is\n in my folder?' }));
    await host.say(RoomName.parse('kitchen'), aTurn({ id: 'k', startedAtMs: 1 }));
    await host.say(
      defaultRoom,
      aTurn({ id: 'b', startedAtMs: 29 * minute }),
      aTurn({ id: 'c', startedAtMs: 58 * minute }),
      aTurn({ id: 'd', startedAtMs: 88 * minute }),
    );
    const byConversation = host.store.saved.map(({ conversation, turn }) => `${conversation} ${turn.id}`);
    expect(byConversation).toEqual(['id-1 a', 'id-2 k', 'id-1 b', 'id-1 c', 'id-3 d']);
    const listed = await host.handlers['history.list']({}, context);
    expect(listed.map(({ title }) => title)).toEqual(['hello', 'hello', 'What is in my folder?']);
  });

  it('[V15] goes on with a recent conversation after a restart, and not with an old one', async () => {
    const before = aHost();
    await before.say(
      defaultRoom,
      aTurn({ id: 'a', startedAtMs: start + minute }),
      aTurn({ id: 'b', startedAtMs: start + 2 * minute }),
    );
    const soon = aHost(before.store, 2 * minute + conversationGapMs - 1);
    expect((await soon.conversations.resume(defaultRoom)).map(({ id }) => id)).toEqual(['a', 'b']);
    await soon.say(defaultRoom, aTurn({ id: 'c', startedAtMs: start + 10 * minute }));
    expect(new Set(before.store.saved.map(({ conversation }) => conversation)).size).toBe(1);
    const late = aHost(before.store, 10 * minute + conversationGapMs);
    await expect(late.conversations.resume(defaultRoom)).resolves.toEqual([]);
  });

  it.each(['the running one', 'all'])('[V15] brings nothing of a deleted conversation back: %s', async (which) => {
    const host = aHost();
    const kitchen = RoomName.parse('kitchen');
    await host.say(defaultRoom, aTurn({ id: 'a', startedAtMs: start }));
    await host.say(kitchen, aTurn({ id: 'k', startedAtMs: start }));
    host.clock.advance(minute);
    const id = ConversationId.parse(host.store.saved[0]?.conversation);
    await host.handlers['history.delete'](which === 'all' ? { all: true } : { id }, context);
    await host.say(defaultRoom, aTurn({ id: 'a', startedAtMs: start, text: 'hello, only half heard' }));
    await host.say(defaultRoom, aTurn({ id: 'b', startedAtMs: start + 2 * minute }));
    await host.say(kitchen, aTurn({ id: 'l', startedAtMs: start + 2 * minute }));
    const inKitchen = which === 'all' ? ['l'] : ['k', 'l'];
    const turns = host.store.saved.map(({ conversation, turn }) => [conversation === id, turn.id]);
    expect(turns.filter(([isDeleted]) => isDeleted)).toEqual([]);
    expect(host.store.saved.filter(({ room }) => room === defaultRoom).map(({ turn }) => turn.id)).toEqual(['b']);
    expect(host.store.saved.filter(({ room }) => room === kitchen).map(({ turn }) => turn.id)).toEqual(inKitchen);
  });

  it('[V15] tells which room’s present conversation is deleted, until when an older one went, or that all are', async () => {
    const host = aHost();
    const told: unknown[] = [];
    host.conversations.onForgotten((...which) => told.push(which));
    await host.say(defaultRoom, aTurn({ id: 'a', startedAtMs: start }));
    await host.say(defaultRoom, aTurn({ id: 'b', startedAtMs: start + conversationGapMs }));
    const [older, present] = host.store.saved.map(({ conversation }) => ConversationId.parse(conversation));
    if (!older || !present) throw new Error('Two conversations were stored.');
    await host.handlers['history.delete']({ id: older }, context);
    expect(told).toEqual([[defaultRoom, start]]);
    await host.handlers['history.delete']({ id: present }, context);
    await host.handlers['history.delete']({ all: true }, context);
    expect(told.slice(1)).toEqual([
      [defaultRoom, null],
      [null, null],
    ]);
  });

  it('[R3] [V15] begins another conversation after the talk was ended for all', async () => {
    const host = aHost();
    await host.say(defaultRoom, aTurn({ id: 'a', startedAtMs: start }));
    host.conversations.end(defaultRoom);
    await host.say(defaultRoom, aTurn({ id: 'b', startedAtMs: start + 1 }));
    expect(new Set(host.store.saved.map(({ conversation }) => conversation)).size).toBe(2);
  });

  it('[R3] [V15] does not go on after a restart with what was ended for all, and keeps it in the list', async () => {
    const host = aHost();
    await host.say(defaultRoom, aTurn({ id: 'a', startedAtMs: start }));
    host.conversations.end(defaultRoom);
    await host.conversations.resume(defaultRoom);
    const restarted = aHost(host.store, minute);
    await expect(restarted.conversations.resume(defaultRoom)).resolves.toEqual([]);
    await restarted.say(defaultRoom, aTurn({ id: 'b', startedAtMs: start + minute }));
    const again = aHost(host.store, 2 * minute);
    expect((await again.conversations.resume(defaultRoom)).map(({ id }) => id)).toEqual(['b']);
    expect(await again.handlers['history.list']({}, context)).toHaveLength(2);
  });

  it('[R3] [V15] ends also what a restarted host has yet to read', async () => {
    const host = aHost();
    await host.say(defaultRoom, aTurn({ id: 'a', startedAtMs: start }));
    const restarted = aHost(host.store, minute);
    restarted.conversations.end(defaultRoom);
    await restarted.say(defaultRoom, aTurn({ id: 'b', startedAtMs: start + minute }));
    expect(new Set(host.store.saved.map(({ conversation }) => conversation)).size).toBe(2);
  });

  it('[V15] stores and reads back nothing while it is switched off', async () => {
    const host = aHost();
    await host.say(defaultRoom, aTurn({ id: 'a' }));
    const off = aHost(host.store);
    off.settings.keep = false;
    await off.say(defaultRoom, aTurn({ id: 'b' }));
    await expect(off.conversations.resume(defaultRoom)).resolves.toEqual([]);
    expect(host.store.saved.map(({ turn }) => turn.id)).toEqual(['a']);
  });

  it('[S30] takes known secrets out of what is kept', async () => {
    const host = aHost();
    await host.say(defaultRoom, aTurn({ text: 'my key is sk-canary-123' }));
    expect(JSON.stringify(host.store.saved)).not.toContain('canary');
  });

  it('goes on without a past where the database cannot be read', async () => {
    const host = aHost();
    host.store.failNext = new AppError('history/unavailable', 'The disk is gone.');
    await expect(host.conversations.resume(defaultRoom)).resolves.toEqual([]);
    await host.say(defaultRoom, aTurn({ id: 'a' }));
    expect(host.store.saved).toHaveLength(1);
  });

  it('tells windows of many turns once a second', async () => {
    const host = aHost();
    await host.say(defaultRoom, aTurn({ id: 'a' }), aTurn({ id: 'b' }));
    host.clock.advance(1_000);
    expect(host.told).toHaveLength(1);
    await host.say(defaultRoom, aTurn({ id: 'c' }));
    host.clock.advance(1_000);
    expect(host.told).toHaveLength(2);
  });
});

describe('history methods', () => {
  it('[V15] deletes one or all, and says which it does not know', async () => {
    const host = aHost();
    await host.say(defaultRoom, aTurn({ id: 'a', startedAtMs: 0 }), aTurn({ id: 'b', startedAtMs: 60 * minute }));
    const id = ConversationId.parse('id-1');
    await expect(host.handlers['history.delete']({ id }, context)).resolves.toEqual({ deleted: 1 });
    for (const method of ['history.show', 'history.delete'] as const) {
      await expect(host.handlers[method]({ id }, context)).rejects.toMatchObject({
        code: 'history/unknown-conversation',
      });
    }
    await expect(host.handlers['history.delete']({ all: true }, context)).resolves.toEqual({ deleted: 1 });
    expect(host.store.saved).toEqual([]);
  });

  it('[V15] exports as Markdown that shows words as words, and as JSON', async () => {
    const host = aHost();
    const assistant = { kind: 'assistant', identity: 'agent-main', name: 'Parley' };
    await host.say(
      defaultRoom,
      aTurn({ id: 'a', text: 'Read ![x](http://evil.test/p) <b>now</b>\n# please' }),
      aTurn({ id: 'b', speaker: assistant, text: 'It says', interrupted: true }),
    );
    const kept = await host.handlers['history.show']({ id: ConversationId.parse('id-1') }, context);
    const { fileName, text } = exportConversation(kept, 'markdown');
    expect(fileName).toMatch(/^parley-\d{4}-\d\d-\d\d-\d{4}-read-x-http-evil-test-p\.md$/);
    expect(text).toMatch(
      /^\*\*Ada\*\* \(\d\d:\d\d\): Read !\\\[x\\\]\(http:\/\/evil\.test\/p\) \\<b\\>now\\<\/b\\> # please$/m,
    );
    expect(text).toMatch(/^\*\*Parley\*\* \(\d\d:\d\d\): It says _\(interrupted\)_$/m);
    const json = exportConversation(kept, 'json');
    expect(json).toMatchObject({ mediaType: 'application/json' });
    expect(JSON.parse(json.text)).toEqual(kept);
  });
});
