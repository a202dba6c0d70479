/** Flags: signs that somebody may not play fairly. Detectors and administrators raise them; only a person decides. */
import { AppError } from '@cryptotribes/protocol/core/errors';
import { queryInteger } from '@cryptotribes/protocol/core/schema';
import type { Flag } from '@cryptotribes/protocol/features/adminPlayers';
import type { RouteBody, RouteData, RouteQuery } from '@cryptotribes/protocol/routes';
import Type from 'typebox';
import type { Context } from '../../context.ts';
import { readCursor, writeCursor } from '../../platform/cursor.ts';
import type { Db } from '../../platform/db.ts';
import type { Tx } from '../../platform/tx.ts';
import { recordAct } from '../admin/audit.ts';
import { assertConfirmed } from '../admin/confirm.ts';
import { type ActingAdmin, personOf } from '../admin/roles.ts';
import { walletText } from '../auth/wallet.ts';
import { type FlagRow, getFlag, listFlags, lockFlag, markFlag, type NewFlag, upsertFlag } from './flagQueries.ts';
import { getSanction, lockUser } from './sanctionQueries.ts';
import { sanction } from './sanctions.ts';

/** For detectors: raises a flag, or renews the evidence of the open one of that kind. Gives its id. Safe to run twice. */
export const raiseFlag = (ctx: Pick<Context, 'clock' | 'newId'>, db: Db, flag: Omit<NewFlag, 'id'>): Promise<string> =>
  upsertFlag(db, { id: ctx.newId(), ...flag }, ctx.clock.nowMs());

/** What an administrator noticed. USER_NOT_FOUND. */
export async function raiseByHand(
  ctx: Context,
  tx: Tx,
  by: ActingAdmin,
  body: RouteBody<'admin.raiseFlag'>,
): Promise<Flag> {
  if (!(await lockUser(tx, body.userId))) throw new AppError('USER_NOT_FOUND');
  const id = await raiseFlag(ctx, tx, {
    userId: body.userId,
    seasonId: null,
    kind: 'manual',
    score: null,
    evidence: { noticed: body.reason, by: by.userId },
  });
  await recordAct(tx, ctx.clock.nowMs(), {
    by,
    action: 'flag.raise',
    target: { kind: 'user', id: body.userId },
    reason: body.reason,
    details: { flagId: id },
  });
  return showFlag(tx, id);
}

/**
 * Decides an open flag; restricted and banned put that sanction on the player. Codes: FLAG_NOT_FOUND, ACT_NOT_POSSIBLE (decided already),
 * CONFIRMATION_MISMATCH, TARGET_IS_ADMIN.
 */
export async function decideFlag(
  ctx: Context,
  tx: Tx,
  by: ActingAdmin,
  flagId: string,
  body: RouteBody<'admin.decideFlag'>,
): Promise<Flag> {
  const { user_id: userId, ...person } = await existing(tx, flagId);
  // The player first, as everywhere.
  await lockUser(tx, userId);
  const flag = await lockFlag(tx, flagId);
  if (flag?.status !== 'open') throw new AppError('ACT_NOT_POSSIBLE', {}, 'The flag was decided already.');
  if (userId === by.userId)
    throw new AppError('FORBIDDEN', { needs: 'another administrator than the one it is about' });
  if (body.decision === 'banned') assertConfirmed(body.confirm, confirmationOf(person));
  await markFlag(tx, flagId, { status: body.decision, note: body.note, byUserId: by.userId }, ctx.clock.nowMs());
  if (body.decision !== 'cleared' && (await getSanction(tx, userId))?.kind !== body.decision) {
    await sanction(ctx, tx, body.decision, { userId, by, reason: body.note, details: { flagId } });
  }
  await recordAct(tx, ctx.clock.nowMs(), {
    by,
    action: 'flag.decide',
    target: { kind: 'user', id: userId },
    reason: body.note,
    before: { status: 'open' },
    after: { status: body.decision },
    details: { flagId, kind: flag.kind },
  });
  return showFlag(tx, flagId);
}

/** What has to be typed to ban somebody: the name, else the wallet. */
export const confirmationOf = (person: { username: string | null; wallet: Buffer }): string =>
  person.username ?? walletText(person.wallet);

async function existing(db: Db, flagId: string): Promise<FlagRow> {
  const row = await getFlag(db, flagId);
  if (row === null) throw new AppError('FLAG_NOT_FOUND');
  return row;
}
const showFlag = async (db: Db, flagId: string): Promise<Flag> => flagOf(await existing(db, flagId));

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 100;
const Place = Type.Tuple([Type.String({ pattern: '^[0-9a-f]{24}$' })]);

export async function showFlags(db: Db, query: RouteQuery<'admin.flags'>): Promise<RouteData<'admin.flags'>> {
  const limit = queryInteger(query.limit, DEFAULT_LIMIT, 1, MAX_LIMIT);
  const filter = { status: query.status ?? null, kind: query.kind ?? null, userId: null };
  const before = readCursor(query.cursor, Place)?.[0] ?? null;
  const rows = await listFlags(db, filter, { before, limit: limit + 1 });
  const flags = rows.slice(0, limit).map(flagOf);
  const last = flags.at(-1);
  return { flags, next: rows.length > limit && last !== undefined ? writeCursor([last.flagId]) : null };
}

export const flagOf = (row: FlagRow): Flag => ({
  flagId: row.id,
  person: personOf(row),
  standing: row.sanction ?? 'good',
  seasonId: row.season_id,
  kind: row.kind,
  score: row.score,
  evidence: row.evidence,
  raisedAt: new Date(row.raised_at).toISOString(),
  updatedAt: new Date(row.updated_at).toISOString(),
  status: row.status,
  note: row.note,
  decidedBy:
    row.decided_by === null || row.decider_wallet === null
      ? null
      : personOf({ user_id: row.decided_by, username: row.decider_name, wallet: row.decider_wallet }),
  decidedAt: row.decided_at === null ? null : new Date(row.decided_at).toISOString(),
});
