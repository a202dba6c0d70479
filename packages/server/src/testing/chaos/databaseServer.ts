/** The embedded PostgreSQL as it is in the game, syncing to the disk, for runs that kill it. */
import pg from 'pg';
import { APP_ROLE, asRole, ensureRole } from '../../platform/appRole.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../platform/embeddedPostgres.ts';
import { childrenOf, pauseAll, signal } from './processes.ts';

export interface DatabaseServer {
  /** As the owner of the tables, straight at the server. */
  ownerUrl(): string;
  /** As the role that the program works as, through whatever listens on this port. */
  appUrlAt(port: number): string;
  /** As the owner, through whatever listens on this port. */
  ownerUrlAt(port: number): string;
  /** Where it listens now. */
  port(): number;
  /** Resolves when it can be killed again. */
  whole(): Promise<void>;
  /** kill -9 of every process of it, then started again after `awayMs`. Resolves when it answers. */
  kill(awayMs: number): Promise<void>;
  /** kill -9 of one session of the game's, `struck` just before: PostgreSQL then ends all others and recovers. */
  killSession(nth: number, struck: () => void): Promise<void>;
  /** All its processes stand still for so long. */
  pause(forMs: number): Promise<void>;
  stop(): Promise<void>;
}

export interface DatabaseServerOptions {
  readonly dataDir: string;
  readonly flags: readonly string[];
  readonly password: string;
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export async function startDatabaseServer(options: DatabaseServerOptions): Promise<DatabaseServer> {
  const flags = options.flags.flatMap((setting) => ['-c', setting]);
  const start = (): Promise<EmbeddedPostgres> =>
    startEmbeddedPostgres({ dataDir: options.dataDir, flags, log: () => {} });
  let server = await start();
  let isWanted = false;
  // It may end by itself, when its disk is full, and cannot start before there is room again: whoever watches over it starts it until it runs.
  const watch = (): void => {
    void server.exited.then(async () => {
      while (!isWanted) {
        try {
          server = await start();
          return watch();
        } catch {
          await sleep(200);
        }
      }
    });
  };
  watch();
  await ensureRole(server.url, APP_ROLE, options.password);

  const everyProcess = (): number[] => [server.pid, ...childrenOf(server.pid)];
  const at = (url: string, port: number): string => {
    const changed = new URL(url);
    changed.port = String(port);
    return changed.href;
  };
  return {
    ownerUrl: () => server.url,
    ownerUrlAt: (port) => at(server.url, port),
    appUrlAt: (port) => asRole(at(server.url, port), APP_ROLE, options.password),
    port: () => server.port,
    whole: () => Promise.resolve(),
    kill: async (awayMs) => {
      const { exited } = server;
      isWanted = true;
      for (const pid of everyProcess()) signal(pid, 'SIGKILL');
      await exited;
      await sleep(awayMs);
      server = await start();
      isWanted = false;
      watch();
    },
    killSession: (nth, struck) => killSession(server.url, nth, struck),
    pause: (forMs) => pauseAll(everyProcess(), forMs),
    stop: () => {
      isWanted = true;
      return server.stop();
    },
  };
}

/** kill -9 of one of the game's sessions, `struck` just before. */
export async function killSession(url: string, nth: number, struck: () => void): Promise<void> {
  const sessions = await sessionsOf(url);
  struck();
  const pid = sessions[nth % sessions.length];
  if (pid !== undefined) signal(pid, 'SIGKILL');
}

/** The processes of the game's sessions, the busy ones first; waits until there are some: it may be just coming back from another fault. */
async function sessionsOf(url: string): Promise<number[]> {
  for (;;) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
    client.on('error', () => {});
    try {
      await client.connect();
      const { rows } = await client.query<{ pid: number }>(
        `select pid from pg_stat_activity where application_name like 'cryptotribes%' order by state <> 'active', backend_start`,
      );
      if (rows.length > 0) return rows.map(({ pid }) => pid);
    } catch {
      // Not yet.
    } finally {
      client.end().catch(() => {});
    }
    await sleep(50);
  }
}
