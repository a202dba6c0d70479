/** Seasons for administrators: the same acts as `ct season`, with who and why; what costs players money takes two people. */
import { AppError } from '@cryptotribes/protocol/core/errors';
import type { AdminSeason, CancelPreview } from '@cryptotribes/protocol/features/adminSeasons';
import type { RouteBody, RouteData } from '@cryptotribes/protocol/routes';
import { RULESET_IDS } from '@cryptotribes/rules/rulesets/registry';
import type { Context } from '../../context.ts';
import type { Db } from '../../platform/db.ts';
import type { Tx } from '../../platform/tx.ts';
import { assertCancellable, cancel, endEarly, openRegistration, planSeason } from '../seasons/manage.ts';
import { EXPECTED_TRIBES, planProblem } from '../seasons/plan.ts';
import { listSeasons } from '../seasons/queries.ts';
import { type SeasonRow, seasonOrCurrent } from '../seasons/service.ts';
import { assertConfirmed } from './confirm.ts';
import { openProposals } from './proposalQueries.ts';
import { propose } from './proposals.ts';
import type { ActingAdmin } from './roles.ts';
import { countSeasons, type SeasonCounts } from './seasonQueries.ts';
import { asRefusal } from './seasonRefusal.ts';

const CANCEL = 'season.cancel';
const NOTHING: SeasonCounts = { season_id: '', players: 0, paid: 0, tribes: 0, queued: 0 };
const iso = (ms: number): string => new Date(ms).toISOString();

export async function showSeasons(ctx: Context): Promise<RouteData<'admin.seasons'>> {
  return { seasons: await describe(ctx, ctx.pool, await listSeasons(ctx.pool)), rulesets: [...RULESET_IDS] };
}

async function describe(ctx: Context, db: Db, seasons: readonly SeasonRow[]): Promise<AdminSeason[]> {
  const counts = await countSeasons(
    db,
    seasons.map((season) => season.id),
  );
  const proposals = await openProposals(db, CANCEL, ctx.clock.nowMs());
  return seasons.map((season) => {
    const { players, paid, tribes } = counts.get(season.id) ?? NOTHING;
    return {
      seasonId: season.id,
      seasonNumber: season.season_number,
      name: season.name,
      status: season.status,
      rulesetId: season.ruleset_id,
      speed: season.speed,
      entryFeeMicro: season.entry_fee_micro,
      demo: season.demo,
      registrationStart: iso(season.registration_start),
      seasonStart: iso(season.season_start),
      seasonEnd: iso(season.season_end),
      players,
      paidEntries: paid,
      tribes,
      commitment: season.commitment.toString('hex'),
      revealedAt: season.revealed_at === null ? null : iso(season.revealed_at),
      prizePoolMicro: season.prize_pool_micro,
      cancelProposalId: proposals.get(season.id) ?? null,
    };
  });
}

async function describeOne(ctx: Context, tx: Tx, id: string): Promise<AdminSeason> {
  const [season] = await describe(ctx, tx, [await seasonOrCurrent(tx, id, null)]);
  if (season === undefined) throw new AppError('SEASON_NOT_FOUND');
  return season;
}

const BODY_FIELDS = {
  name: 'name',
  starts: 'seasonStart',
  registration: 'registrationStart',
  speed: 'speed',
  fee: 'entryFee',
  ruleset: 'rulesetId',
} as const;

/** VALIDATION_FAILED with the field when the plan makes no sense. */
export async function createByAdmin(
  ctx: Context,
  tx: Tx,
  by: ActingAdmin,
  body: RouteBody<'admin.createSeason'>,
): Promise<AdminSeason> {
  const nowMs = ctx.clock.nowMs();
  const plan = {
    name: body.name.normalize('NFC').trim(),
    speed: body.speed,
    startMs: Date.parse(body.seasonStart),
    registrationStartMs: body.registrationStart === undefined ? nowMs : Date.parse(body.registrationStart),
    entryFeeMicro: body.entryFee * 1_000_000,
    tribesAtStart: EXPECTED_TRIBES,
    demo: false,
    ...(body.rulesetId === undefined ? {} : { rulesetId: body.rulesetId }),
  };
  const found = planProblem(plan, nowMs);
  if (found !== null) {
    const issues = [{ field: `/${BODY_FIELDS[found.field]}`, problem: found.problem }];
    throw new AppError('VALIDATION_FAILED', { part: 'body', issues });
  }
  return describeOne(ctx, tx, (await planSeason(ctx, tx, plan, { by })).id);
}

interface SeasonOrder {
  readonly by: ActingAdmin;
  readonly seasonId: string;
  readonly reason: string;
}

/** SEASON_NOT_FOUND, ACT_NOT_POSSIBLE. */
export async function openByAdmin(ctx: Context, tx: Tx, { by, seasonId, reason }: SeasonOrder): Promise<AdminSeason> {
  await seasonOrCurrent(tx, seasonId, null);
  await asRefusal(() => openRegistration(ctx, tx, seasonId, { by, reason }));
  return describeOne(ctx, tx, seasonId);
}

/** SEASON_NOT_FOUND, CONFIRMATION_MISMATCH, ACT_NOT_POSSIBLE. */
export async function closeByAdmin(
  ctx: Context,
  tx: Tx,
  { by, seasonId, reason, confirm }: SeasonOrder & { confirm: string },
): Promise<AdminSeason> {
  assertConfirmed(confirm, (await seasonOrCurrent(tx, seasonId, null)).name);
  await asRefusal(() => endEarly(ctx, tx, seasonId, { by, reason }));
  return describeOne(ctx, tx, seasonId);
}

/** What cancelling would do. SEASON_NOT_FOUND, ACT_NOT_POSSIBLE. */
export async function previewCancel(db: Db, seasonId: string): Promise<CancelPreview> {
  const season = await seasonOrCurrent(db, seasonId, null);
  await asRefusal(async () => assertCancellable(season));
  const { players, paid, tribes, queued } = (await countSeasons(db, [seasonId])).get(seasonId) ?? NOTHING;
  return {
    seasonId,
    players,
    paidEntries: paid,
    refundsMicro: paid * season.entry_fee_micro,
    tribes,
    queuedOrders: queued,
    needsTwo: needsTwo(season),
    confirm: season.name,
  };
}

/** Players may have paid, or be paying at this moment. */
const needsTwo = (season: SeasonRow): boolean => season.entry_fee_micro > 0;

/** SEASON_NOT_FOUND, CONFIRMATION_MISMATCH, ACT_NOT_POSSIBLE, ALREADY_PROPOSED. */
export async function cancelByAdmin(
  ctx: Context,
  tx: Tx,
  { by, seasonId, reason, confirm }: SeasonOrder & { confirm: string },
): Promise<RouteData<'admin.cancelSeason'>> {
  const season = await seasonOrCurrent(tx, seasonId, null);
  assertConfirmed(confirm, season.name);
  await asRefusal(async () => assertCancellable(season));
  let proposalId: string | null = null;
  if (needsTwo(season)) {
    proposalId = await propose(ctx, tx, by, {
      kind: CANCEL,
      target: { kind: 'season', id: seasonId },
      title: season.name,
      payload: { ...(await previewCancel(tx, seasonId)) },
      confirm: season.name,
      reason,
    });
  } else await asRefusal(() => cancel(ctx, tx, seasonId, { by, reason }));
  return { season: await describeOne(ctx, tx, seasonId), proposalId };
}
