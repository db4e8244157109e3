/**
 * Measures one no-op call: the whole pipeline of the core on the real client, beside the raw SDK on its own transport, in turn.
 * Run: node test/adapters/mcp-client/overhead.script.ts [calls]
 */
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { WorkerSchemaValidator } from '../../../src/adapters/schema-validator/worker-schema-validator.ts';
import { ServerName } from '../../../src/contract/index.ts';
import { aCore, modelCall, noSignal, realClock, untilState } from '../../core/mcp/rig.ts';
import { Heard, aConnector, limits, rawServer, sdkServer } from './connect.ts';

const count = Number(process.argv[2] ?? 500);
const rig = aConnector();
const workerProgram = path.resolve(import.meta.dirname, '../../../src/adapters/schema-validator/validator-worker.ts');
const validator = new WorkerSchemaValidator({ workerProgram, logger: rig.logger });
const core = aCore({ connector: rig.connector, clock: realClock, validator });
const entry = sdkServer();
const raw = new Client({ name: 'raw', version: '0' }, { versionNegotiation: { mode: 'auto' } });
await raw.connect(new StdioClientTransport({ command: entry.command ?? '', args: entry.args ?? [], stderr: 'ignore' }));
await raw.listTools();
await core.registry.start();
await core.registry.add(ServerName.parse('fixture'), { ...entry, approval: 'auto' }, false);
await untilState(core, 'fixture', 'ready', 'failed');

for (const sizeBytes of [1_000, 100_000]) {
  const text = 'x'.repeat(sizeBytes);
  const times = { ours: [] as number[], raw: [] as number[] };
  for (let turn = 0; turn < count; turn++) {
    const beginMs = performance.now();
    await raw.callTool({ name: 'echo', arguments: { text } });
    const middleMs = performance.now();
    await core.calls.callForModel(modelCall('fixture__echo', { text }), noSignal());
    times.raw.push(middleMs - beginMs);
    times.ours.push(performance.now() - middleMs);
  }
  const at = (values: number[], share: number): number =>
    values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? 0;
  for (const share of [0.5, 0.99]) {
    console.log(
      `${sizeBytes} bytes p${share * 100}: raw ${at(times.raw, share).toFixed(3)} ms, ours ${at(times.ours, share).toFixed(3)} ms, ratio ${(at(times.ours, share) / at(times.raw, share)).toFixed(2)}`,
    );
  }
}

const huge = await rig.connector.connect({ name: 'huge', entry: rawServer('huge-8') }, new Heard(), limits());
const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
for (let turn = 0; turn < 10; turn++) await huge.callTool('huge', {}, limits());
delay.disable();
console.log(
  `8 MB results: event loop p50 ${(delay.percentile(50) / 1e6).toFixed(1)} p99 ${(delay.percentile(99) / 1e6).toFixed(1)} max ${(delay.max / 1e6).toFixed(1)} ms`,
);

for (const [name, server] of [
  ['polite', sdkServer()],
  ['stubborn', rawServer('stubborn')],
  ['stubborn family', rawServer('stubborn-family')],
] as const) {
  const connection = await rig.connector.connect({ name, entry: server }, new Heard(), limits());
  const beginMs = performance.now();
  await connection.close();
  console.log(`stop, ${name}: ${Math.round(performance.now() - beginMs)} ms`);
}
await huge.close();
await raw.close();
await core.registry.close();
await validator.close();
await rig.close();
