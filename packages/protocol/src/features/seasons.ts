import Type, { type Static } from 'typebox';
import { route } from '../core/route.ts';
import {
  Amount,
  Cursor,
  Instant,
  NullableInteger,
  NullableText,
  nullable,
  ObjectId,
  object,
  oneOf,
  QueryInteger,
  RoleSchema,
  SearchText,
} from '../core/schema.ts';
import { SeasonBeacon } from './beacon.ts';

export const SeasonStatus = oneOf(['registration', 'active', 'ended', 'paid_out', 'cancelled'] as const);
export const Season = object({
  seasonId: ObjectId,
  seasonNumber: Type.Integer(),
  name: Type.String(),
  status: SeasonStatus,
  rulesetId: Type.String(),
  /** Game time passes this many times faster than the clock on the wall. */
  speed: Type.Integer(),
  free: Type.Boolean(),
  entryFee: Type.Number(),
  timeline: object({
    registrationStart: Instant,
    registrationEnd: Instant,
    seasonStart: Instant,
    seasonEnd: Instant,
    /** From then on tribes take no new members. */
    tribesClose: Instant,
  }),
  participants: object({ registeredPlayers: Amount, activeTribes: Amount, online: Amount }),
  prizePool: object({
    /** USDT. */
    total: Type.Number(),
    breakdown: object({ rank1: Type.Number(), rank2: Type.Number(), rank3: Type.Number(), rank4_10: Type.Number() }),
  }),
  /** SHA-256 of the season's secret: fixes the chance of every battle beforehand. */
  commitment: Type.String(),
  /** The public random beacon that is mixed into every battle; null = none. */
  beacon: nullable(SeasonBeacon),
  /** When the next hourly victory points and the next gold are due; null unless active. */
  nextTickAt: nullable(object({ vp: Instant, gold: Instant })),
});
export type Season = Static<typeof Season>;

/** A tribe on the prize list (SPEC 3.1.5). */
export const WinningTribe = object({
  rank: Type.Integer(),
  tribeId: ObjectId,
  name: Type.String(),
  tag: Type.String(),
  ordinal: Type.Integer(),
  totalVP: Amount,
  /** USDT. */
  prizeAmount: Type.Number(),
  /** Millionths of a USDT: exact. */
  amountMicro: Amount,
  paid: Type.Boolean(),
  /** By seat, as they sat at the end. */
  members: Type.Array(object({ userId: ObjectId, username: NullableText, role: RoleSchema, amountMicro: Amount })),
});
export type WinningTribe = Static<typeof WinningTribe>;

export const PlayerRank = object({
  rank: Type.Integer(),
  userId: ObjectId,
  username: NullableText,
  tribeId: NullableText,
  tribeName: NullableText,
  tribeTag: NullableText,
  tribeOrdinal: Type.Unsafe<number | null>({ type: ['integer', 'null'] }),
  victoryPoints: Amount,
  /** Points of each full game hour of the last game day, oldest first. */
  hours: Type.Array(Amount),
});
export const TribeRank = object({
  rank: Type.Integer(),
  tribeId: ObjectId,
  tribeName: Type.String(),
  tag: Type.String(),
  ordinal: Type.Integer(),
  totalVP: Amount,
  /** VP of the last complete game hour. */
  lastHourVP: Amount,
  memberCount: Amount,
  territoriesControlled: Amount,
  /** Points of each full game hour of the last game day, oldest first. */
  hours: Type.Array(Amount),
  /** The rank at the tally before the last one, and a game day before the last one; null where it was not there yet. */
  rankHourAgo: NullableInteger,
  rankDayAgo: NullableInteger,
});
export type PlayerRank = Static<typeof PlayerRank>;
export type TribeRank = Static<typeof TribeRank>;

const boardQuery = object({
  seasonId: Type.Optional(ObjectId),
  limit: Type.Optional(QueryInteger),
  /** Skips that many; a cursor wins over it, and is quick at any depth. */
  offset: Type.Optional(QueryInteger),
  /** `next` or `previous` of an earlier answer. */
  cursor: Type.Optional(Cursor),
  /** The page with your own row in the middle; the first page for those who have none. */
  around: Type.Optional(Type.Literal('me')),
  /** Instead of a page the best 20 whose name begins with this (tribes: also those whose tag or name holds it). */
  search: Type.Optional(SearchText(40)),
});
/** Cursors of the pages after and before this one; null at the ends. */
const pages = { next: NullableText, previous: NullableText };

