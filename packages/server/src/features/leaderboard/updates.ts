/** Tells everybody in a season that the rankings have changed: at most once a minute of real time, and only if points were won meanwhile. */
import type { Context } from '../../context.ts';
import { type Db, many, run, statement, timestamp } from '../../platform/db.ts';
import { inTransaction } from '../../platform/tx.ts';

const EVERY_MS = 60_000;

// The newest change of points is found in the index; a season that is not running has none to tell of.
const changed = statement(
  'leaderboard.changed',
  `select s.id as "seasonId", newest.id as "lastMove" from seasons s
   cross join lateral (select coalesce(max(id), 0) as id from vp_moves where season_id = s.id) newest
   left join leaderboard_news n on n.season_id = s.id
   where s.status in ('active', 'ended') and newest.id > coalesce(n.last_move, 0) and (n.told_at is null or n.told_at <= $1)`,
);
const claim = statement(
  'leaderboard.claimUpdate',
  `insert into leaderboard_news as n (season_id, last_move, told_at) values ($1, $2, $3)
   on conflict (season_id) do update set last_move = excluded.last_move, told_at = excluded.told_at where n.told_at <= $4`,
);
/** True for the one of several processes that is to tell. */
const claimUpdate = async (db: Db, seasonId: string, lastMove: number, nowMs: number): Promise<boolean> =>
  (await run(db, claim, [seasonId, lastMove, timestamp(nowMs), timestamp(nowMs - EVERY_MS)])) === 1;

/** One look; returns how many seasons were told. Safe to run anywhere at any time. */
export async function tellLeaderboards(ctx: Context): Promise<number> {
  const nowMs = ctx.clock.nowMs();
  const due = await many<{ seasonId: string; lastMove: number }>(ctx.pool, changed, [timestamp(nowMs - EVERY_MS)]);
  let told = 0;
  for (const { seasonId, lastMove } of due) {
    const claimed = await inTransaction(ctx, async (tx) => {
      if (!(await claimUpdate(tx, seasonId, lastMove, nowMs))) return false;
      tx.tell({ season: seasonId }, 'leaderboard_updated', { at: new Date(nowMs).toISOString() }, nowMs);
      return true;
    });
    if (claimed) told++;
  }
  return told;
}
