import { describe, expect, it } from 'vitest';
import { hrefOf, parseRoute } from '../../../src/renderer/shell/route.ts';
import type { Route } from '../../../src/renderer/shell/route.ts';

const routes: Route[] = [
  { place: 'talk' },
  { place: 'servers' },
  { place: 'servers', adding: true },
  { place: 'servers', adding: true, like: 'a b/c' },
  { place: 'servers', server: 'my server/50% #1' },
  { place: 'servers', server: 'add' },
  { place: 'log' },
  { place: 'log', call: 'call-1' },
  { place: 'settings' },
  { place: 'settings', section: 'voice' },
  { place: 'settings', section: 'assistant', item: 'At home/50% #1' },
  { place: 'share' },
];

describe('places', () => {
  it('come back from their addresses', () => {
    expect(routes.map((route) => parseRoute(hrefOf(route)))).toEqual(routes);
  });

  it('are Talk for anything unknown, and survive broken escapes', () => {
    expect(['', '#', '#/nowhere', '#/servers/of/%E0'].map(parseRoute)).toEqual([
      { place: 'talk' },
      { place: 'talk' },
      { place: 'talk' },
      { place: 'servers', server: '%E0' },
    ]);
  });
});
