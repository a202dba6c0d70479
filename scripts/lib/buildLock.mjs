import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { inRoot } from './paths.mjs';

const LOCK = inRoot('.build/lock');
const POLL_MS = 200;

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function tryLock() {
  try {
    writeFileSync(LOCK, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return false;
  }
}

/** The holder's pid; 0 when the lock was given back meanwhile or is being written right now. */
function holder() {
  try {
    return Number(readFileSync(LOCK, 'utf8'));
  } catch {
    return 0;
  }
}

/** Runs `work` while no other script of this checkout builds: two builds at once would write into one another's files. */
export async function withBuildLock(work) {
  mkdirSync(inRoot('.build'), { recursive: true });
  while (!tryLock()) {
    const pid = holder();
    // Left behind by a build that was killed.
    if (pid !== 0 && !isAlive(pid)) rmSync(LOCK, { force: true });
    else await sleep(POLL_MS);
  }
  try {
    return await work();
  } finally {
    rmSync(LOCK, { force: true });
  }
}
