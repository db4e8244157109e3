/**
 * One file from the network, taken only when it has the checksum that was written down for it.
 *
 * Always: what is cut off goes on where it was; what goes silent is given up; a file with another checksum is removed.
 */
import { createHash } from 'node:crypto';
import { createReadStream, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';

const maxAttempts = 3;
const maxSizeBytes = 256 * 1024 * 1024;

/** Why a download is not there, in words that go on after "it could not be fetched: ". */
class DownloadError extends Error {}

/** The connection ended or went silent in the middle: the rest may come by asking again. */
class CutOff extends DownloadError {}

/** @param {{ url: string, sha256: string, file: string, silentMs?: number }} wanted `silentMs`: the longest wait for the next bytes */
export async function download({ url, sha256, file, silentMs = 30_000 }) {
  try {
    await fetchWhole(url, file, silentMs);
    if ((await sha256Of(file)) === sha256) return;
    throw new DownloadError(`${url} does not have the checksum that is pinned for it; it was removed, do not use it`);
  } catch (error) {
    rmSync(file, { force: true });
    throw error;
  }
}

async function fetchWhole(url, file, silentMs) {
  const handle = await open(file, 'w');
  try {
    for (let attempt = 1, sizeBytes = 0; ; attempt += 1) {
      try {
        return await fetchRest(url, handle, sizeBytes, silentMs);
      } catch (error) {
        if (!(error instanceof CutOff) || attempt === maxAttempts) throw error;
        sizeBytes = (await handle.stat()).size;
      }
    }
  } finally {
    await handle.close();
  }
}

/** Asks for what is missing; a server that sends the whole file again is taken at its word. */
async function fetchRest(url, handle, haveBytes, silentMs) {
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(), silentMs);
  try {
    const response = await ask(url, haveBytes, silence.signal);
    let position = continues(response, haveBytes) ? haveBytes : 0;
    await handle.truncate(position);
    for await (const chunk of response.body) {
      timer.refresh();
      if (position + chunk.length > maxSizeBytes) throw new DownloadError(`${url} is too large to be the right file`);
      await writeAll(handle, chunk, position);
      position += chunk.length;
    }
  } catch (error) {
    throw error instanceof DownloadError || 'syscall' in error
      ? error
      : new CutOff(`the connection to ${new URL(url).host} broke off`);
  } finally {
    clearTimeout(timer);
    silence.abort();
  }
}

async function ask(url, haveBytes, signal) {
  const headers = haveBytes > 0 ? { range: `bytes=${haveBytes}-` } : {};
  const response = await fetch(url, { headers, signal }).catch((error) => {
    const reason = signal.aborted ? 'it does not answer' : (error.cause?.code ?? error.message);
    throw new DownloadError(`${new URL(url).host} could not be reached (${reason})`);
  });
  if (!response.ok || !response.body) throw new DownloadError(`${url} answered ${response.status}`);
  return response;
}

function continues(response, haveBytes) {
  return response.status === 206 && response.headers.get('content-range')?.startsWith(`bytes ${haveBytes}-`);
}

async function writeAll(handle, chunk, position) {
  for (let written = 0; written < chunk.length;) {
    const { bytesWritten } = await handle.write(chunk, written, chunk.length - written, position + written);
    written += bytesWritten;
  }
}

async function sha256Of(file) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
