import { afterAll, beforeAll, expect, test } from 'vitest';
import { Heard, aConnector, limits, rawServer, sdkServer } from './connect.ts';

let rig: ReturnType<typeof aConnector>;
beforeAll(() => {
  rig = aConnector();
});
afterAll(() => rig.close());

const open = (entry: ReturnType<typeof sdkServer>, heard = new Heard(), timeoutMs = 10_000) =>
  rig.connector.connect({ name: 'fixture', entry }, heard, limits(timeoutMs));

test.each([
  ['modern', '2026-07-28'],
  ['both', '2026-07-28'],
  ['legacy', 'legacy'],
])('[M2] a %s server is spoken to in the era %s, and its answer arrives as it was given', async (era, expected) => {
  const secret = `amber-${Math.random()}`;
  const connection = await open(sdkServer('--era', era, '--secret', secret));
  expect(connection.era).toBe(expected);
  expect(connection.version).toBe('3.2.1');
  expect(connection.tools.map((tool) => tool.name)).toContain('secret');
  const result = await connection.callTool('secret', {}, limits());
  expect(result).toMatchObject({ content: [{ type: 'text', text: secret }], structuredContent: { secret } });
  await connection.close();
});

test('[M4] a server that ends when probed is greeted the old way', async () => {
  const connection = await open(rawServer('exit-on-probe'));
  expect(connection.era).toBe('legacy');
  await connection.close();
});
