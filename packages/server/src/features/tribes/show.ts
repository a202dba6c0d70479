import { AppError } from '@cryptotribes/protocol/core/errors';
import type { Tribe, TribeInvite, TribeSummary } from '@cryptotribes/protocol/features/tribes';
import { prizePoolMicro, rankPrizesMicro } from '@cryptotribes/rules/prizes/split';
import { rulesetById } from '@cryptotribes/rules/rulesets/registry';
import { canInvite } from '@cryptotribes/rules/tribes/roster';
import type { Context } from '../../context.ts';
import { countParticipants, getSeason, type SeasonRow } from '../seasons/queries.ts';
import { hasRequest, listOpenInvites, listRequests } from './joiningQueries.ts';
import { getTribe, getTribeSummary, listMembers, listTribes, type Member, type SummaryRow } from './queries.ts';

const iso = (ms: number): string => new Date(ms).toISOString();

const show = (row: SummaryRow): TribeSummary => ({
  id: row.id,
  name: row.name,
  tag: row.tag,
  ordinal: row.ordinal,
  emblem: `/v1/tribes/${row.id}/emblem.svg`,
  memberCount: row.member_count,
  totalVP: row.total_vp,
  tribeRank: row.rank,
  territoriesControlled: row.territories,
});
const showMember = (row: Member) => ({
  userId: row.user_id,
  username: row.username,
  victoryPoints: row.victory_points,
  joinedAt: iso(row.joined_at),
});

export async function showTribes(
  ctx: Context,
  seasonId: string,
  search: string | null,
  limit: number,
): Promise<TribeSummary[]> {
  return (await listTribes(ctx.pool, seasonId, search, limit)).map(show);
}

/** A tribe's page. Requests to join are shown to its leaders only. TRIBE_NOT_FOUND. */
export async function showTribe(ctx: Context, id: string, viewerId: string | null): Promise<Tribe> {
  const tribe = await getTribe(ctx.pool, id);
  const season = tribe === null ? null : await getSeason(ctx.pool, tribe.season_id);
  const summary = tribe === null ? null : await getTribeSummary(ctx.pool, tribe.season_id, id);
  if (tribe === null || season === null || summary === null) throw new AppError('TRIBE_NOT_FOUND');
  const members = await listMembers(ctx.pool, id);
  const viewer = members.find((member) => member.user_id === viewerId);
  const requests = viewer && canInvite(viewer.role) ? await listRequests(ctx.pool, id) : [];
  return {
    ...show(summary),
    members: {
      chieftain: members.filter((member) => member.role === 'chieftain').map(showMember)[0] ?? null,
      captains: members.filter((member) => member.role === 'captain').map(showMember),
      warriors: members.filter((member) => member.role === 'warrior').map(showMember),
    },
    prizePool: await prizeAtRank(ctx, season, summary.rank),
    createdAt: iso(tribe.created_at),
    requests: requests.map((row) => ({ userId: row.user_id, username: row.username, createdAt: iso(row.created_at) })),
    requestedByMe: viewerId !== null && (await hasRequest(ctx.pool, id, viewerId)),
  };
}

/** What the rank would get if the season ended now, in USDT. */
async function prizeAtRank(ctx: Context, season: SeasonRow, rank: number | null): Promise<number> {
  if (season.entry_fee_micro === 0 || rank === null) return 0;
  const { players, tribes } = await countParticipants(ctx.pool, season.id);
  const rules = rulesetById(season.ruleset_id);
  return (rankPrizesMicro(rules, prizePoolMicro(rules, players), Math.min(10, tribes))[rank - 1] ?? 0) / 1e6;
}

export async function showInvites(ctx: Context, seasonId: string, userId: string): Promise<TribeInvite[]> {
  const rows = await listOpenInvites(ctx.pool, seasonId, userId, ctx.clock.nowMs());
  return rows.map((row) => ({
    inviteId: row.id,
    tribeId: row.tribe_id,
    tribeName: row.name,
    tag: row.tag,
    ordinal: row.ordinal,
    role: row.role,
    createdAt: iso(row.created_at),
    expiresAt: iso(row.expires_at),
  }));
}
