/** One page of a ranking (SPEC 4.4.8): by offset, by cursor, or around the caller. */

import { AppError } from '@cryptotribes/protocol/core/errors';
import { queryInteger } from '@cryptotribes/protocol/core/schema';
import type { PlayerRank, TribeRank } from '@cryptotribes/protocol/features/seasons';
import type { RouteData, RouteQuery } from '@cryptotribes/protocol/routes';
import { compareTribes, type TribeStanding } from '@cryptotribes/rules/seasons/ranking';
import { nameSkeleton } from '@cryptotribes/rules/tribes/names';
import Type from 'typebox';
import { readCursor, writeCursor } from '../../platform/cursor.ts';
import type { Db } from '../../platform/db.ts';
import { findSeat } from '../tribes/membership.ts';
import { playerHours, tribeTrends } from './history.ts';
import {
  findPlayers,
  findTribes,
  getTribes,
  listPlayersAfter,
  listPlayersBefore,
  listPlayersFrom,
  MOST_FOUND,
  type PlayerRow,
  readViewer,
} from './queries.ts';
import { countPlayers, isKnownAsLarge, rankOf, type Standing, startAt } from './standings.ts';
import { tribeStandings } from './tribeStandings.ts';

const Direction = Type.Union([Type.Literal('after'), Type.Literal('before')]);
const Whole = Type.Integer({ minimum: -8.64e15, maximum: 8.64e15 });
const PlayerCursor = Type.Tuple([Direction, Whole, Whole, Type.String({ maxLength: 24 })]);
const TribeCursor = Type.Tuple([Direction, Whole, Whole, Whole, Type.String({ maxLength: 24 })]);
const MAX_OFFSET = 1_000_000;

/** JSON of a page of players. What is the same for everybody is made once for all who ask at the same time. SEASON_NOT_FOUND. */
export async function playersText(
  db: Db,
  viewerId: string | null,
  query: RouteQuery<'leaderboard.players'>,
): Promise<string> {
  const viewer = await readViewer(db, query.seasonId ?? null, viewerId);
  if (viewer === null) throw new AppError('SEASON_NOT_FOUND');
  const { seasonId, mine } = viewer;
  if (query.search !== undefined) return JSON.stringify(await foundPlayers(db, seasonId, mine, query.search));
  const [page, ownRank] = await Promise.all([
    shownPage(db, seasonId, mine, query),
    mine === null ? 0 : rankOf(db, seasonId, mine),
  ]);
  // Read at the same moment as the page, it has the same rank there.
  const own = mine === null ? undefined : page.players.find((row) => row.userId === viewerId);
  const me = mine === null ? null : (own ?? showPlayer(mine, ownRank, await playerHours(db, seasonId, [mine.userId])));
  const rest: Omit<RouteData<'leaderboard.players'>, 'players'> = {
    userRank: me === null ? null : { rank: me.rank, victoryPoints: me.victoryPoints },
    me,
    total: page.total,
    next: page.next,
    previous: page.previous,
  };
  return `{"players":${page.text},${JSON.stringify(rest).slice(1)}`;
}

interface ShownPage {
  players: PlayerRank[];
  /** JSON of `players`. */
  text: string;
  total: number;
  next: string | null;
  previous: string | null;
}
/** In a large season the first page, which everybody opens, is shown to all who ask within that time (SPEC 9.2 allows five minutes). */
const FIRST_PAGE_LASTS_MS = 1_000;
/** First pages by season and length. */
const firstPages = new WeakMap<Db, Map<string, { madeAtMs: number; page: Promise<ShownPage> }>>();

/** The ranking has changed, and those who hear of it ask again. */
export const forgetFirstPages = (db: Db): void => firstPages.get(db)?.clear();

async function shownPage(
  db: Db,
  seasonId: string,
  mine: Standing | null,
  query: RouteQuery<'leaderboard.players'>,
): Promise<ShownPage> {
  const limit = queryInteger(query.limit, 100, 1, 100);
  const isFirst =
    query.cursor === undefined && query.around === undefined && queryInteger(query.offset, 0, 0, MAX_OFFSET) === 0;
  if (!isFirst || !isKnownAsLarge(db, seasonId)) return makePage(db, seasonId, mine, limit, query);
  const pages = firstPages.get(db) ?? new Map<string, { madeAtMs: number; page: Promise<ShownPage> }>();
  firstPages.set(db, pages);
  const key = `${seasonId} ${limit}`;
  const known = pages.get(key);
  if (known !== undefined && performance.now() - known.madeAtMs < FIRST_PAGE_LASTS_MS) return known.page;
  const page = makePage(db, seasonId, mine, limit, query);
  pages.set(key, { madeAtMs: performance.now(), page });
  page.catch(() => pages.delete(key));
  return page;
}

