import { AppError } from '@cryptotribes/protocol/core/errors';
import type { SignedInUser } from '@cryptotribes/protocol/features/auth';
import type { RouteBody, RouteData } from '@cryptotribes/protocol/routes';
import { DEFAULT_RULESET_ID, rulesetById } from '@cryptotribes/rules/rulesets/registry';
import { nameSkeleton, normaliseName, USERNAME_LENGTH } from '@cryptotribes/rules/tribes/names';
import type { Context } from '../../context.ts';
import { type Db, uniqueViolation } from '../../platform/db.ts';
import { walletText } from '../auth/wallet.ts';
import { playerHours } from '../leaderboard/history.ts';
import { rankOf } from '../leaderboard/standings.ts';
import { assertActive, currentSeason, type SeasonRow } from '../seasons/service.ts';
import {
  getHomeFormation,
  getProfileRow,
  getUsername,
  type ProfileRow,
  readSignedIn,
  setHomeFormation,
  setUsername,
  upsertUser,
} from './queries.ts';
import { isReservedName } from './reservedNames.ts';

/** The id of the player with this wallet (20 bytes); the first sign-in makes one. */
export const signInWallet = (ctx: Pick<Context, 'newId' | 'clock'>, db: Db, wallet: Buffer): Promise<string> =>
  upsertUser(db, ctx.newId(), wallet, ctx.clock.nowMs());

/** SPEC 4.4.1's user: the figures of the open season's village, else those of a new one. */
export async function getSignedInUser(db: Db, userId: string): Promise<SignedInUser> {
  const row = await readSignedIn(db, userId);
  return {
    id: row.id,
    walletAddress: walletText(row.wallet),
    username: row.username,
    tribeId: row.tribe_id,
    gold: row.gold ?? rulesetById(row.ruleset_id ?? DEFAULT_RULESET_ID).village.startGold,
    victoryPoints: row.victory_points ?? 0,
  };
}

/** What everybody may see of a player. USER_NOT_FOUND. */
export async function getProfile(db: Db, userId: string): Promise<RouteData<'users.get'>> {
  const row = await getProfileRow(db, userId);
  if (row === null) throw new AppError('USER_NOT_FOUND');
  return {
    id: row.id,
    username: row.username,
    tribeId: row.tribe_id,
    tribeName: row.tribe_name,
    tribeTag: row.tribe_tag,
    tribeOrdinal: row.tribe_ordinal,
    victoryPoints: row.victory_points ?? 0,
    vpRank: await rankFor(db, row),
    hours: await hoursFor(db, row),
  };
}

async function rankFor(db: Db, { id, season_id, victory_points, vp_reached_at }: ProfileRow): Promise<number | null> {
  if (season_id === null || victory_points === null || vp_reached_at === null) return null;
  return rankOf(db, season_id, { userId: id, victoryPoints: victory_points, reachedMs: vp_reached_at });
}

const hoursFor = async (db: Db, { id, season_id, victory_points }: ProfileRow): Promise<number[]> =>
  season_id === null || victory_points === null ? [] : (await playerHours(db, season_id, [id]))(id);

/**
 * Changes what the request names. Codes: INVALID_NAME (details.reason), USERNAME_TAKEN; for the formation
 * SEASON_NOT_FOUND, SEASON_NOT_ACTIVE, ENTRY_FEE_REQUIRED.
 */
export async function updateProfile(
  ctx: Pick<Context, 'clock'>,
  tx: Db,
  userId: string,
  patch: RouteBody<'users.update'>,
): Promise<RouteData<'users.update'>> {
  // The village first, as everywhere: whoever holds a village may still have to wait for its player's row.
  if (patch.homeFormation !== undefined) {
    const season = await currentSeason(tx, userId);
    const isEntrant = await setHomeFormation(tx, season.id, userId, patch.homeFormation);
    assertNotOver(season, ctx.clock.nowMs());
    if (!isEntrant) throw new AppError('ENTRY_FEE_REQUIRED', { seasonId: season.id });
  }
  if (patch.username !== undefined) await rename(tx, userId, patch.username);
  return {
    username: await getUsername(tx, userId),
    homeFormation: (await getHomeFormation(tx, userId)) ?? 'balanced',
  };
}

/** Between registration and the start a village may already be prepared; after the end nothing changes any more. */
function assertNotOver(season: SeasonRow, nowMs: number): void {
  if (season.status !== 'registration' || nowMs >= season.season_start) assertActive(season, nowMs);
}

async function rename(tx: Db, userId: string, text: string | null): Promise<void> {
  if (text === null) {
    await setUsername(tx, userId, null, null);
    return;
  }
  const name = normaliseName(text, USERNAME_LENGTH);
  if (!name.ok) throw new AppError('INVALID_NAME', name.details);
  if (isReservedName(name.value)) throw new AppError('INVALID_NAME', { reason: 'reserved' });
  try {
    await setUsername(tx, userId, name.value, nameSkeleton(name.value));
  } catch (error) {
    if (uniqueViolation(error) !== null) throw new AppError('USERNAME_TAKEN');
    throw error;
  }
}
