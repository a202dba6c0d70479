/** Puts a program together from its configuration: database, context, roles. Used by `main` and by the tests. */
import { randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { Config } from './config/config.ts';
import { withBoundPort } from './config/config.ts';
import { assertDurableDatabase } from './config/durability.ts';
import { Closer, type Context } from './context.ts';
import { startHeartbeat } from './features/admin/processes.ts';
import { sessionEndedSomewhere } from './features/auth/sessions.ts';
import { createTokenService } from './features/auth/tokens.ts';
import { watchQuarantine } from './features/backups/quarantine.ts';
import type { DemoChain } from './features/demoChain/routes.ts';
import { createFairKeys } from './features/fairplay/keys.ts';
import { Sightings } from './features/fairplay/sightings.ts';
import { openHealthDoor } from './features/health/door.ts';
import { PRESENCE_CHANNEL, type PresenceNotice } from './features/news/presence.ts';
import { createPublisher } from './features/news/publisher.ts';
import { ConnectionCounts } from './features/news/sockets.ts';
import { openChain } from './features/payments/crypto/chain.ts';
import { createStripe } from './features/payments/stripe/client.ts';
import { loadVapidKeys } from './features/push/vapid.ts';
import { keepDemoSeason } from './features/seasons/clock.ts';
import { Activity } from './features/users/activity.ts';
import { currentRole } from './platform/appRole.ts';
import type { Clock, MachineTime } from './platform/clock.ts';
import { startDatabaseClock } from './platform/databaseClock.ts';
import { createPool } from './platform/db.ts';
import { createIdMaker } from './platform/ids.ts';
import { listen } from './platform/listen.ts';
import { createMetrics, type Metrics } from './platform/metrics.ts';
import { migrate } from './platform/migrate.ts';
import { Signal } from './platform/signal.ts';
import { openSpans } from './platform/telemetry/spans.ts';
import { startDemoBots } from './roles/demoBots.ts';

export interface ProgramParts {
  config: Config;
  log: Logger;
  databaseUrl: string;
  /** As the owner of the tables, for migrations; null or absent = the user of `databaseUrl` owns them. */
  ownerDatabaseUrl?: string | null;
  jwtSecret: string;
  /** Tests bring one that moves when told; otherwise time comes from the database. */
  clock?: Clock;
  /** Another clock over the database's. */
  adjustClock?: ((database: Clock) => Clock) | undefined;
  /** The clocks of this machine; tests bring wrong ones. */
  machine?: MachineTime;
  /** The paid demo brings its chain: the page may pay with the key of the browser. */
  demoChain?: DemoChain;
  /** False leaves out the loops of the worker: tests drive them by hand. */
  worker?: boolean;
  /** False leaves out the watch over the game's records: tests give players things that nobody earned. */
  watchGame?: boolean;
}
export interface Program {
  ctx: Context;
  /** Where the API answers; null when this process has no API. */
  url: string | null;
  stop(): Promise<void>;
}

export async function startProgram(parts: ProgramParts): Promise<Program> {
  const { log } = parts;
  const closer = new Closer(log);
  try {
    return await start(parts, closer);
  } catch (error) {
    await closer.close();
    throw error;
  }
}

async function start(parts: ProgramParts, closer: Closer): Promise<Program> {
  const { log } = parts;
  const pool = createPool({ url: parts.databaseUrl, size: parts.config.dbPoolSize, log, name: parts.config.role });
  closer.add('database', () => pool.end());
  await bringUpToDate(pool, parts);
  await assertDurableDatabase(pool, parts.config.isProduction);

  const metrics = createMetrics();
  const clock = parts.clock ?? (await databaseClock(pool, parts, metrics, closer));
  const chain = await openChain(parts.config.payments.crypto, log);
  const quarantine = await watchQuarantine(pool, log);
  closer.add('quarantine', () => quarantine.stop());
  const counts = new ConnectionCounts();
  const publisher = createPublisher(pool, log, metrics);
  const { otlp } = parts.config.telemetry;
  const spans = otlp === null ? null : openSpans(otlp, parts.config.role, log);
  if (spans !== null) closer.add('spans', () => spans.stop());
  const ctx: { -readonly [K in keyof Context]: Context[K] } = {
    config: parts.config,
    log,
    clock,
    newId: createIdMaker(clock),
    pool,
    tokens: createTokenService(parts.jwtSecret, clock),
    vapid: await loadVapidKeys(pool, parts.config),
    stripe: parts.config.payments.stripe === null ? null : createStripe(parts.config.payments.stripe),
    publisher,
    presence: counts,
    activity: new Activity(),
    sightings: new Sightings(),
    fairKeys: createFairKeys(parts.jwtSecret),
    metrics,
    spans,
    quarantine,
    chain,
    demoChain: parts.demoChain ?? null,
    battleBell: new Signal(),
    dueBell: new Signal(),
    moneyBell: new Signal(),
    houseKey: randomBytes(32).toString('hex'),
  };
  closer.add('news', () => publisher.stop());
  const { role } = parts.config;
  const hasBots = ctx.config.demo.enabled && ctx.config.demo.bots > 0 && role === 'all' && parts.worker !== false;
  if (ctx.config.demo.enabled && !quarantine.isActive) {
    const history = await import('./roles/demoHistory.ts');
    if (hasBots) await history.beginDemo(ctx, parts.databaseUrl);
    else await history.awaitDemoHistory(ctx);
    if (role !== 'api') await keepDemoSeason(ctx);
  }

  let url: string | null = null;
  let onPresence = (_payload: string): void => {};
  if (role === 'worker') {
    await publisher.start();
    const { metricsPort } = ctx.config;
    if (metricsPort !== null) {
      const door = await openHealthDoor(ctx, metricsPort);
      closer.add('probes', () => door.stop());
      log.info({ port: door.port }, 'probes and metrics');
    }
  } else {
    const { startApi } = await import('./roles/api.ts');
    const api = await startApi(ctx, counts, { host: ctx.config.host, port: ctx.config.port });
    closer.add('api', () => api.stop());
    ctx.config = withBoundPort(ctx.config, api.port);
    url = `http://127.0.0.1:${api.port}`;
    // Empty after the line was down: what was missed shows when the tribe's page is asked for again.
    onPresence = (payload) => {
      if (payload !== '') api.sockets.tellPresence(JSON.parse(payload) as PresenceNotice);
    };
  }
  if (role !== 'api' && parts.worker !== false) {
    let isStopping = false;
    const { startWorker } = await import('./roles/worker.ts');
    const working = quarantine.released.then(() =>
      isStopping ? null : startWorker(ctx, { watchGame: parts.watchGame !== false }),
    );
    closer.add('worker', async () => {
      isStopping = true;
      if (!quarantine.isActive) await (await working)?.stop();
    });
  }
  const heartbeat = await startHeartbeat(ctx);
  closer.add('heartbeat', () => heartbeat.stop());
  const hints = listen(
    parts.databaseUrl,
    {
      ct_news: () => wakeAll(ctx),
      [PRESENCE_CHANNEL]: onPresence,
      ct_session_ended: (sessionId) => {
        if (sessionId !== '') sessionEndedSomewhere(ctx, sessionId);
      },
    },
    log,
  );
  closer.add('hints', () => hints.stop());
  if (hasBots && url !== null) {
    const bots = await startDemoBots(ctx, url);
    closer.add('bots', () => bots.stop());
  }
  return { ctx, url, stop: () => closer.close() };
}

/** The database's time; its measuring ends with the program. */
async function databaseClock(pool: Pool, parts: ProgramParts, metrics: Metrics, closer: Closer): Promise<Clock> {
  const { clock, stop } = await startDatabaseClock({
    pool,
    log: parts.log,
    ...(parts.machine ? { machine: parts.machine } : {}),
    onMeasured: (wallAheadMs) => metrics.clockAhead.set(wallAheadMs / 1000),
  });
  closer.add('time', stop);
  return parts.adjustClock?.(clock) ?? clock;
}

/** Migrates as the owner of the tables; the program's own role then gets its rights. */
async function bringUpToDate(pool: Pool, parts: ProgramParts): Promise<void> {
  const url = parts.ownerDatabaseUrl ?? null;
  if (url === null) {
    await migrate(pool);
    if (parts.config.isProduction)
      parts.log.warn('the program owns its tables: only triggers keep its records. Set MIGRATION_DATABASE_URL');
    return;
  }
  const appRole = await currentRole(pool);
  const owner = createPool({ url, size: 1, log: parts.log, name: 'migrations' });
  try {
    await migrate(owner, { appRole });
  } finally {
    await owner.end();
  }
}

/** Some process published something: deliver it, and look whether it was an order. */
function wakeAll(ctx: Context): void {
  ctx.publisher.wake();
  ctx.battleBell.ring();
}