async function makePage(
  db: Db,
  seasonId: string,
  mine: Standing | null,
  limit: number,
  query: RouteQuery<'leaderboard.players'>,
): Promise<ShownPage> {
  const { rows, hasMore } = await playerPage(db, seasonId, mine, limit, query);
  const [first, last] = [rows[0], rows.at(-1)];
  const [{ firstRank, players, text }, total] = await Promise.all([
    shownRows(db, seasonId, rows),
    countPlayers(db, seasonId),
  ]);
  return {
    players,
    text,
    total,
    next: last !== undefined && hasMore ? playerCursor('after', last) : null,
    previous: first !== undefined && firstRank > 1 ? playerCursor('before', first) : null,
  };
}

interface ShownRows {
  firstRank: number;
  players: PlayerRank[];
  text: string;
}
/** By the first row of a page, which all have in common whose question was answered together, and the number of rows. */
const shownTogether = new WeakMap<PlayerRow, Map<number, Promise<ShownRows>>>();

function shownRows(db: Db, seasonId: string, rows: readonly PlayerRow[]): Promise<ShownRows> {
  const [first] = rows;
  if (first === undefined) return Promise.resolve({ firstRank: 0, players: [], text: '[]' });
  const shown = shownTogether.get(first) ?? new Map<number, Promise<ShownRows>>();
  shownTogether.set(first, shown);
  const page = shown.get(rows.length) ?? showRows(db, seasonId, rows, first);
  shown.set(rows.length, page);
  return page;
}

async function showRows(db: Db, seasonId: string, rows: readonly PlayerRow[], first: PlayerRow): Promise<ShownRows> {
  const [firstRank, hours] = await Promise.all([
    rankOf(db, seasonId, first),
    playerHours(db, seasonId, idsOf(rows, null)),
  ]);
  const players = rows.map((row, index) => showPlayer(row, firstRank + index, hours));
  return { firstRank, players, text: JSON.stringify(players) };
}

const idsOf = (rows: readonly PlayerRow[], mine: PlayerRow | null): string[] =>
  [...rows, ...(mine === null ? [] : [mine])].map((row) => row.userId);

/** The best players with such a name, each with the rank among all. */
async function foundPlayers(
  db: Db,
  seasonId: string,
  mine: PlayerRow | null,
  search: string,
): Promise<RouteData<'leaderboard.players'>> {
  // A search of blanks would find everybody.
  const beginning = search.trim();
  const rows = beginning === '' ? [] : await findPlayers(db, seasonId, beginning);
  const hours = await playerHours(db, seasonId, idsOf(rows, mine));
  const players: PlayerRank[] = [];
  for (const row of rows) players.push(showPlayer(row, await rankOf(db, seasonId, row), hours));
  const me = mine === null ? null : showPlayer(mine, await rankOf(db, seasonId, mine), hours);
  const userRank = me && { rank: me.rank, victoryPoints: me.victoryPoints };
  return { players, userRank, me, total: await countPlayers(db, seasonId), next: null, previous: null };
}

async function playerPage(
  db: Db,
  seasonId: string,
  mine: Standing | null,
  limit: number,
  query: RouteQuery<'leaderboard.players'>,
): Promise<{ rows: PlayerRow[]; hasMore: boolean }> {
  const cursor = readCursor(query.cursor, PlayerCursor);
  // One row more than shown tells whether there is a next page.
  const cut = (rows: PlayerRow[]) => ({ rows: rows.slice(0, limit), hasMore: rows.length > limit });
  if (cursor !== null) {
    const [direction, victoryPoints, reachedMs, userId] = cursor;
    const standing = { victoryPoints, reachedMs, userId };
    if (direction === 'after') return cut(await listPlayersAfter(db, seasonId, standing, limit + 1));
    return { rows: await listPlayersBefore(db, seasonId, standing, limit), hasMore: true };
  }
  if (query.around === 'me' && mine !== null) {
    const before = await listPlayersBefore(db, seasonId, mine, Math.floor((limit - 1) / 2));
    return cut([...before, ...(await listPlayersFrom(db, seasonId, mine, limit + 1 - before.length))]);
  }
  const { from, skip } = await startAt(db, seasonId, queryInteger(query.offset, 0, 0, MAX_OFFSET));
  return cut(await listPlayersFrom(db, seasonId, from, limit + 1, skip));
}

const playerCursor = (direction: 'after' | 'before', row: Standing): string =>
  writeCursor([direction, row.victoryPoints, row.reachedMs, row.userId]);

