/**
 * Whether a livekit-server answers on its port.
 *
 * Source: its root path answers 200 "OK" while it is up (pkg/service/server.go, defaultHandler and healthCheck).
 */

/** One probe; false on any refusal, silence or other answer. */
export async function isHealthy(httpPort: number, timeoutMs: number): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${httpPort}/`, { signal: AbortSignal.timeout(timeoutMs) });
    return response.status === 200 && (await response.text()).trim() === 'OK';
  } catch {
    return false;
  }
}
