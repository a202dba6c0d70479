import { accessSync, constants, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** Programs that some tests need and not every machine has: where they are, or one line about what is missing. */
export type Found<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };

export interface Browser {
  readonly executablePath: string;
  /** Arguments this browser needs to start. */
  readonly args: readonly string[];
}

type Environment = Readonly<Record<string, string | undefined>>;

const SYSTEM_BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Chromium refuses its sandbox to root. */
function systemArgs(): string[] {
  return process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}

/** CHROMIUM_PATH, else the system's Chromium or Chrome, else the one that comes as a package (Linux on x64). */
export async function findChromium(env: Environment): Promise<Found<Browser>> {
  const chosen = env.CHROMIUM_PATH;
  if (chosen) {
    if (isExecutable(chosen)) return { ok: true, value: { executablePath: chosen, args: systemArgs() } };
    return { ok: false, reason: 'CHROMIUM_PATH names no program' };
  }
  const system = SYSTEM_BROWSERS.find(isExecutable);
  if (system) return { ok: true, value: { executablePath: system, args: systemArgs() } };
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return { ok: false, reason: 'install Chromium or set CHROMIUM_PATH' };
  }
  try {
    const { default: chromium } = await import('@sparticuz/chromium');
    return { ok: true, value: { executablePath: await chromium.executablePath(), args: chromium.args } };
  } catch {
    return { ok: false, reason: 'install Chromium or set CHROMIUM_PATH' };
  }
}

function findInPath(env: Environment, name: string): string | undefined {
  const folders = (env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => path.join(folder, name)).find(isExecutable);
}

/** `redis-server` in the PATH. */
export function findRedisServer(env: Environment): Found<string> {
  const file = findInPath(env, 'redis-server');
  return file ? { ok: true, value: file } : { ok: false, reason: 'redis-server is not in the PATH' };
}

/** `nginx` in the PATH or, as on Debian, beside it in /usr/sbin. */
export function findNginx(env: Environment): Found<string> {
  const file = findInPath({ PATH: `${env.PATH ?? ''}${path.delimiter}/usr/sbin` }, 'nginx');
  return file ? { ok: true, value: file } : { ok: false, reason: 'nginx is neither in the PATH nor in /usr/sbin' };
}

/** `haproxy` in the PATH or, as on Debian, in /usr/sbin. */
export function findHaproxy(env: Environment): Found<string> {
  const file = findInPath({ PATH: `${env.PATH ?? ''}${path.delimiter}/usr/sbin` }, 'haproxy');
  return file ? { ok: true, value: file } : { ok: false, reason: 'haproxy is neither in the PATH nor in /usr/sbin' };
}

/** The folder of Debian's newest PostgreSQL with its programs: the embedded one has none to copy a running server. */
export function findSystemPostgres(root = '/usr/lib/postgresql'): Found<string> {
  const reason = `no PostgreSQL with pg_basebackup below ${root}`;
  try {
    const versions = readdirSync(root).filter((name) => /^\d+$/.test(name));
    const folders = versions.sort((a, b) => Number(b) - Number(a)).map((version) => path.join(root, version, 'bin'));
    const folder = folders.find((bin) =>
      ['postgres', 'pg_basebackup'].every((name) => isExecutable(path.join(bin, name))),
    );
    return folder === undefined ? { ok: false, reason } : { ok: true, value: folder };
  } catch {
    return { ok: false, reason };
  }
}

/** A program of Foundry: the variable, else the one that comes as a package (Linux on x64), else the PATH. */
function findFoundry(env: Environment, name: 'forge' | 'anvil', variable: string): Found<string> {
  const chosen = env[variable];
  if (chosen) {
    if (isExecutable(chosen)) return { ok: true, value: chosen };
    return { ok: false, reason: `${variable} names no program` };
  }
  const packaged = packagedFoundry(name);
  const file = packaged !== null && isExecutable(packaged) ? packaged : findInPath(env, name);
  return file ? { ok: true, value: file } : { ok: false, reason: `install Foundry or set ${variable}` };
}

function packagedFoundry(name: string): string | null {
  try {
    const manifest = createRequire(import.meta.url).resolve(`@foundry-rs/${name}-linux-amd64/package.json`);
    return path.join(path.dirname(manifest), 'bin', name);
  } catch {
    return null;
  }
}

/** Runs the tests of the contracts. */
export const findForge = (env: Environment): Found<string> => findFoundry(env, 'forge', 'FORGE_PATH');

/** A chain of one's own, for tests and the paid demo. */
export const findAnvil = (env: Environment): Found<string> => findFoundry(env, 'anvil', 'ANVIL_PATH');
