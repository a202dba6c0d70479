/**
 * ROLE=payouts: the process that pays out. It alone has the signing key and a database role of its own; it answers nobody but probes and Prometheus, at METRICS_PORT. One of them works at
 * a time (it holds a lock of the database's); others wait to take over.
 */
import { seasonVaultAbi } from '@cryptotribes/contracts/seasonVault.generated';
import pg from 'pg';
import type { Address } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import type { Config } from '../config/config.ts';
import { ConfigError } from '../config/configError.ts';
import { assertDurableDatabase } from '../config/durability.ts';
import { Closer } from '../context.ts';
import { startHeartbeat } from '../features/admin/processes.ts';
import { openHealthDoor } from '../features/health/door.ts';
import { chainSettings, createChain } from '../features/payments/crypto/chain.ts';
import { createChainReader } from '../features/payments/crypto/chainReader.ts';
import { problemOf } from '../features/payouts/process/acts.ts';
import type { PayoutParts } from '../features/payouts/process/parts.ts';
import { payoutRounds } from '../features/payouts/process/rounds.ts';
import { createSoundness } from '../features/payouts/process/soundness.ts';
import { openChainClient } from '../features/payouts/vaultReader.ts';
import { currentRole } from '../platform/appRole.ts';
import type { Clock } from '../platform/clock.ts';
import { startDatabaseClock } from '../platform/databaseClock.ts';
import { createPool } from '../platform/db.ts';
import { createIdMaker } from '../platform/ids.ts';
import { startLoop } from '../platform/loop.ts';
import { createMetrics } from '../platform/metrics.ts';
import { migrate } from '../platform/migrate.ts';
import type { ProgramParts } from '../program.ts';

const IDLE_MS = 5_000;
const LEADER_LOCK = 7_203_118_447;

export interface PayoutProgramParts
  extends Pick<ProgramParts, 'config' | 'log' | 'databaseUrl' | 'ownerDatabaseUrl' | 'adjustClock'> {
  /** Tests bring one that moves when told; otherwise time comes from the database. */
  clock?: Clock;
  /** Longest wait between two rounds. */
  idleMs?: number | undefined;
}

export async function startPayouts(program: PayoutProgramParts): Promise<{ stop(): Promise<void> }> {
  const closer = new Closer(program.log);
  try {
    await start(program, closer);
    return { stop: () => closer.close() };
  } catch (error) {
    await closer.close();
    throw error;
  }
}

async function start(program: PayoutProgramParts, closer: Closer): Promise<void> {
  const { config, log } = program;
  const parts = await openPayouts(program, closer);
  const { metricsPort } = config;
  if (metricsPort !== null) {
    const door = await openHealthDoor(parts, metricsPort, { backlog: false });
    closer.add('probes', () => door.stop());
    log.info({ port: door.port }, 'probes and metrics');
  }
  const chain = createChain(parts.reader);
  const heartbeat = await startHeartbeat(parts);
  closer.add('heartbeat', () => heartbeat.stop());
  const leadership = new Leadership(program.databaseUrl);
  closer.add('leadership', () => leadership.giveUp());
  const round = payoutRounds(parts);
  const check = async (): Promise<void> => {
    await chain.check();
    await assertOwner(parts);
  };
  // A node that contradicts ends the start; one that does not answer is asked again.
  let checked = await check().then(
    () => true,
    (error: unknown) => {
      if (error instanceof ConfigError) throw error;
      log.warn({ problem: problemOf(error) }, 'the chain does not answer: nothing is paid until it does');
      return false;
    },
  );
  const loop = startLoop({
    ...{ name: 'payouts', log, idleMs: program.idleMs ?? IDLE_MS },
    onFailure: () => parts.metrics.countError('loop'),
    round: async () => {
      if (!(await leadership.has())) return false;
      if (!checked) await check();
      checked = true;
      return round();
    },
  });
  closer.add('payouts', () => loop.stop());
  log.info({ signer: parts.account.address, chainId: config.payments.crypto?.chainId }, 'the payout process runs');
}