const showPlayer = (row: PlayerRow, rank: number, hoursOf: (userId: string) => number[]): PlayerRank => ({
  rank,
  userId: row.userId,
  username: row.username,
  tribeId: row.tribe_id,
  tribeName: row.tribe_name,
  tribeTag: row.tag,
  tribeOrdinal: row.ordinal,
  victoryPoints: row.victoryPoints,
  hours: hoursOf(row.userId),
});

export async function showTribeRanks(
  db: Db,
  seasonId: string,
  viewerId: string | null,
  query: RouteQuery<'leaderboard.tribes'>,
): Promise<RouteData<'leaderboard.tribes'>> {
  const limit = queryInteger(query.limit, 50, 1, 100);
  const seat = viewerId === null ? null : await findSeat(db, seasonId, viewerId);
  const all = await tribeStandings(db, seasonId);
  const own = seat === null ? -1 : all.findIndex((tribe) => tribe.id === seat.tribeId);
  const matching = query.search === undefined ? null : await placesFound(db, seasonId, all, query.search);
  const start = matching === null ? tribeStart(all, own, limit, query) : { from: 0, count: all.length };
  const end = Math.min(all.length, start.from + start.count);
  const places = matching ?? Array.from({ length: Math.max(0, end - start.from) }, (_, index) => start.from + index);
  const rows = await showTribes(db, seasonId, all, own < 0 ? places : [...places, own]);
  const mine = own < 0 ? undefined : rows.pop();
  const [first, last] = [all[start.from], all[end - 1]];
  return {
    tribes: rows,
    tribeRank: mine === undefined ? null : { rank: mine.rank, totalVP: mine.totalVP },
    mine: mine ?? null,
    total: all.length,
    next: last !== undefined && places.length > 0 && end < all.length ? tribeCursor('after', last) : null,
    previous: first !== undefined && start.from > 0 ? tribeCursor('before', first) : null,
  };
}

/** Places in the order of the best tribes with such a name or tag. */
async function placesFound(db: Db, seasonId: string, all: readonly TribeStanding[], search: string): Promise<number[]> {
  const found = await findTribes(db, seasonId, search.trim(), nameSkeleton(search));
  return all.flatMap((tribe, place) => (found.has(tribe.id) ? [place] : [])).slice(0, MOST_FOUND);
}

/** Which part of the list a request asks for. */
function tribeStart(
  all: readonly TribeStanding[],
  own: number,
  limit: number,
  query: RouteQuery<'leaderboard.tribes'>,
): { from: number; count: number } {
  const cursor = readCursor(query.cursor, TribeCursor);
  if (cursor !== null) {
    const [direction, totalVp, territories, reachedAtMs, id] = cursor;
    const place = { id, totalVp, territories, reachedAtMs };
    const behind = all.findIndex((tribe) => compareTribes(tribe, place) > 0);
    if (direction === 'after') return { from: behind < 0 ? all.length : behind, count: limit };
    const atOrBehind = all.findIndex((tribe) => compareTribes(tribe, place) >= 0);
    const until = atOrBehind < 0 ? all.length : atOrBehind;
    const from = Math.max(0, until - limit);
    return { from, count: until - from };
  }
  if (query.around === 'me' && own >= 0) return { from: Math.max(0, own - Math.floor((limit - 1) / 2)), count: limit };
  return { from: queryInteger(query.offset, 0, 0, MAX_OFFSET), count: limit };
}

const tribeCursor = (direction: 'after' | 'before', tribe: TribeStanding): string =>
  writeCursor([direction, tribe.totalVp, tribe.territories, tribe.reachedAtMs, tribe.id]);

async function showTribes(
  db: Db,
  seasonId: string,
  all: readonly TribeStanding[],
  places: number[],
): Promise<TribeRank[]> {
  const chosen = places.flatMap((place) => all[place] ?? []);
  const ids = chosen.map((tribe) => tribe.id);
  const [tribes, trendOf] = await Promise.all([getTribes(db, seasonId, ids), tribeTrends(db, seasonId, ids)]);
  return chosen.map((tribe, index) => {
    const row = tribes.get(tribe.id);
    return {
      rank: (places[index] as number) + 1,
      tribeId: tribe.id,
      tribeName: row?.name ?? '',
      tag: row?.tag ?? '',
      ordinal: row?.ordinal ?? 1,
      totalVP: tribe.totalVp,
      lastHourVP: row?.last_hour_vp ?? 0,
      memberCount: row?.member_count ?? 0,
      territoriesControlled: tribe.territories,
      ...trendOf(tribe.id),
    };
  });
}
