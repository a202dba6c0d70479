/** What a season publishes about its chance and its prizes. */
import { AppError } from '@cryptotribes/protocol/core/errors';
import type { WinningTribe } from '@cryptotribes/protocol/features/seasons';
import type { RouteData } from '@cryptotribes/protocol/routes';
import type { Db } from '../../platform/db.ts';
import { showBeacon } from '../beacon/show.ts';
import { poolOf } from '../ledger/balances.ts';
import { listPrizes, type PrizeRow } from './closingQueries.ts';
import { getSeasonSecret } from './queries.ts';
import { seasonOrCurrent } from './service.ts';

/** SEASON_NOT_FOUND. */
export async function showPrizes(db: Db, seasonId: string): Promise<RouteData<'seasons.prizes'>> {
  const season = await seasonOrCurrent(db, seasonId, null);
  const free = season.entry_fee_micro === 0;
  const poolMicro = season.prize_pool_micro ?? (free ? 0 : await poolOf(db, season.id));
  const final = season.status === 'ended' || season.status === 'paid_out';
  const rows = final ? await listPrizes(db, season) : [];
  return { seasonId: season.id, final, poolMicro, winningTribes: byTribe(rows, season.status === 'paid_out') };
}

function byTribe(rows: readonly PrizeRow[], paid: boolean): WinningTribe[] {
  const tribes = new Map<number, WinningTribe>();
  for (const row of rows) {
    const { tribe_rank: rank, tribe_id: tribeId, name, tag, ordinal, total_vp: totalVP } = row;
    const tribe = tribes.get(rank) ?? {
      rank,
      tribeId,
      name,
      tag,
      ordinal,
      totalVP,
      prizeAmount: 0,
      amountMicro: 0,
      paid,
      members: [],
    };
    tribe.amountMicro += row.amount_micro;
    tribe.prizeAmount = tribe.amountMicro / 1e6;
    tribe.members.push({ userId: row.user_id, username: row.username, role: row.role, amountMicro: row.amount_micro });
    tribes.set(rank, tribe);
  }
  return [...tribes.values()];
}

/** SEASON_NOT_FOUND. */
export async function showCommitment(db: Db, seasonId: string): Promise<RouteData<'seasons.commitment'>> {
  const season = await seasonOrCurrent(db, seasonId, null);
  return {
    seasonId: season.id,
    algorithm: 'SHA-256',
    commitment: season.commitment.toString('hex'),
    publishedAt: new Date(season.created_at).toISOString(),
    beacon: showBeacon(season),
  };
}

/** SEASON_NOT_FOUND; SEASON_NOT_OVER as long as a battle may still be decided with the secret. */
export async function showSecret(db: Db, seasonId: string): Promise<RouteData<'seasons.reveal'>> {
  const season = await seasonOrCurrent(db, seasonId, null);
  if (season.revealed_at === null) {
    throw new AppError('SEASON_NOT_OVER', {
      status: season.status,
      seasonEnd: new Date(season.season_end).toISOString(),
    });
  }
  return {
    seasonId: season.id,
    secret: (await getSeasonSecret(db, season.id)).toString('hex'),
    commitment: season.commitment.toString('hex'),
    revealedAt: new Date(season.revealed_at).toISOString(),
  };
}
