/** A season and its players, for a run of chaos. */
import type pg from 'pg';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { readConfig } from '../../config/config.ts';
import { createSeason } from '../../features/seasons/service.ts';
import { machineTime } from '../../platform/clock.ts';
import { askTime, DatabaseClock } from '../../platform/databaseClock.ts';
import { createPool } from '../../platform/db.ts';
import { createIdMaker } from '../../platform/ids.ts';
import { createLogger } from '../../platform/logger.ts';
import { inTransaction } from '../../platform/tx.ts';
import { Dice } from '../play/dice.ts';
import type { Land } from './choose.ts';
import type { Journal } from './journal.ts';
import { type ChaosPlayer, createChaosPlayer, type SignedIn, signIn } from './player.ts';

export interface WorldOptions {
  readonly databaseUrl: string;
  readonly url: string;
  readonly seed: number;
  readonly players: number;
  readonly journal: Journal;
  /** The season lasts longer than this. */
  readonly atLeastMs: number;
  readonly nowMs: () => number;
}

export interface ChaosWorld {
  readonly seasonId: string;
  readonly players: readonly ChaosPlayer[];
}

const TRIBE_SIZE = 4;
const SEASON_MS = 10 * 24 * 3_600_000;
const MOST_SPEED = 240;

/** Opens a free season in which hours pass in seconds, and brings the players into it, in tribes of four. */
export async function openWorld(options: WorldOptions): Promise<ChaosWorld> {
  const pool = createPool({ url: options.databaseUrl, size: 2, log: createLogger('silent'), name: 'chaos' });
  try {
    const seasonId = await openSeason(pool, options.atLeastMs);
    const { rows } = await pool.query<Land>('select id, territory_no as no from territories order by territory_no');
    const signedIn: SignedIn[] = [];
    for (let n = 0; n < options.players; n++) {
      const account = privateKeyToAccount(generatePrivateKey());
      signedIn.push(await signIn({ ...options, account }));
    }
    await Promise.all(signedIn.map(({ api }) => api.call('seasons.join', { params: { seasonId } })));
    for (let n = 0; n < signedIn.length; n += TRIBE_SIZE) await foundTribe(signedIn.slice(n, n + TRIBE_SIZE), n);
    const players = signedIn.map((one, n) => {
      const dice = new Dice(`chaos ${options.seed} player ${n}`);
      return createChaosPlayer(one, { ...options, dice, land: rows });
    });
    return { seasonId, players };
  } finally {
    await pool.end();
  }
}

async function openSeason(pool: pg.Pool, atLeastMs: number): Promise<string> {
  const clock = new DatabaseClock(machineTime, await askTime(pool, machineTime));
  const ctx = { clock, config: readConfig({ NODE_ENV: 'test' }), newId: createIdMaker(clock) };
  const nowMs = clock.nowMs();
  const plan = {
    name: 'Season {n}',
    speed: Math.max(1, Math.min(MOST_SPEED, Math.floor(SEASON_MS / atLeastMs))),
    startMs: nowMs,
    registrationStartMs: nowMs,
    entryFeeMicro: 0,
    tribesAtStart: 4,
    demo: false,
  };
  const publisher = { wake: () => {}, start: async () => {}, stop: async () => {} };
  return (await inTransaction({ pool, publisher }, (tx) => createSeason(ctx, tx, plan))).id;
}

async function foundTribe(members: readonly SignedIn[], n: number): Promise<void> {
  const [chieftain, ...others] = members;
  if (chieftain === undefined) return;
  // Letters that do not look like one another: similar names are refused.
  const letters = [n >> 4, n >> 2, n].map((part) => 'ABCDEFGHKMPSTXYZ'[part & 15]).join('');
  const body = { name: `House of ${letters}`, tag: letters };
  const { tribeId } = await chieftain.api.call('tribes.create', { body });
  for (const { api, userId } of others) {
    await api.call('tribes.request', { params: { tribeId } });
    await chieftain.api.call('tribes.acceptRequest', { params: { tribeId, userId } });
  }
}
