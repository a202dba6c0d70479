import { type ChildProcess, type SpawnOptions, spawn, spawnSync } from 'node:child_process';
import { isMainThread } from 'node:worker_threads';
import type { ServerUser } from './serverUser.ts';

/**
 * Starts PostgreSQL's programs as the right user, with an environment of their own: none of ours (it holds secrets),
 * no PG* variable of the caller, and the same messages in every locale.
 */
const ENVIRONMENT = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  LC_ALL: 'C.UTF-8',
  LC_MESSAGES: 'C',
};

let pdeathsigWorks: boolean | undefined;

/** Whether `setpriv` can have a child interrupted when we die, even by kill -9. Linux with util-linux only. */
export function canDieWithParent(): boolean {
  pdeathsigWorks ??=
    process.platform === 'linux' &&
    spawnSync('setpriv', ['--pdeathsig', 'INT', '--', 'true'], { env: ENVIRONMENT }).status === 0;
  return pdeathsigWorks;
}

export interface CommandContext {
  readonly binDir: string;
  readonly user: ServerUser | null;
  readonly dieWithParent: boolean;
}

/** Spawns one of PostgreSQL's programs. The kernel ties the death signal to the spawning thread, hence the check. */
export function spawnProgram(
  context: CommandContext,
  program: string,
  args: readonly string[],
  options: SpawnOptions,
): ChildProcess {
  const { binDir, user, dieWithParent } = context;
  const file = `${binDir}/${program}`;
  const base: SpawnOptions = { ...options, cwd: '/', env: ENVIRONMENT };
  if (!dieWithParent) return spawn(file, args, user ? { ...base, uid: user.uid, gid: user.gid } : base);
  if (!isMainThread) throw new Error('The embedded PostgreSQL must be started from the main thread');
  const asUser = user ? [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups'] : [];
  return spawn('setpriv', [...asUser, '--pdeathsig', 'INT', '--', file, ...args], base);
}

/** Runs a program to its end. Throws with what it wrote to stderr when it did not succeed. */
export async function runProgram(context: CommandContext, program: string, args: readonly string[]): Promise<void> {
  const child = spawnProgram(context, program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr?.on('data', (chunk) => {
    stderr += String(chunk);
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`${program} failed: ${stderr.trim() || `code ${code}`}`);
}
