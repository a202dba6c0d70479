/** One cluster of the system's PostgreSQL, on 127.0.0.1, in a folder of its own. */
import { type ChildProcess, execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chownSync,
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { type CommandContext, canDieWithParent, runProgram, spawnProgram } from '../../platform/embedded/command.ts';
import { answers, embeddedUrl, findFreePort } from '../../platform/embedded/connection.ts';
import { chooseServerUser } from '../../platform/embedded/serverUser.ts';
import { childrenOf, signal } from './processes.ts';

/** Asked by HAProxy, without a password: it may know who is the primary, and nothing else. */
export const CHECK_ROLE = 'haproxy_check';
const READY_WITHIN_MS = 30_000;

export interface SystemCluster {
  readonly port: number;
  readonly url: string;
  /** Starts it and waits until it answers. */
  start(): Promise<void>;
  /** All its processes, the first one first. */
  pids(): number[];
  kill(): Promise<void>;
  stop(): Promise<void>;
  /** From a standby to a primary. */
  promote(): Promise<void>;
  /** Begins anew as a standby of the server at this address. */
  follow(primaryUrl: string): Promise<void>;
  sql(text: string): Promise<Record<string, unknown>[]>;
}

export interface SystemClusterOptions {
  readonly binDir: string;
  /** Existing; the cluster's own folder is below it. */
  readonly folder: string;
  readonly name: string;
  readonly password: string;
}

export async function openSystemCluster(options: SystemClusterOptions): Promise<SystemCluster> {
  const { binDir, folder, name, password } = options;
  const user = chooseServerUser();
  const context: CommandContext = { binDir, user, dieWithParent: false };
  const serverContext: CommandContext = { binDir, user, dieWithParent: canDieWithParent() };
  const home = path.join(folder, name);
  const data = path.join(home, 'data');
  mkdirSync(home, { recursive: true });
  if (user) chownSync(home, user.uid, user.gid);
  const port = await findFreePort();
  const url = embeddedUrl(port, password);
  let server: ChildProcess | null = null;

  const start = async (): Promise<void> => {
    const log = openSync(path.join(folder, `${name}.log`), 'a');
    const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'timezone=UTC', 'max_connections=200'];
    const args = ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])];
    server = spawnProgram(serverContext, 'postgres', args, { detached: true, stdio: ['ignore', log, log] });
    closeSync(log);
    const untilMs = performance.now() + READY_WITHIN_MS;
    while (!(await answers(url))) {
      if (server.exitCode !== null || performance.now() > untilMs)
        throw new Error(`${name} did not start, see its log`);
      await sleep(50);
    }
  };
  const end = async (how: () => void): Promise<void> => {
    const child = server;
    server = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    how();
    await gone;
  };
  const pids = (): number[] => (server?.pid === undefined ? [] : [server.pid, ...childrenOf(server.pid)]);
  const kill = (): Promise<void> => {
    const all = pids();
    return end(() => all.forEach((pid) => void signal(pid, 'SIGKILL')));
  };
  return {
    port,
    url,
    start,
    pids,
    kill,
    stop: () => end(() => server?.pid !== undefined && signal(server.pid, 'SIGINT')),
    promote: () => runProgram(context, 'pg_ctl', ['promote', '-w', '-D', data]),
    follow: async (primaryUrl) => {
      rmSync(data, { recursive: true, force: true });
      await runProgram(context, 'pg_basebackup', ['-D', data, '-R', '-X', 'stream', '-c', 'fast', '-d', primaryUrl]);
      // Copied from the primary, it would keep the new primary's commits waiting for a standby that is not there yet.
      appendFileSync(path.join(data, 'postgresql.auto.conf'), `synchronous_standby_names = ''\n`);
    },
    sql: async (text) => {
      const client = new pg.Client({ connectionString: url });
      client.on('error', () => {});
      await client.connect();
      try {
        return (await client.query<Record<string, unknown>>(text)).rows;
      } finally {
        await client.end();
      }
    },
  };
}

/** Makes the cluster's files; whoever asks as HAProxy needs no password. */
export async function initialise(options: SystemClusterOptions): Promise<void> {
  const user = chooseServerUser();
  const home = path.join(options.folder, options.name);
  const data = path.join(home, 'data');
  const passwordFile = path.join(home, 'password');
  writeFileSync(passwordFile, `${options.password}\n`, { mode: 0o600 });
  if (user) chownSync(passwordFile, user.uid, user.gid);
  const context: CommandContext = { binDir: options.binDir, user, dieWithParent: false };
  const args = ['--username=postgres', '--auth=scram-sha-256', '--encoding=UTF8', '--locale=C.UTF-8'];
  await runProgram(context, 'initdb', [`--pgdata=${data}`, `--pwfile=${passwordFile}`, ...args]);
  rmSync(passwordFile);
  const rules = path.join(data, 'pg_hba.conf');
  writeFileSync(rules, `host postgres ${CHECK_ROLE} 127.0.0.1/32 trust\n${readFileSync(rules, 'utf8')}`);
}

/** For the report: which PostgreSQL that is. */
export const versionOf = (binDir: string): string =>
  execFileSync(path.join(binDir, 'postgres'), ['--version'], { encoding: 'utf8' }).trim();

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