export const seasonRoutes = {
  'seasons.current': route({
    method: 'GET',
    path: '/v1/seasons/current',
    access: 'public',
    summary: 'The running season; else the one open for registration; else the last one.',
    data: Season,
  }),
  'seasons.list': route({
    method: 'GET',
    path: '/v1/seasons',
    access: 'public',
    summary: 'All seasons, newest first.',
    data: object({ seasons: Type.Array(Season) }),
  }),
  'seasons.get': route({
    method: 'GET',
    path: '/v1/seasons/:seasonId',
    access: 'public',
    summary: 'One season.',
    params: object({ seasonId: ObjectId }),
    data: Season,
  }),
  'seasons.join': route({
    method: 'POST',
    path: '/v1/seasons/:seasonId/join',
    access: 'user',
    summary: 'Enter a free season: you get a village. Safe to call again.',
    params: object({ seasonId: ObjectId }),
    data: object({ seasonId: ObjectId, joinedAt: Instant, alreadyJoined: Type.Boolean() }),
  }),
  'seasons.prizes': route({
    method: 'GET',
    path: '/v1/seasons/:seasonId/prizes',
    access: 'public',
    summary: 'The prize list. Empty until the season has ended; final from then on.',
    params: object({ seasonId: ObjectId }),
    data: object({
      seasonId: ObjectId,
      final: Type.Boolean(),
      /** Millionths of a USDT: of the paid entries so far, fixed at the end. */
      poolMicro: Amount,
      /** At most ten, best first. A free season has no prizes. */
      winningTribes: Type.Array(WinningTribe),
    }),
  }),
  'seasons.commitment': route({
    method: 'GET',
    path: '/v1/seasons/:seasonId/commitment',
    access: 'public',
    summary: "SHA-256 of the season's secret, published before registration opens.",
    params: object({ seasonId: ObjectId }),
    data: object({
      seasonId: ObjectId,
      algorithm: oneOf(['SHA-256'] as const),
      commitment: Type.String(),
      publishedAt: Instant,
      beacon: nullable(SeasonBeacon),
    }),
  }),
  'seasons.reveal': route({
    method: 'GET',
    path: '/v1/seasons/:seasonId/reveal',
    access: 'public',
    summary: "The season's secret, once the season is over: with it anybody can replay every battle.",
    params: object({ seasonId: ObjectId }),
    data: object({ seasonId: ObjectId, secret: Type.String(), commitment: Type.String(), revealedAt: Instant }),
  }),
  'seasons.export': route({
    method: 'GET',
    path: '/v1/seasons/:seasonId/export',
    access: 'public',
    summary:
      'Everything of a season that is over, from which anybody can compute it again: NDJSON, each line chained to the one before by its hash (docs/FAIRNESS.md).',
    params: object({ seasonId: ObjectId }),
    produces: ['application/x-ndjson'],
    data: Type.String(),
  }),
  'leaderboard.players': route({
    method: 'GET',
    path: '/v1/leaderboard/players',
    access: 'public',
    summary:
      'Players by victory points; ties by who reached the total first, then id. With your own row when signed in.',
    query: boardQuery,
    data: object({
      players: Type.Array(PlayerRank),
      userRank: nullable(object({ rank: Type.Integer(), victoryPoints: Amount })),
      /** Your own row, wherever it stands; null for visitors and those without a village. */
      me: nullable(PlayerRank),
      total: Amount,
      ...pages,
    }),
  }),
  'leaderboard.tribes': route({
    method: 'GET',
    path: '/v1/leaderboard/tribes',
    access: 'public',
    summary: 'Tribes by victory points; ties by territories held, then who reached the total first, then id.',
    query: boardQuery,
    data: object({
      tribes: Type.Array(TribeRank),
      tribeRank: nullable(object({ rank: Type.Integer(), totalVP: Amount })),
      /** Your own tribe's row, wherever it stands. */
      mine: nullable(TribeRank),
      total: Amount,
      ...pages,
    }),
  }),
};
