/**
 * A run of chaos (docs/OPERATIONS.md): players give orders while processes are killed, lines are cut and answers are swallowed; after each round of
 * that everything they were told is compared with the database.
 */
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { findRedisServer } from '../findPrograms.ts';
import { applyFault } from './applyFault.ts';
import { compare } from './check.ts';
import { backlog, compareNews } from './checkNews.ts';
import { type Cluster, startCluster } from './cluster.ts';
import { type DatabaseServer, startDatabaseServer } from './databaseServer.ts';
import { startFailoverServer } from './failoverServer.ts';
import { Journal } from './journal.ts';
import { type ChaosWorld, openWorld } from './openWorld.ts';
import { fullDisk, makePlan, type Round } from './plan.ts';
import { startRedisServer } from './redisServer.ts';
import { type ChaosReport, type DoneFault, makeReport } from './report.ts';
import type { SmallDisk } from './smallDisk.ts';

export interface ChaosOptions {
  readonly seed: number;
  /** A new folder for the database and the logs. */
  readonly folder: string;
  readonly players?: number;
  /** No round begins after this. */
  readonly limitMs: number;
  /** A PostgreSQL of the system with a synchronous standby behind HAProxy; only the primary is killed, and the standby promoted. */
  readonly failover?: { readonly binDir: string; readonly haproxy: string };
  /** The database is on a disk of this kind, and nothing happens but that it is full now and then. */
  readonly disk?: SmallDisk;
  /** A checkout of another version, built: half of the processes are its. The clock stays as it is then. */
  readonly other?: string;
  /** False: without Redis, also where there is one. */
  readonly redis?: boolean;
  readonly say?: (line: string) => void;
}

const PLAYERS = 16;
const HALT_WITHIN_MS = 60_000;
const SETTLE_WITHIN_MS = 45_000;
const RECOVER_WITHIN_MS = 20_000;
/** How long is played after the last fault of a round, and before the first. */
const PLAY_MS = 1_000;
/** What a careless database acknowledges is forgotten only if it is not written soon; a careful one writes before it answers, whatever these say. */
const FLAGS = ['wal_writer_delay=2s', 'wal_writer_flush_after=100MB'];
/** For a small disk. */
const SMALL = ['max_wal_size=64MB', 'min_wal_size=32MB'];

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const steadyMs = (): number => performance.now();

/** Everything is started, and players are in a season. */
export interface Chaos {
  /** One run with so many kills; several may follow one another. After a run with a control only controls make sense. */
  run(kills: number, options?: { control?: boolean }): Promise<ChaosReport>;
  /** Ends everything that was started; the folder stays. */
  stop(): Promise<void>;
}

