/**
 * Entry of the demo's provider process.
 *
 * Always: one JSON line on stdout when ready; ends on SIGTERM, SIGINT or when stdin closes, with everything it started.
 */
import { parseArgs } from 'node:util';
import { createProvider } from './create-provider.ts';
import { createSampleFolder } from './sample-folder.ts';

const { values } = parseArgs({ options: { 'cache-folder': { type: 'string' }, 'sample-folder': { type: 'string' } } });
const { 'cache-folder': cacheFolder, 'sample-folder': sampleFolder } = values;
if (sampleFolder !== undefined) await createSampleFolder(sampleFolder);
const provider = await createProvider({
  ...(cacheFolder === undefined ? {} : { cacheFolder }),
  learnLater: true,
  onFailure: (error) => process.stderr.write(`${String(error)}\n`),
});

let closing = false;
function end(): void {
  if (closing) return;
  closing = true;
  void provider.close().finally(() => process.exit(0));
}
process.on('SIGTERM', end);
process.on('SIGINT', end);
process.stdin.on('close', end);
process.stdin.on('end', end);
process.stdin.on('error', end);
process.stdin.resume();

process.stdout.write(`${JSON.stringify({ event: 'ready', url: provider.url, key: provider.key })}\n`);
