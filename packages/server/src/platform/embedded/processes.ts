import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What postmaster.pid says about the server that holds a cluster. */
export interface LockFile {
  readonly pid: number;
  /** 0 while the server is still too young to have written it. */
  readonly port: number;
}

/** null = no server holds the cluster. */
export function readLockFile(clusterDir: string): LockFile | null {
  try {
    const lines = readFileSync(path.join(clusterDir, 'postmaster.pid'), 'utf8').split('\n');
    return { pid: Number(lines[0]), port: Number(lines[3]) || 0 };
  } catch {
    return null;
  }
}

/** Whether the process runs; a zombie that waits for its parent does not count. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  if (process.platform !== 'linux') return true;
  try {
    return !/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

function commandLine(pid: number): string[] {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    return execFileSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' })
      .trim()
      .split(' ');
  } catch {
    return [];
  }
}

function workingDirectory(pid: number): string | null {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return null;
  }
}

/**
 * Whether the process is a server on this very cluster: numbers are reused, after a container's restart above all.
 * A server works inside its cluster, which also finds it when the folder was renamed under it.
 */
export function isServerOf(pid: number, clusterDir: string): boolean {
  if (!isAlive(pid)) return false;
  const words = commandLine(pid);
  if (!(words[0] ?? '').includes('postgres')) return false;
  if (process.platform !== 'linux') return words.join(' ').includes(clusterDir);
  return words.includes(clusterDir) || workingDirectory(pid) === clusterDir;
}

/** When the process began, in the kernel's ticks; null where that is not known. Tells two users of one pid apart. */
function beganAt(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

/** Notes that this program owns the server: it stops it at the end. */
export function writeOwner(ownerFile: string): void {
  writeFileSync(ownerFile, `${process.pid} ${beganAt(process.pid) ?? '-'}\n`);
}

/**
 * Takes over a server whose owner died without stopping it (possible where nothing ends a child with its parent).
 * True for exactly one of several that try: only one can rename the dead owner's note.
 */
export function claimOrphan(ownerFile: string): boolean {
  try {
    const [pid, began] = readFileSync(ownerFile, 'utf8').trim().split(' ');
    if (isAlive(Number(pid)) && (beganAt(Number(pid)) ?? '-') === began) return false;
    const taken = `${ownerFile}.taken-${process.pid}`;
    renameSync(ownerFile, taken);
    rmSync(taken, { force: true });
    writeOwner(ownerFile);
    return true;
  } catch {
    return false;
  }
}
