import { createHash, randomBytes } from 'node:crypto';
import { AppError } from '@cryptotribes/protocol/core/errors';
import type { Season } from '@cryptotribes/protocol/features/seasons';
import { gameToRealMs } from '@cryptotribes/rules/core/time';
import { rankPrizesMicro } from '@cryptotribes/rules/prizes/split';
import { DEFAULT_RULESET_ID, rulesetById } from '@cryptotribes/rules/rulesets/registry';
import { seasonEndMs } from '@cryptotribes/rules/seasons/clock';
import { TERRITORIES } from '@cryptotribes/rules/territories/map';
import { npcGarrison } from '@cryptotribes/rules/territories/npc';
import { joiningEndsMs } from '@cryptotribes/rules/tribes/roster';
import type { Context } from '../../context.ts';
import type { Db } from '../../platform/db.ts';
import type { Tx } from '../../platform/tx.ts';
import { showBeacon } from '../beacon/show.ts';
import { poolOf } from '../ledger/balances.ts';
import { paymentMethods } from '../payments/methods.ts';
import { insertVillage } from '../villages/queries.ts';
import { entering } from './entering.ts';
import {
  countParticipants,
  enterSeason,
  getCurrentSeason,
  getEntry,
  getSeason,
  insertSeason,
  insertTerritories,
  renameSeason,
  type SeasonRow,
} from './queries.ts';

export type { SeasonRow } from './queries.ts';

/**
 * The season that commands and questions without a season id mean: the newest open one that the player has entered, else the current one.
 * `userId` null = a visitor. SEASON_NOT_FOUND before the first one.
 */
export async function currentSeason(db: Db, userId: string | null): Promise<SeasonRow> {
  const season = await getCurrentSeason(db, userId);
  if (season === null) throw new AppError('SEASON_NOT_FOUND');
  return season;
}
export async function seasonOrCurrent(db: Db, id: string | undefined, userId: string | null): Promise<SeasonRow> {
  if (id === undefined) return currentSeason(db, userId);
  const season = await getSeason(db, id);
  if (season === null) throw new AppError('SEASON_NOT_FOUND');
  return season;
}

/**
 * Refuses orders outside [start, end) and before the players were counted at the start (SEASON_NOT_ACTIVE). Call it with the time read
 * after the last lock: a request that waited for a lock across the end must not count as before it.
 */
export function assertActive(season: SeasonRow, nowMs: number): void {
  if (season.status === 'active' && nowMs >= season.season_start && nowMs < season.season_end) return;
  throw new AppError('SEASON_NOT_ACTIVE', {
    status: season.status,
    seasonStart: new Date(season.season_start).toISOString(),
    seasonEnd: new Date(season.season_end).toISOString(),
  });
}

export interface SeasonPlan {
  name: string;
  speed: number;
  startMs: number;
  registrationStartMs: number;
  entryFeeMicro: number;
  tribesAtStart: number;
  demo: boolean;
  /** Seats of a season with a fee; the configured number unless given. */
  maxPlayers?: number;
  /** Real length; the ruleset's at the season's speed unless given. */
  lengthMs?: number;
  /** The default one unless given. */
  rulesetId?: string;
  /** 32 bytes, drawn unless given. */
  secret?: Buffer;
}

/** Creates a season with its land and the commitment to its secret (GAME_DESIGN 6). `{n}` in the name becomes the season's number. */
export async function createSeason(
  ctx: Pick<Context, 'clock' | 'config' | 'newId'>,
  tx: Tx,
  plan: SeasonPlan,
): Promise<SeasonRow> {
  const rules = rulesetById(plan.rulesetId ?? DEFAULT_RULESET_ID);
  const nowMs = ctx.clock.nowMs();
  const secret = plan.secret ?? randomBytes(32);
  const id = ctx.newId();
  const number = await insertSeason(tx, {
    id,
    name: plan.name,
    rulesetId: rules.id,
    speed: plan.speed,
    status: nowMs >= plan.startMs ? 'active' : 'registration',
    registrationStartMs: plan.registrationStartMs,
    registrationEndMs: plan.startMs,
    seasonStartMs: plan.startMs,
    seasonEndMs:
      plan.lengthMs === undefined ? seasonEndMs(rules, plan.startMs, plan.speed) : plan.startMs + plan.lengthMs,
    entryFeeMicro: plan.entryFeeMicro,
    secret,
    commitment: createHash('sha256').update(secret).digest(),
    tribesAtStart: plan.tribesAtStart,
    demo: plan.demo,
    createdMs: nowMs,
    // A demo season may begin with a past, whose rounds are known already.
    beacon: plan.demo ? null : (ctx.config.beacon?.chain ?? null),
    maxPlayers: plan.entryFeeMicro === 0 ? null : (plan.maxPlayers ?? ctx.config.payments.maxPlayers),
  });
  await renameSeason(tx, id, plan.name.replaceAll('{n}', String(number)));
  const land = TERRITORIES.map((territory) => {
    const npc = npcGarrison(rules, territory.id, plan.tribesAtStart);
    return { id: ctx.newId(), no: territory.id, formation: npc.formation, npc: npc.units };
  });
  await insertTerritories(tx, id, land, nowMs);
  const season = await getSeason(tx, id);
  if (season === null) throw new Error('the season just created is not there');
  return season;
}

