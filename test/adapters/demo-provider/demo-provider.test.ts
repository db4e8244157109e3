/**
 * The demo's provider process: what happens when it cannot be started or ends by itself.
 */
import { expect, it } from 'vitest';
import { ProcessDemoProvider } from '../../../src/adapters/demo-provider/demo-provider.ts';
import { FakeKeeper } from '../../fakes/fake-keeper.ts';
import { FakeLogger } from '../../fakes/fake-system.ts';

const aProvider = (node: string, program: string): ProcessDemoProvider =>
  new ProcessDemoProvider({
    node,
    program,
    sampleFolder: '/nowhere/sample',
    cacheFolder: '/nowhere/cache',
    environment: process.env,
    keeper: new FakeKeeper(),
    logger: new FakeLogger(),
  });

it('says so when its program cannot be started, and can be stopped all the same', async () => {
  const provider = aProvider('/no/such/node', 'x.js');
  await expect(provider.start()).rejects.toMatchObject({ code: 'provider/unreachable' });
  await expect(provider.stop()).resolves.toBeUndefined();
});

it('says so when it ends before it is ready', async () => {
  const provider = aProvider(process.execPath, '/no/such/program.js');
  await expect(provider.start()).rejects.toMatchObject({ code: 'provider/unreachable' });
  await provider.stop();
});
