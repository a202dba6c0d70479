/** The game as several processes with everything they stand on, where each part can be disturbed: two APIs, two workers, PostgreSQL, Redis. */
import { randomBytes } from 'node:crypto';
import { appendFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findFreePort } from '../../platform/embedded/connection.ts';
import { launchProgram, launchTestBuild } from '../gameProcess.ts';
import type { DatabaseServer } from './databaseServer.ts';
import { isCommit, isHttpCommand, type Line, openLine, withoutSync } from './line.ts';
import { pauseAll } from './processes.ts';
import type { RedisServer } from './redisServer.ts';
import type { SmallDisk } from './smallDisk.ts';
import { type Supervised, supervise } from './supervisor.ts';

export interface Cluster {
  /** Where players connect to. */
  readonly url: string;
  readonly database: DatabaseServer;
  readonly redis: RedisServer | null;
  /** Where the database is, when that can be filled. */
  readonly disk: SmallDisk | null;
  readonly apis: readonly Supervised[];
  readonly workers: readonly Supervised[];
  /** Between players and the APIs. */
  readonly playersLine: Line;
  /** Between the game and its database. */
  readonly databaseLine: Line;
  /** What went wrong that no fault explains. */
  readonly faults: readonly string[];
  /** The time of the whole game moves on by so much. */
  moveClock(byMs: number): void;
  /** New sessions of the database acknowledge what is not on the disk. */
  makeCareless(): void;
  /** Resolves when every process is ready. */
  ready(): Promise<void>;
  stop(): Promise<void>;
}

export interface ClusterOptions {
  /** Logs are kept here. */
  readonly folder: string;
  readonly database: DatabaseServer;
  readonly redis: RedisServer | null;
  readonly disk: SmallDisk | null;
  /** A checkout of another version, built; the second API and the second worker are its. */
  readonly other?: string;
}

export async function startCluster({ folder, database, redis, disk, other }: ClusterOptions): Promise<Cluster> {
  const faults: string[] = [];
  const apiPorts = [await findFreePort(), await findFreePort()];
  let turn = 0;
  let isCareless = false;
  const playersLine = await openLine({
    targets: () => (turn++ % 2 === 0 ? apiPorts : [...apiPorts].reverse()),
    isCommand: isHttpCommand,
  });
  const databaseLine = await openLine({
    targets: () => [database.port()],
    isCommand: isCommit,
    onFirst: (sent) => (isCareless ? withoutSync(sent) : sent),
  });
  const url = `http://127.0.0.1:${playersLine.port}`;
  const env = {
    NODE_ENV: 'test',
    DEMO: '0',
    DATABASE_URL: database.appUrlAt(databaseLine.port),
    MIGRATION_DATABASE_URL: database.ownerUrlAt(databaseLine.port),
    DB_POOL_SIZE: '8',
    JWT_SECRET: randomBytes(32).toString('hex'),
    PUBLIC_URL: url,
    HOST: '127.0.0.1',
    LOG_LEVEL: 'warn',
    RATE_LIMIT_GLOBAL: '1000000',
    RATE_LIMIT_AUTH: '1000000',
    RATE_LIMIT_BATTLES: '1000000',
    ...(redis === null ? {} : { REDIS_URL: redis.url }),
  };
  const clock = path.join(folder, 'clock');
  let aheadMs = 0;
  writeFileSync(clock, String(aheadMs));
  const start = (name: string, own: Record<string, string>, checkout: string | null = null): Supervised =>
    supervise({
      name,
      // The clock moves in the test build alone; it is the same program line by line.
      launch: () =>
        other === undefined
          ? launchTestBuild({ ...env, ...own, TEST_CLOCK: clock })
          : launchProgram({ ...env, ...own }, checkout),
      onFault: (what) => faults.push(what),
      onOutput: (text) => appendFileSync(path.join(folder, `${name}.log`), `${text}\n`),
    });
  // The first one brings the schema; the others would wait for it.
  const apis = [start('api-1', { ROLE: 'api', PORT: String(apiPorts[0]) })];
  await apis[0]?.ready();
  apis.push(start('api-2', { ROLE: 'api', PORT: String(apiPorts[1]) }, other));
  const workers = [start('worker-1', { ROLE: 'worker' }), start('worker-2', { ROLE: 'worker' }, other)];
  const all = [...apis, ...workers];
  return {
    url,
    database,
    redis,
    disk,
    apis,
    workers,
    playersLine,
    databaseLine,
    faults,
    moveClock: (byMs) => {
      aheadMs += byMs;
      writeFileSync(clock, String(aheadMs));
    },
    makeCareless: () => {
      isCareless = true;
      databaseLine.cut();
    },
    ready: async () => {
      await Promise.all(all.map((one) => one.ready()));
    },
    stop: async () => {
      await Promise.all(all.map((one) => one.stop()));
      await playersLine.close();
      await databaseLine.close();
    },
  };
}

/** The process stands still for so long; nothing happens to one that is just starting. */
export async function pauseProcess(one: Supervised, forMs: number): Promise<void> {
  const pid = one.pid();
  if (pid !== null) await pauseAll([pid], forMs);
}
