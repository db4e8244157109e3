/**
 * The LiveKit address that the page must be allowed to talk to, as far as it is known already.
 *
 * While the app still connects, the configured one counts: a page that loaded early needs it once the talk begins.
 */
import type { Bridge } from '../contract/index.ts';

/** Null while none is known; never rejects. */
export async function livekitOfApp(
  client: Bridge,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<string | null> {
  const configured = async (): Promise<string | null> => {
    const set = await client.invoke('settings.get', { key: 'livekit.url' });
    return typeof set === 'string' ? set : environment['LIVEKIT_URL'] || null;
  };
  try {
    const { url, pid } = (await client.invoke('status.get', undefined)).livekit;
    // The local server needs no permission, and may only stand in for the configured one.
    return url !== null && pid === null ? url : ((await configured()) ?? url);
  } catch {
    return environment['LIVEKIT_URL'] || null;
  }
}
