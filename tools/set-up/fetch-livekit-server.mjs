/**
 * Program: fetches the release of livekit-server into the file named as argument; the reason of a failure is on stderr.
 *
 * A program of its own, so that it ends with the set-up like everything else that the set-up starts, and so that Node
 * minds the proxy that the environment names.
 */
import { fetchRelease, releaseFor } from './livekit-release.mjs';

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => process.exit(1));
try {
  await fetchRelease(releaseFor(), process.argv[2]);
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
