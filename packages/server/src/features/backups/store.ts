/** Where backups are kept: a folder, or a bucket that speaks S3. */
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { DAY_MS } from '@cryptotribes/rules/core/time';
import { machineTime } from '../../platform/clock.ts';
import { MANIFEST_FILE, takenMsOf } from './manifest.ts';

export interface BackupStore {
  /** For messages to people. */
  readonly place: string;
  /** An empty folder of this machine for a backup in the making. */
  prepare(name: string): Promise<string>;
  /** Takes what was written into the prepared folder. A backup is there whole or not at all. */
  publish(folder: string, name: string): Promise<void>;
  /** Names of the whole backups, oldest first. */
  list(): Promise<string[]>;
  /** One file of a backup; rejects when it is not there. */
  read(name: string, file: string): Promise<Readable>;
  remove(name: string): Promise<void>;
}

const PARTIAL = '.partial-';

export const byTime = (names: readonly string[]): string[] => names.filter((name) => takenMsOf(name) !== null).sort();

async function sync(file: string): Promise<void> {
  const handle = await open(file, 'r');
  await handle.sync().finally(() => handle.close());
}

/** Removes what broken attempts left behind a day ago. */
async function sweep(folder: string): Promise<void> {
  for (const entry of await readdir(folder)) {
    if (!entry.startsWith(PARTIAL)) continue;
    const { mtimeMs } = await stat(path.join(folder, entry));
    if (machineTime.wallMs() - mtimeMs > DAY_MS) await rm(path.join(folder, entry), { recursive: true, force: true });
  }
}

/** Backups as folders in a folder. */
export function folderStore(folder: string): BackupStore {
  return {
    place: folder,
    async prepare(name) {
      // Secrets of running seasons are in it: nobody else on this machine may read them.
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await sweep(folder);
      const partial = path.join(folder, `${PARTIAL}${name}-${process.pid}`);
      await mkdir(partial, { mode: 0o700 });
      return partial;
    },
    async publish(partial, name) {
      // On disk before it has its name: a power cut leaves a whole backup or none.
      for (const file of await readdir(partial)) await sync(path.join(partial, file));
      await sync(partial);
      await rename(partial, path.join(folder, name));
      await sync(folder);
    },
    async list() {
      const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
      const names = byTime(entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name));
      const whole = await Promise.all(
        names.map((name) =>
          stat(path.join(folder, name, MANIFEST_FILE)).then(
            () => true,
            () => false,
          ),
        ),
      );
      return names.filter((_, index) => whole[index]);
    },
    async read(name, file) {
      const full = path.join(folder, name, file);
      await stat(full).catch(() => {
        throw new Error(`${file} is missing in ${path.join(folder, name)}`);
      });
      return createReadStream(full);
    },
    async remove(name) {
      await rm(path.join(folder, name), { recursive: true, force: true });
    },
  };
}