/** Everything a round needs; what has to be closed is given to `closer`. */
export async function openPayouts(program: PayoutProgramParts, closer: Closer): Promise<PayoutParts> {
  const { config, log } = program;
  const { crypto } = config.payments;
  if (crypto === null || config.payoutSigningKey === null)
    throw new ConfigError(['ROLE=payouts needs PAYMENTS=crypto and PAYOUT_SIGNING_KEY']);
  const pool = createPool({ url: program.databaseUrl, size: 4, log, name: 'payouts' });
  closer.add('database', () => pool.end());
  await bringUpToDate(program, pool);
  await assertDurableDatabase(pool, config.isProduction);
  const metrics = createMetrics();
  const clock = program.clock ?? (await databaseClock(pool, program, closer));
  const settings = chainSettings(crypto);
  const account = privateKeyToAccount(config.payoutSigningKey);
  return {
    ...{ clock, log, pool, metrics, account, newId: createIdMaker(clock) },
    soundness: createSoundness({ clock, log, pool, metrics }),
    // Kept nowhere else: what is handed on holds the account, not the key.
    config: Object.freeze({ ...config, payoutSigningKey: null }) as Config,
    // What it tells is published by the game's processes.
    publisher: { wake: () => {}, start: async () => {}, stop: async () => {} },
    reader: createChainReader(settings),
    client: openChainClient(settings.rpcUrl),
    signer: account.address.toLowerCase() as Address,
  };
}

async function databaseClock(pool: pg.Pool, { log, adjustClock }: PayoutProgramParts, closer: Closer): Promise<Clock> {
  const { clock, stop } = await startDatabaseClock({ pool, log });
  closer.add('time', stop);
  return adjustClock?.(clock) ?? clock;
}

async function bringUpToDate({ ownerDatabaseUrl, log }: PayoutProgramParts, pool: pg.Pool): Promise<void> {
  if (!ownerDatabaseUrl) {
    log.warn(
      'the payout process has no database role of its own: set MIGRATION_DATABASE_URL, and DATABASE_URL to a user for payouts',
    );
    await migrate(pool);
    return;
  }
  const payoutRole = await currentRole(pool);
  const owner = createPool({ url: ownerDatabaseUrl, size: 1, log, name: 'migrations' });
  await migrate(owner, { payoutRole }).finally(() => owner.end());
}

/** The vault obeys its owner alone. */
async function assertOwner({ client, reader, signer }: PayoutParts): Promise<void> {
  const owner = await client.readContract({
    address: reader.settings.vault,
    abi: seasonVaultAbi,
    functionName: 'owner',
  });
  if (owner.toLowerCase() !== signer)
    throw new ConfigError(['PAYOUT_SIGNING_KEY is not the key of the owner of VAULT_ADDRESS']);
}

/** A lock that ends with its connection. What is signed is safe without it, too: nonces and acts are unique in the database. */
class Leadership {
  readonly #url: string;
  #client: pg.Client | null = null;
  constructor(url: string) {
    this.#url = url;
  }
  async has(): Promise<boolean> {
    const client = this.#client ?? (await this.#connect());
    try {
      const { rows } = await client.query<{ got: boolean }>(
        `select exists (select 1 from pg_locks where locktype = 'advisory' and pid = pg_backend_pid() and granted) or pg_try_advisory_lock($1) as got`,
        [LEADER_LOCK],
      );
      return rows[0]?.got === true;
    } catch (error) {
      await this.giveUp();
      throw error;
    }
  }
  async #connect(): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: this.#url, application_name: 'cryptotribes payouts leader' });
    client.on('error', () => {
      this.#client = null;
    });
    await client.connect();
    this.#client = client;
    return client;
  }
  async giveUp(): Promise<void> {
    const client = this.#client;
    this.#client = null;
    await client?.end().catch(() => {});
  }
}
