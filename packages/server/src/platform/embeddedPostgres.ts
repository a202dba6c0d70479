import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { loadOrCreateSecret } from '../config/secrets.ts';
import { locateBinaries } from './embedded/binaries.ts';
import { type CommandContext, canDieWithParent, spawnProgram } from './embedded/command.ts';
import { answers, embeddedUrl, findFreePort } from './embedded/connection.ts';
import { type EmbeddedHome, openHome } from './embedded/home.ts';
import { assertClusterVersion, ensureCluster } from './embedded/initCluster.ts';
import { claimOrphan, isAlive, isServerOf, readLockFile, writeOwner } from './embedded/processes.ts';
import { chooseServerUser, ownerOfCluster } from './embedded/serverUser.ts';

/**
 * A real PostgreSQL that comes with the program: nothing to install, and the data survives every way to die.
 * Always holds: one server per cluster, reachable on 127.0.0.1 alone, with a random password kept beside the data;
 * it outlives Ctrl-C (so that we can drain first) and, where the kernel allows, never outlives the program.
 */
export interface EmbeddedPostgresOptions {
  /** Cluster, log and password are kept here. */
  readonly dataDir: string;
  /** More arguments for the server, as ['-c', 'fsync=off']. */
  readonly flags?: readonly string[];
  readonly log: (line: string) => void;
  /** Default: wherever the system can. false: the server stays when we are killed, and the next start adopts it. */
  readonly dieWithParent?: boolean;
  readonly timeoutMs?: number;
}

export interface EmbeddedPostgres {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Where the cluster, its log and its password really are. */
  readonly directory: string;
  /** false = another program started the server; it ends with that program, and `stop` does nothing. */
  readonly owned: boolean;
  /** Settles when an own server has ended, wanted or not; never for a shared one. */
  readonly exited: Promise<void>;
  /** Ends an own server; open transactions are rolled back. Safe to call twice. */
  stop(): Promise<void>;
}

const START_TIMEOUT_MS = 30_000;
const POLL_MS = 25;
const RETRY_MS = 150;
const FAST_STOP_MS = 10_000;
const MAX_LOG_BYTES = 10 * 1024 * 1024;
const NEVER = new Promise<void>(() => {});

interface Start {
  readonly home: EmbeddedHome;
  readonly context: CommandContext;
  readonly password: string;
  readonly flags: readonly string[];
  readonly deadlineMs: number;
}

function openLog(logFile: string): number {
  const size = statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;
  if (size > MAX_LOG_BYTES) renameSync(logFile, `${logFile}.1`);
  return openSync(logFile, 'a', 0o600);
}

/** Interrupts the server (fast shutdown); if it hangs, makes it quit: the next start then recovers from its log. */
async function stopServer(pid: number, gone: () => boolean): Promise<void> {
  const signal = (name: NodeJS.Signals): void => {
    try {
      process.kill(pid, name);
    } catch {
      // It is gone already.
    }
  };
  signal('SIGINT');
  const quitAtMs = performance.now() + FAST_STOP_MS;
  let quit = false;
  while (!gone()) {
    if (!quit && performance.now() > quitAtMs) {
      signal('SIGQUIT');
      quit = true;
    }
    await sleep(POLL_MS);
  }
}

/** The server that another program left or runs, once it answers; null when it is not (or no longer) usable. */
async function useRunning(start: Start, pid: number, port: number): Promise<EmbeddedPostgres | null> {
  const { home, password } = start;
  if (port === 0 || !(await answers(embeddedUrl(port, password)))) return null;
  const owned = claimOrphan(home.ownerFile);
  const gone = (): boolean => !isServerOf(pid, home.clusterDir);
  return {
    url: embeddedUrl(port, password),
    port,
    pid,
    directory: home.directory,
    owned,
    exited: NEVER,
    stop: async () => {
      if (owned) await stopServer(pid, gone);
    },
  };
}

function whenGone(child: ChildProcess): { promise: Promise<void>; state: { gone: boolean; error: Error | null } } {
  const state: { gone: boolean; error: Error | null } = { gone: false, error: null };
  const promise = new Promise<void>((resolve) => {
    const settle = (error: Error | null): void => {
      state.gone = true;
      state.error = error;
      resolve();
    };
    child.once('exit', () => settle(null));
    child.once('error', settle);
  });
  return { promise, state };
}

/** A server of our own; null when it ended at once, as it does when another start took the cluster or the port first. */
async function startOwn(start: Start): Promise<EmbeddedPostgres | null> {
  const { home, context, password, flags } = start;
  const port = await findFreePort();
  const logFd = openLog(home.logFile);
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'timezone=UTC', 'log_timezone=UTC'];
  const args = ['-D', home.clusterDir, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting]), ...flags];
  // A session of its own: Ctrl-C in the terminal reaches us, not the server.
  const child = spawnProgram(context, 'postgres', args, { detached: true, stdio: ['ignore', logFd, logFd] });
  closeSync(logFd);
  const { promise: exited, state } = whenGone(child);
  const url = embeddedUrl(port, password);
  while (!state.gone && performance.now() < start.deadlineMs) {
    if (await answers(url)) {
      if (state.gone) break;
      const pid = child.pid as number;
      writeOwner(home.ownerFile);
      child.unref();
      return {
        url,
        port,
        pid,
        directory: home.directory,
        owned: true,
        exited,
        stop: () => stopServer(pid, () => state.gone),
      };
    }
    await Promise.race([exited, sleep(POLL_MS)]);
  }
  if (state.error) throw state.error;
  if (!state.gone && child.pid) await stopServer(child.pid, () => state.gone);
  return null;
}

/**
 * Starts the embedded PostgreSQL in `dataDir`, or joins the one that runs there.
 * Throws when it cannot be had; the message says where its log is.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { dataDir, flags = [], log, timeoutMs = START_TIMEOUT_MS } = options;
  const defaultUser = chooseServerUser();
  const home = openHome(path.resolve(dataDir), defaultUser, log);
  const user = ownerOfCluster(home.clusterDir, defaultUser);
  const { binDir, major } = locateBinaries(home.directory, user);
  const context = { binDir, user, dieWithParent: options.dieWithParent ?? canDieWithParent() };
  const password = loadOrCreateSecret(home.directory, 'postgres-password');
  await ensureCluster(context, home.clusterDir, password);
  assertClusterVersion(home.clusterDir, major);

  const start: Start = { home, context, password, flags, deadlineMs: performance.now() + timeoutMs };
  while (performance.now() < start.deadlineMs) {
    const lock = readLockFile(home.clusterDir);
    if (lock && isServerOf(lock.pid, home.clusterDir)) {
      const running = await useRunning(start, lock.pid, lock.port);
      if (running) return running;
    } else {
      // PostgreSQL clears the note of a dead process itself, but believes one whose number a stranger has by now.
      if (lock && isAlive(lock.pid)) rmSync(path.join(home.clusterDir, 'postmaster.pid'), { force: true });
      const own = await startOwn(start);
      if (own) return own;
    }
    await sleep(RETRY_MS);
  }
  throw new Error(`The embedded PostgreSQL did not start within ${timeoutMs} ms, see ${home.logFile}`);
}
