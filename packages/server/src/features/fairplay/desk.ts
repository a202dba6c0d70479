/** Fair play as administrators see it: who was noticed, and one page with everything that a decision needs. */
import { AppError } from '@cryptotribes/protocol/core/errors';
import { queryInteger } from '@cryptotribes/protocol/core/schema';
import type { Person } from '@cryptotribes/protocol/features/admin';
import type { FairPlayEvidence, FairPlayRow } from '@cryptotribes/protocol/features/adminFairPlay';
import type { RouteData, RouteQuery } from '@cryptotribes/protocol/routes';
import Type from 'typebox';
import type { Context } from '../../context.ts';
import { readCursor, writeCursor } from '../../platform/cursor.ts';
import type { Db } from '../../platform/db.ts';
import { personOf } from '../admin/roles.ts';
import { countOpenAppeals, listAppealsOf } from './appealQueries.ts';
import { adminAppeal } from './appeals.ts';
import {
  getScore,
  getWallet,
  listDays,
  listPeople,
  listScoredSeasons,
  listScores,
  listSharedBattles,
  type ScoreRow,
  type SharedBattle,
} from './deskQueries.ts';
import { listFlags } from './flagQueries.ts';
import { confirmationOf, flagOf } from './flags.ts';
import { listPayoutHolds } from './payoutHolds.ts';
import { getSanction } from './sanctionQueries.ts';

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 100;
const MOST_FLAGS = 20;
const Place = Type.Tuple([Type.Integer({ minimum: 0, maximum: 100 }), Type.String({ pattern: '^[0-9a-f]{24}$' })]);
const iso = (ms: number): string => new Date(ms).toISOString();

export async function showFairPlay(
  ctx: Context,
  query: RouteQuery<'admin.fairPlay'>,
): Promise<RouteData<'admin.fairPlay'>> {
  const db = ctx.pool;
  const limit = queryInteger(query.limit, DEFAULT_LIMIT, 1, MAX_LIMIT);
  const seasons = await listScoredSeasons(db);
  const seasonId = query.seasonId ?? seasons[0]?.id ?? null;
  const place = readCursor(query.cursor, Place);
  const rows = seasonId === null ? [] : await listScores(db, seasonId, place, limit + 1);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    seasons: seasons.map(({ id, name }) => ({ seasonId: id, name })),
    seasonId,
    reviewScore: ctx.config.fairPlay.thresholds.review,
    openAppeals: await countOpenAppeals(db),
    players: shown.map(rowOf),
    next: rows.length > limit && last !== undefined ? writeCursor([last.score, last.user_id]) : null,
  };
}

const rowOf = (row: ScoreRow): FairPlayRow => ({
  person: personOf(row),
  standing: row.sanction ?? 'good',
  score: row.score,
  signals: row.reasons.map(({ kind }) => kind),
  isOpen: row.is_open,
  computedAt: iso(row.computed_at),
});

/** USER_NOT_FOUND. */
export async function showEvidence(
  ctx: Context,
  userId: string,
  query: RouteQuery<'admin.fairPlayPlayer'>,
): Promise<FairPlayEvidence> {
  const db = ctx.pool;
  const scored = await getScore(db, userId, query.seasonId ?? null);
  const signals = scored?.reasons ?? [];
  const others = [...new Set(signals.flatMap((signal) => signal.others))];
  const people = await readPeople(db, [userId, ...others]);
  const person = people(userId);
  if (person === null) throw new AppError('USER_NOT_FOUND');
  const seasonId = scored?.season_id ?? null;
  const battles = seasonId === null ? [] : await listSharedBattles(db, seasonId, userId, others);
  const wallet = await getWallet(db, userId);
  const flags = await listFlags(db, { status: null, kind: null, userId }, { before: null, limit: MOST_FLAGS });
  return {
    person,
    standing: (await getSanction(db, userId))?.kind ?? 'good',
    confirm: confirmationOf(await rowOfPerson(db, userId)),
    season: scored === null ? null : { seasonId: scored.season_id, name: scored.name },
    score: scored?.score ?? 0,
    reviewScore: ctx.config.fairPlay.thresholds.review,
    computedAt: scored?.computed_at == null ? null : iso(scored.computed_at),
    signals: signals.map((signal) => ({ ...signal, others: signal.others.flatMap((id) => people(id) ?? []) })),
    battles: battles.flatMap((battle) => battleOf(battle, people)),
    days: seasonId === null ? [] : await listDays(db, seasonId, userId),
    wallet:
      wallet === null
        ? null
        : {
            state: wallet.state,
            transactions: wallet.tx_count,
            isAged: wallet.is_aged,
            checkedAt: iso(wallet.checked_at),
          },
    holds: seasonId === null ? [] : ((await listPayoutHolds(db, seasonId, userId)).get(userId) ?? []),
    flags: flags.map(flagOf),
    appeals: (await listAppealsOf(db, userId)).map(adminAppeal),
  };
}

const rowOfPerson = async (db: Db, userId: string) => {
  const [row] = await listPeople(db, [userId]);
  if (row === undefined) throw new AppError('USER_NOT_FOUND');
  return row;
};

async function readPeople(db: Db, userIds: readonly string[]): Promise<(userId: string) => Person | null> {
  const people = new Map((await listPeople(db, userIds)).map((row) => [row.user_id, personOf(row)]));
  return (userId) => people.get(userId) ?? null;
}

function battleOf(battle: SharedBattle, people: (userId: string) => Person | null): FairPlayEvidence['battles'] {
  const [attacker, other] = [people(battle.attacker_id), people(battle.other_id)];
  if (attacker === null || other === null) return [];
  return [
    {
      battleId: battle.id,
      at: iso(battle.at),
      attacker,
      other,
      target: battle.territory_no === null ? 'village' : 'territory',
      territoryId: battle.territory_no,
      attackerPower: battle.attacker_power,
      defenderPower: battle.defender_power,
      winner: battle.winner,
      vp: battle.vp,
      gold: battle.gold,
    },
  ];
}
