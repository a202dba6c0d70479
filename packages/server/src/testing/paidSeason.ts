/** A season with an entry fee that has just ended, with tribes and points, for tests of what comes after. Its players are rows only. */
import type { Context } from '../context.ts';
import { moveSeasons } from '../features/seasons/clock.ts';
import { closeSeason } from '../features/seasons/closing.ts';
import type { ManualClock } from '../platform/clock.ts';
import { enterPaid } from './paidEntries.ts';
import type { TestApp } from './testApp.ts';

const HOUR_MS = 3_600_000;
const TRIBE = 12;
const LAND = 50;

export interface Winner {
  readonly userId: string;
  /** 20 bytes. */
  readonly wallet: Buffer;
}

type App = Pick<TestApp, 'sql' | 'newSeason'> & { ctx: Context & { clock: ManualClock } };

/** Users that never signed in; the wallets are given, or made of their ids. */
export async function makeUsers(app: App, count: number, wallets: readonly Buffer[] = []): Promise<Winner[]> {
  const users = Array.from({ length: count }, (_, n) => {
    const userId = app.ctx.newId();
    return { userId, wallet: wallets[n] ?? Buffer.from(userId.slice(4) + userId.slice(4), 'hex') };
  });
  await app.sql(
    `insert into users (id, wallet, created_at, last_active_at) select u, w, $3, $3 from unnest($1::text[], $2::bytea[]) x(u, w)
     on conflict do nothing`,
    [users.map(({ userId }) => userId), users.map(({ wallet }) => wallet), new Date(app.ctx.clock.nowMs())],
  );
  return users;
}

interface PaidSeasonOptions {
  readonly players: number;
  readonly wallets?: readonly Buffer[];
  readonly seasonId?: string;
  readonly users?: readonly Winner[];
}

/** Enters them (by `enterPaid` unless they are in), in tribes of twelve that have points. */
export async function fillPaidSeason(
  app: App,
  options: PaidSeasonOptions,
): Promise<{ seasonId: string; users: Winner[] }> {
  const { ctx } = app;
  const seasonId = options.seasonId ?? (await app.newSeason({ lengthMs: HOUR_MS, entryFeeMicro: 25_000_000 })).id;
  const users = [...(options.users ?? (await makeUsers(app, options.players, options.wallets)))];
  const ids = users.map(({ userId }) => userId);
  if (options.users === undefined) await enterPaid(ctx, seasonId, ids);
  await app.sql(
    `insert into villages (season_id, user_id, gold, vp_reached_at, created_at) select $1, u, 1000, $3, $3 from unnest($2::text[]) u
     on conflict do nothing`,
    [seasonId, ids, new Date(ctx.clock.nowMs())],
  );
  for (let at = 0; at < ids.length; at += TRIBE) await seat(app, seasonId, at / TRIBE + 1, ids.slice(at, at + TRIBE));
  return { seasonId, users };
}

/** The same, and closes the season; `closingMs` is what that took. */
export async function endPaidSeason(
  app: App,
  options: PaidSeasonOptions,
): Promise<{ seasonId: string; users: Winner[]; closingMs: number }> {
  const { ctx } = app;
  const filled = await fillPaidSeason(app, options);
  const end = await app.sql<{ ms: number }>(
    'select extract(epoch from season_end) * 1000 as ms from seasons where id = $1',
    [filled.seasonId],
  );
  await moveSeasons(ctx);
  ctx.clock.set(Number(end[0]?.ms));
  const startedAt = performance.now();
  if (!(await closeSeason(ctx, filled.seasonId))) throw new Error('the season was not closed');
  return { ...filled, closingMs: performance.now() - startedAt };
}

async function seat(app: App, seasonId: string, ordinal: number, members: readonly string[]): Promise<void> {
  const id = app.ctx.newId();
  const now = new Date(app.ctx.clock.nowMs());
  const tag = `T${String.fromCharCode(65 + Math.floor(ordinal / 26))}${String.fromCharCode(65 + (ordinal % 26))}`;
  await app.sql(
    'insert into tribes (id, season_id, ordinal, name, name_skeleton, tag, created_at) values ($1, $2, $3, $4, $4, $5, $6)',
    [id, seasonId, ordinal, `tribe ${ordinal}`, tag, now],
  );
  await app.sql(
    `insert into tribe_seats (tribe_id, seat, season_id, user_id, role, joined_at)
     select $1, n, $2, u, case when n = 1 then 'chieftain' when n < 4 then 'captain' else 'warrior' end, $4
     from unnest($3::text[]) with ordinality x(u, n)`,
    [id, seasonId, members, now],
  );
  await app.sql('insert into tribe_scores (tribe_id, season_id, total_vp, vp_reached_at) values ($1, $2, 0, $3)', [
    id,
    seasonId,
    now,
  ]);
  // Points that were earned: the chieftain held a place of its own, for less time the later the tribe comes. The last hour's credit gives them.
  if (ordinal > LAND) return;
  await app.sql(
    `insert into tenures (season_id, territory_no, user_id, tribe_id, from_at, to_at)
     select s.id, $2::int, $3, $4, s.season_start, s.season_start + (s.season_end - s.season_start) * (1 - $2::int / 60.0) from seasons s where s.id = $1`,
    [seasonId, ordinal, members[0], id],
  );
}
