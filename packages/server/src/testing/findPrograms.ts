import { accessSync, constants } from 'node:fs';
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

/** `redis-server` in the PATH. */
export function findRedisServer(env: Environment): Found<string> {
  const folders = (env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '');
  const file = folders.map((folder) => path.join(folder, 'redis-server')).find(isExecutable);
  return file ? { ok: true, value: file } : { ok: false, reason: 'redis-server is not in the PATH' };
}
