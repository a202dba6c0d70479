import Type, { type Static } from 'typebox';
import { route } from '../core/route.ts';
import { Amount, Instant, NullableText, nullable, ObjectId, object, oneOf, QueryInteger } from '../core/schema.ts';

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
  timeline: object({ registrationStart: Instant, registrationEnd: Instant, seasonStart: Instant, seasonEnd: Instant }),
  participants: object({ registeredPlayers: Amount, activeTribes: Amount, online: Amount }),
  prizePool: object({
    /** USDT. */
    total: Type.Number(),
    breakdown: object({ rank1: Type.Number(), rank2: Type.Number(), rank3: Type.Number(), rank4_10: Type.Number() }),
  }),
  /** SHA-256 of the season's secret: fixes the chance of every battle beforehand. */
  commitment: Type.String(),
  /** When the next hourly victory points and the next gold are due; null unless active. */
  nextTickAt: nullable(object({ vp: Instant, gold: Instant })),
});
export type Season = Static<typeof Season>;

export const PlayerRank = object({
  rank: Type.Integer(),
  userId: ObjectId,
  username: NullableText,
  tribeId: NullableText,
  tribeName: NullableText,
  tribeTag: NullableText,
  tribeOrdinal: Type.Unsafe<number | null>({ type: ['integer', 'null'] }),
  victoryPoints: Amount,
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
});
export type PlayerRank = Static<typeof PlayerRank>;
export type TribeRank = Static<typeof TribeRank>;

const boardQuery = object({
  seasonId: Type.Optional(ObjectId),
  limit: Type.Optional(QueryInteger),
  offset: Type.Optional(QueryInteger),
});

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
  'leaderboard.players': route({
    method: 'GET',
    path: '/v1/leaderboard/players',
    access: 'public',
    summary: 'Players by victory points, with your own rank when signed in.',
    query: boardQuery,
    data: object({
      players: Type.Array(PlayerRank),
      userRank: nullable(object({ rank: Type.Integer(), victoryPoints: Amount })),
      total: Amount,
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
      total: Amount,
    }),
  }),
};
