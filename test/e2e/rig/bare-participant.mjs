/* Run in another network: joins a room (LiveKit's URL, a token) with the SDK alone, and stays until it is ended. */
import process from 'node:process';
import { Room } from '@livekit/rtc-node';

const [url, token] = process.argv.slice(2);
// Where media are cut off this never comes to anything; that is not its errand.
new Room().connect(url, token).catch(() => undefined);
setInterval(() => undefined, 60_000);
