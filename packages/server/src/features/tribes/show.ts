import { AppError } from '@cryptotribes/protocol/core/errors';
import type { Tribe, TribeInvite, TribeMember, TribeSummary } from '@cryptotribes/protocol/features/tribes';
import { prizePoolMicro, rankPrizesMicro } from '@cryptotribes/rules/prizes/split';
import { rulesetById } from '@cryptotribes/rules/rulesets/registry';
import { canInvite, type TribeRole } from '@cryptotribes/rules/tribes/roster';
import type { Context } from '../../context.ts';
import { getReadState, listMutes } from '../council/queries.ts';
import { listOnline } from '../news/presence.ts';
import { countParticipants, getSeason, type SeasonRow } from '../seasons/queries.ts';
import { hasRequest, listAsked, listInvitesOf, listOpenInvites, listRequests } from './joiningQueries.ts';
import { getTribe, getTribeSummary, listMembers, listTribes, type Member, type SummaryRow } from './queries.ts';

const iso = (ms: number): string => new Date(ms).toISOString();
const showTime = (ms: number | undefined): string | null => (ms === undefined ? null : iso(ms));

const show = (row: SummaryRow, requestedByMe: boolean): TribeSummary => ({
  id: row.id,
  name: row.name,
  tag: row.tag,
  ordinal: row.ordinal,
  emblem: `/v1/tribes/${row.id}/emblem.svg`,
  memberCount: row.member_count,
  totalVP: row.total_vp,
  tribeRank: row.rank,
  territoriesControlled: row.territories,
  requestedByMe,
});
/** What only members see of each other, and who is muted (empty unless the viewer leads); null for everybody else. */
type Inside = { isOnline: (userId: string) => boolean; mutes: Map<string, number> } | null;
const showMember = (row: Member, inside: Inside): TribeMember => ({
  userId: row.user_id,
  username: row.username,
  victoryPoints: row.victory_points,
  joinedAt: iso(row.joined_at),
  online: inside === null ? null : inside.isOnline(row.user_id),
  lastSeen: inside === null ? null : iso(row.last_active_at),
  unitsHome: inside === null ? null : row.units_home,
  mutedUntil: showTime(inside?.mutes.get(row.user_id)),
});

export async function showTribes(
  ctx: Context,
  seasonId: string,
  viewerId: string | null,
  search: string | null,
  limit: number,
): Promise<TribeSummary[]> {
  const rows = await listTribes(ctx.pool, seasonId, search, limit);
  const asked = new Set(viewerId === null ? [] : await listAsked(ctx.pool, seasonId, viewerId));
  return rows.map((row) => show(row, asked.has(row.id)));
}

/** A tribe's page. Requests and invitations are shown to its leaders only, presence to its members. TRIBE_NOT_FOUND. */
export async function showTribe(ctx: Context, id: string, viewerId: string | null): Promise<Tribe> {
  const tribe = await getTribe(ctx.pool, id);
  const season = tribe === null ? null : await getSeason(ctx.pool, tribe.season_id);
  const summary = tribe === null ? null : await getTribeSummary(ctx.pool, tribe.season_id, id);
  if (tribe === null || season === null || summary === null) throw new AppError('TRIBE_NOT_FOUND');
  const members = await listMembers(ctx.pool, id);
  const viewer = members.find((member) => member.user_id === viewerId);
  const leads = viewer !== undefined && canInvite(viewer.role);
  const requests = leads ? await listRequests(ctx.pool, id) : [];
  const invites = leads ? await listInvitesOf(ctx.pool, id, ctx.clock.nowMs()) : [];
  const mutes = leads ? await listMutes(ctx.pool, id, ctx.clock.nowMs()) : new Map<string, number>();
  const inside = viewer ? { isOnline: await whoIsThere(ctx, members), mutes } : null;
  const shown = (role: TribeRole) =>
    members.filter((member) => member.role === role).map((member) => showMember(member, inside));
  return {
    ...show(summary, viewerId !== null && (await hasRequest(ctx.pool, id, viewerId))),
    members: {
      chieftain: shown('chieftain')[0] ?? null,
      captains: shown('captain'),
      warriors: shown('warrior'),
    },
    prizePool: await prizeAtRank(ctx, season, summary.rank),
    createdAt: iso(tribe.created_at),
    requests: requests.map((row) => ({ userId: row.user_id, username: row.username, createdAt: iso(row.created_at) })),
    invites: invites.map((row) => ({
      inviteId: row.id,
      userId: row.user_id,
      username: row.username,
      role: row.role,
      createdAt: iso(row.created_at),
      expiresAt: iso(row.expires_at),
    })),
    unreadMessages: viewer ? (await getReadState(ctx.pool, id, viewer.user_id)).unread : null,
  };
}

async function whoIsThere(ctx: Context, members: Member[]): Promise<(userId: string) => boolean> {
  const elsewhere = await listOnline(
    ctx.pool,
    members.map((member) => member.user_id),
    ctx.clock.nowMs(),
  );
  return (userId) => ctx.presence.isOnline(userId) || elsewhere.has(userId);
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