/** Enters a free season (ARCHITECTURE 7). Safe to repeat. Codes: SEASON_NOT_FOUND, SEASON_NOT_FREE, SEASON_NOT_ACTIVE. */
export async function joinSeason(ctx: Context, tx: Tx, userId: string, seasonId: string) {
  const season = await getSeason(tx, seasonId);
  if (season === null) throw new AppError('SEASON_NOT_FOUND');
  if (season.entry_fee_micro > 0)
    throw new AppError('SEASON_NOT_FREE', { entryFee: season.entry_fee_micro / 1e6, pay: paymentMethods(ctx.config) });
  const nowMs = ctx.clock.nowMs();
  const before = await getEntry(tx, seasonId, userId);
  if (before !== null) return { seasonId, joinedAt: new Date(before).toISOString(), alreadyJoined: true };
  if (season.status === 'cancelled' || nowMs < season.registration_start || nowMs >= season.season_end) {
    throw new AppError('SEASON_NOT_ACTIVE', { status: season.status });
  }
  const added = await entering(tx, userId, nowMs, async () => {
    const isNew = await enterSeason(tx, seasonId, userId, nowMs);
    if (isNew) await insertVillage(tx, rulesetById(season.ruleset_id), seasonId, userId, nowMs);
    return isNew;
  });
  const joinedMs = (await getEntry(tx, seasonId, userId)) ?? nowMs;
  return { seasonId, joinedAt: new Date(joinedMs).toISOString(), alreadyJoined: !added };
}

const usdt = (micro: number): number => micro / 1e6;
const cents = (micro: number): number => Math.round(micro / 1e4) / 100;

/** A season as everybody sees it. */
export async function showSeason(ctx: Context, db: Db, season: SeasonRow): Promise<Season> {
  const rules = rulesetById(season.ruleset_id);
  const { players, tribes } = await countParticipants(db, season.id);
  const free = season.entry_fee_micro === 0;
  const poolMicro = season.prize_pool_micro ?? (free ? 0 : await poolOf(db, season.id));
  // The prizes of a full table of ten, as SPEC 4.4.9 shows them.
  const prizes = rankPrizesMicro(rules, poolMicro, 10);
  const nowMs = ctx.clock.nowMs();
  const active = nowMs >= season.season_start && nowMs < season.season_end && season.status === 'active';
  const next = (stepGameMs: number): string => {
    const n = Math.floor(((nowMs - season.season_start) * season.speed) / stepGameMs) + 1;
    return iso(season.season_start + gameToRealMs(stepGameMs * n, season.speed));
  };
  return {
    seasonId: season.id,
    seasonNumber: season.season_number,
    name: season.name,
    status: season.status,
    rulesetId: season.ruleset_id,
    speed: season.speed,
    free,
    entryFee: usdt(season.entry_fee_micro),
    timeline: {
      registrationStart: iso(season.registration_start),
      registrationEnd: iso(season.registration_end),
      seasonStart: iso(season.season_start),
      seasonEnd: iso(season.season_end),
      tribesClose: iso(joiningEndsMs(rules, { endsMs: season.season_end, speed: season.speed })),
    },
    participants: { registeredPlayers: players, activeTribes: tribes, online: ctx.presence.online() },
    prizePool: {
      total: usdt(poolMicro),
      breakdown: {
        rank1: cents(prizes[0] ?? 0),
        rank2: cents(prizes[1] ?? 0),
        rank3: cents(prizes[2] ?? 0),
        rank4_10: cents(prizes[3] ?? 0),
      },
    },
    commitment: season.commitment.toString('hex'),
    beacon: showBeacon(season),
    nextTickAt: active ? { vp: next(rules.season.hourGameMs), gold: next(rules.season.slotGameMs) } : null,
  };
}

const iso = (ms: number): string => new Date(ms).toISOString();
