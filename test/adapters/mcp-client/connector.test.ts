import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Heard, aConnector, limits, node, rawServer, sdkServer } from './connect.ts';
import type { TestStep } from '../../../src/contract/index.ts';

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

test('[M6] the steps of a start are told as they pass, up to the one that failed', async () => {
  const stepsOf = async (entry: ReturnType<typeof sdkServer>): Promise<string[]> => {
    const steps: string[] = [];
    const onStep = (step: TestStep): void => void steps.push(toText(step));
    const opened = rig.connector.connect({ name: 'fixture', entry }, new Heard(), { ...limits(), onStep });
    await opened.then(
      (connection) => connection.close(),
      () => steps.push('failed'),
    );
    return steps;
  };
  const toText = (step: TestStep): string => {
    if (step.step === 'found') return `found ${step.program}`;
    if (step.step === 'started') return step.pid > 0 ? 'started' : 'started without a process';
    return step.step === 'answered' ? `answered ${step.era} ${step.version}` : `listed ${step.tools > 0}`;
  };
  const begun = [`found ${node}`, 'started'];
  expect(await stepsOf(sdkServer('--era', 'both'))).toEqual([...begun, 'answered 2026-07-28 3.2.1', 'listed true']);
  expect(await stepsOf(rawServer('crash-at-start'))).toEqual([...begun, ...begun, 'failed']);
  expect(await stepsOf({ command: 'no-such-program' })).toEqual(['failed']);
});

test('[M4] a server that ends when probed is greeted the old way', async () => {
  const connection = await open(rawServer('exit-on-probe'));
  expect(connection.era).toBe('legacy');
  await connection.close();
});

test('[M4] a server that ends by itself is started again for the probe only while that may be why', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'parley-ending-'));
  const [runs, script] = [path.join(folder, 'runs'), path.join(folder, 'server.mjs')];
  const serve = rawServer('exit-on-probe').args?.[0] ?? '';
  const put = (then: string): Promise<void> =>
    writeFile(
      script,
      `import { appendFileSync } from 'node:fs'; appendFileSync(${JSON.stringify(runs)}, 'x'); ${then}`,
    );
  const start = (...args: string[]) => open({ command: node, args: [script, ...args] });
  const runsOf = async (act: () => Promise<unknown>): Promise<number> => {
    await writeFile(runs, '');
    await act();
    return (await readFile(runs, 'utf8')).length;
  };
  const fails = (...args: string[]) =>
    runsOf(() => expect(start(...args)).rejects.toMatchObject({ code: 'mcp/exited' }));
  const connects = (...args: string[]) => runsOf(async () => (await start(...args)).close());
  await put(`console.error('Error: no database'); process.exit(3);`);
  expect([await fails('exit-on-probe'), await fails('exit-on-probe')]).toEqual([2, 1]);
  await put(`await import(${JSON.stringify(serve)});`);
  expect([await connects('exit-on-probe'), await connects('exit-on-probe'), await connects()]).toEqual([2, 1, 1]);
  await put(`process.exit(3);`);
  expect(await fails()).toBe(1);
  await rm(folder, { recursive: true });
});