export async function openChaos(options: ChaosOptions): Promise<Chaos> {
  const closing: (() => Promise<unknown> | unknown)[] = [];
  const stop = async (): Promise<void> => {
    for (const close of closing.splice(0).reverse()) await close();
  };
  try {
    const run = await open(options, closing);
    return {
      stop,
      run: (kills, { control = false } = {}) => {
        const only = control || options.failover ? { only: ['kill database'] as const } : {};
        const inARound = options.failover ? { killsInARound: 1 } : {};
        const redis = run.cluster.redis !== null;
        const plan = options.disk
          ? fullDisk(kills)
          : makePlan({ seed: options.seed, kills, redis, clock: options.other === undefined, ...only, ...inARound });
        return playRounds({ ...options, control }, plan, run);
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function open(options: ChaosOptions, closing: (() => Promise<unknown> | unknown)[]): Promise<Run> {
  mkdirSync(options.folder, { recursive: true });
  // PostgreSQL's own user must be able to enter when root runs this.
  chmodSync(options.folder, 0o711);
  const redisProgram = options.redis === false ? null : findRedisServer(process.env);
  if (redisProgram?.ok === false) options.say?.(`without Redis: ${redisProgram.reason}`);
  const redis = redisProgram?.ok ? await startRedisServer(redisProgram.value) : null;
  if (redis) closing.push(() => redis.stop());
  const database = await openDatabase(options);
  closing.push(() => database.stop());
  const cluster = await startCluster({
    folder: options.folder,
    database,
    redis,
    disk: options.disk ?? null,
    ...(options.other === undefined ? {} : { other: options.other }),
  });
  closing.push(() => cluster.stop());
  await cluster.ready();
  const journal = new Journal();
  const world = await openWorld({
    seed: options.seed,
    players: options.players ?? PLAYERS,
    url: cluster.url,
    databaseUrl: database.ownerUrl(),
    journal,
    atLeastMs: options.limitMs * 2,
    nowMs: steadyMs,
  });
  closing.push(() => world.players.forEach((player) => void player.stop()));
  return { cluster, world, journal };
}

function openDatabase({ folder, failover, disk }: ChaosOptions): Promise<DatabaseServer> {
  const password = randomBytes(16).toString('hex');
  if (failover) return startFailoverServer({ ...failover, folder, password });
  return startDatabaseServer({
    dataDir: path.join(disk?.folder ?? folder, 'data'),
    flags: disk ? SMALL : FLAGS,
    password,
  });
}

interface Run {
  readonly cluster: Cluster;
  readonly world: ChaosWorld;
  readonly journal: Journal;
}

/** With a control the database forgets what it acknowledged, and nothing but what is lost is looked for: it must be found. */
async function playRounds(
  options: ChaosOptions & { control: boolean },
  plan: readonly Round[],
  run: Run,
): Promise<ChaosReport> {
  const { cluster, world, journal } = run;
  const startedMs = steadyMs();
  const done: DoneFault[] = [];
  const lost: string[] = [];
  const wrong: string[] = [];
  let rounds = 0;
  if (options.control) cluster.makeCareless();
  for (const round of plan) {
    if (steadyMs() - startedMs > options.limitMs) {
      wrong.push(`only ${rounds} of ${plan.length} rounds in the time that was given`);
      break;
    }
    await playRound(run, round, done);
    rounds++;
    const found = await look(run, options.control);
    lost.push(...found.lost);
    wrong.push(...found.wrong);
    options.say?.(
      `round ${rounds} of ${plan.length}: ${round.map(({ kind }) => kind).join(', ')}; ${journal.actions.length} orders so far, ${lost.length} lost, ${wrong.length} otherwise wrong`,
    );
    // What is wrong once stays so: the first time says most.
    if (lost.length > 0 || wrong.length > 0) break;
  }
  return makeReport(journal, done, {
    seed: options.seed,
    rounds,
    seconds: (steadyMs() - startedMs) / 1000,
    news: world.players.reduce((sum, player) => sum + player.news.length, 0),
    swallowed: cluster.playersLine.swallowed() + cluster.databaseLine.swallowed(),
    lost,
    wrong,
  });
}

/** Plays through the faults of a round and until everything has been answered. */
async function playRound({ cluster, world, journal }: Run, round: Round, done: DoneFault[]): Promise<void> {
  for (const player of world.players) player.play();
  await sleep(PLAY_MS);
  let isWhole = true;
  for (const fault of round) {
    let atMs = steadyMs();
    const alone = isWhole && fault.alone;
    await applyFault(cluster, fault, () => {
      atMs = steadyMs();
      done.push({ kind: fault.kind, atMs, alone });
    });
    isWhole = fault.alone && (await recovered(cluster, journal, atMs));
    await sleep(fault.thenMs);
  }
  await cluster.ready();
  await sleep(PLAY_MS);
}

/** Whether an order given after this moment is acknowledged, and every process is there again, within a while. */
async function recovered(cluster: Cluster, journal: Journal, atMs: number): Promise<boolean> {
  while (journal.interruptionMs(atMs) === null) {
    if (steadyMs() - atMs > RECOVER_WITHIN_MS) return false;
    await sleep(50);
  }
  await cluster.ready();
  return true;
}

/** Lets the players finish and the game catch up, then compares. */
async function look({ cluster, world, journal }: Run, onlyLost: boolean): Promise<{ lost: string[]; wrong: string[] }> {
  const halted = Promise.all(world.players.map((player) => player.halt()));
  const inTime = await Promise.race([halted.then(() => true), sleep(HALT_WITHIN_MS).then(() => false)]);
  if (!inTime) {
    const open = journal.actions.filter(({ outcome }) => outcome === 'open').map(({ route, key }) => `${route} ${key}`);
    return { lost: [], wrong: [`not answered within ${HALT_WITHIN_MS / 1000} s: ${open.join(', ')}`] };
  }
  const db = new pg.Client({ connectionString: cluster.database.ownerUrl() });
  db.on('error', () => {});
  await db.connect();
  try {
    const late = onlyLost ? null : await settle(db, cluster, world);
    const { lost, extra, broken } = await compare(db, journal);
    if (onlyLost) return { lost, wrong: [] };
    const news = await compareNews(db, world.players, world.seasonId);
    const faults = [...cluster.faults, ...journal.faults];
    return { lost, wrong: [...(late === null ? [] : [late]), ...extra, ...broken, ...news, ...faults] };
  } finally {
    await db.end();
  }
}

/** Waits until all orders are fought, all news are told and every process listens again; says what is missing when that takes too long. */
async function settle(db: pg.ClientBase, cluster: Cluster, world: ChaosWorld): Promise<string | null> {
  const untilMs = steadyMs() + SETTLE_WITHIN_MS;
  for (;;) {
    const { orders, news, readers, listeners } = await backlog(db, world.players, world.seasonId);
    const deaf = cluster.apis.length + cluster.workers.length - listeners;
    if (orders === 0 && news === 0 && readers === 0 && deaf === 0) return null;
    if (steadyMs() > untilMs)
      return `after ${SETTLE_WITHIN_MS / 1000} s: ${orders} orders not fought, ${news} news not published, ${readers} players not told everything, ${deaf} processes do not listen`;
    await sleep(100);
  }
}
