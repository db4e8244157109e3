/**
 * The beginning of an answer, however long the rest of it is.
 *
 * Path: rest.ts, provider-probe.ts -> here -> the body of fetch. Always: what is not read is let go, with its connection.
 */

/** At most `limitBytes`; fewer where the answer ends before. */
export async function readBeginning(response: Response, limitBytes: number): Promise<Uint8Array> {
  const beginning = new Uint8Array(limitBytes);
  let sizeBytes = 0;
  if (!response.body) return beginning.subarray(0, 0);
  // Leaving the loop cancels the body.
  for await (const chunk of response.body) {
    const taken = chunk.subarray(0, limitBytes - sizeBytes);
    beginning.set(taken, sizeBytes);
    sizeBytes += taken.length;
    if (sizeBytes === limitBytes) break;
  }
  return beginning.subarray(0, sizeBytes);
}
