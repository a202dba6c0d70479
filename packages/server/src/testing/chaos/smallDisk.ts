/** A small disk of the run's own, that can be filled: memory, mounted by root on Linux. */
import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { Found } from '../findPrograms.ts';

export interface SmallDisk {
  readonly folder: string;
  /** Takes all the room that is left. */
  fill(): void;
  /** Gives it back. */
  free(): void;
  unmount(): void;
}

const CHUNK = Buffer.alloc(256 * 1024);

/** Mounts it at `folder`, or says why that cannot be done. */
export function mountSmallDisk(folder: string, megabytes: number): Found<SmallDisk> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    return { ok: false, reason: 'a small disk takes Linux and root' };
  mkdirSync(folder, { recursive: true });
  try {
    const options = `size=${megabytes}m,mode=711`;
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { stdio: 'pipe' });
  } catch (error) {
    return { ok: false, reason: `a small disk could not be mounted: ${String(error).split('\n')[0]}` };
  }
  const filler = path.join(folder, 'filler');
  return {
    ok: true,
    value: {
      folder,
      fill: () => fill(filler),
      free: () => rmSync(filler, { force: true }),
      unmount: () => void execFileSync('umount', [folder], { stdio: 'pipe' }),
    },
  };
}

function fill(file: string): void {
  const target = openSync(file, 'a');
  try {
    // Ever smaller pieces, so that nothing is left.
    for (let size = CHUNK.length; size >= 512; size /= 2) while (writes(target, size));
  } finally {
    closeSync(target);
  }
}

function writes(target: number, size: number): boolean {
  try {
    return writeSync(target, CHUNK, 0, size) === size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return false;
    throw error;
  }
}
