/**
 * One set-up at a time in a checkout. A lock whose owner is gone is taken over, but only after what that owner had started
 * (npm, go) has ended too: a killed set-up leaves an `npm ci` behind that still writes to node_modules.
 */
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './places.mjs';
import { say } from './progress.mjs';

const lockFile = path.join(root, '.cache', 'set-up.lock');

/** Runs `work` while holding the lock. `work` gets a function that records a started child's pid. */
export async function withSetupLock(work) {
  await acquire();
  const children = [];
  try {
    return await work((pid) => {
      children.push(pid);
      writeLock(children);
    });
  } finally {
    rmSync(lockFile, { force: true });
  }
}

async function acquire() {
  mkdirSync(path.dirname(lockFile), { recursive: true });
  let told = false;
  for (;;) {
    if (createLock()) return;
    if (!isHeld(lockFile)) {
      setStaleAside();
      continue;
    }
    if (!told) say('another set-up (or what a cut-off one left running) is at work in this folder; waiting for it');
    told = true;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}

/** Creates the lock with its content in one step; false where there is one already. */
function createLock() {
  const temporary = `${lockFile}.${process.pid}`;
  writeFileSync(temporary, describe([]));
  try {
    linkSync(temporary, lockFile);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(temporary, { force: true });
  }
}

function setStaleAside() {
  const aside = `${lockFile}.stale-${process.pid}`;
  try {
    renameSync(lockFile, aside);
    if (isHeld(aside)) linkSync(aside, lockFile);
  } catch {
    // somebody else was quicker
  }
  rmSync(aside, { force: true });
}

function describe(children) {
  return JSON.stringify([process.pid, ...children].map((pid) => ({ pid, born: bornAt(pid) })));
}

function writeLock(children) {
  const temporary = `${lockFile}.${process.pid}`;
  writeFileSync(temporary, describe(children));
  renameSync(temporary, lockFile);
}

function isHeld(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).some(({ pid, born }) => isAlive(pid) && bornAt(pid) === born);
  } catch {
    return false;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** When a process was started, so that a reused pid (or a dead one nobody has reaped) is not taken for it; null where that cannot be told. */
function bornAt(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? 'dead' : (fields[19] ?? null);
  } catch {
    return null;
  }
}
