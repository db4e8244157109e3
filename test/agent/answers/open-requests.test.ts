import { describe, expect, it } from 'vitest';
import { OpenRequests } from '../../../src/agent/answers/open-requests.ts';
import type { ServerEvent } from '../../../src/agent/framework-internals.ts';

const create = (id: string) => ({ type: 'response.create', event_id: id });
const done = (id: string): ServerEvent => ({ type: 'response.done', response: { metadata: { client_event_id: id } } });

function asked(...ids: readonly string[]): OpenRequests {
  const requests = new OpenRequests();
  for (const id of ids) requests.sent(create(id));
  return requests;
}

describe('[V5] what a session was asked for', () => {
  it('is open until each response has ended', () => {
    const requests = asked('one', 'two');
    requests.received(done('one'));
    expect(requests.any).toBe(true);
    requests.received(done('two'));
    expect(requests.any).toBe(false);
  });

  it('is not finished by anything else that is sent or comes', () => {
    const requests = asked('one');
    requests.sent({ type: 'response.cancel' });
    requests.received({ type: 'response.created', response: { metadata: { client_event_id: 'one' } } });
    requests.received({ type: 'error', error: { event_id: null } });
    expect(requests.any).toBe(true);
  });

  it.each([
    ['is refused', { type: 'error', error: { event_id: 'one' } }],
    ['ends at a service that does not say which', { type: 'response.done', response: { metadata: null } }],
  ] satisfies [string, ServerEvent][])('is nothing where the only response %s', (_how, event) => {
    const requests = asked('one');
    requests.received(event);
    expect(requests.any).toBe(false);
  });

  it('is nothing once it is forgotten', () => {
    const requests = asked('one');
    requests.forget();
    expect(requests.any).toBe(false);
  });

  it.each([
    ['is gone', { type: 'conversation.item.deleted', item_id: 'item' }],
    ['could not be taken away', { type: 'error', error: { event_id: 'two' } }],
  ] satisfies [string, ServerEvent][])('is open until an item %s', (_how, event) => {
    const requests = asked();
    requests.sent({ type: 'conversation.item.delete', event_id: 'two', item_id: 'item' });
    requests.received({ type: 'conversation.item.deleted', item_id: 'another' });
    expect(requests.any).toBe(true);
    requests.received(event);
    expect(requests.any).toBe(false);
  });
});
