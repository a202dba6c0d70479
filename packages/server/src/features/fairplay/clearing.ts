/** What was noticed is kept for 30 days after a season's payout (FAIRPLAY_KEEP_DAYS); then it is gone, and with the salt the meaning of every copy. */
import type { Context } from '../../context.ts';
import { many, run, statement, timestamp, transaction } from '../../platform/db.ts';

const over = statement(
  'fairplay.seasonsToForget',
  `select s.id from seasons s
   where (s.status = 'paid_out' and coalesce(s.prize_distribution_date, s.ended_at, s.season_end) <= $1
      or s.status = 'cancelled' and coalesce(s.cancelled_at, s.season_end) <= $1
      or s.status = 'ended' and s.entry_fee_micro = 0 and coalesce(s.ended_at, s.season_end) <= $1)
     and (exists (select 1 from fairplay_salts x where x.season_id = s.id) or exists (select 1 from fairplay_scores x where x.season_id = s.id)
       or exists (select 1 from fairplay_days x where x.season_id = s.id) or exists (select 1 from fairplay_reckonings x where x.season_id = s.id))
   order by s.season_end limit 20`,
);
const TABLES = [
  'fairplay_salts',
  'fairplay_sightings',
  'fairplay_days',
  'fairplay_cards',
  'fairplay_scores',
  'fairplay_reckonings',
] as const;
const removals = TABLES.map((table) =>
  statement(`fairplay.forget.${table}`, `delete from ${table} where season_id = $1`),
);
// What a sanction was decided on stays with the decision; of everybody else only that somebody looked.
const emptyFlags = statement(
  'fairplay.emptyFlags',
  `update flags set evidence = '{"forgotten": true}' where season_id = $1 and kind = 'behaviour' and status in ('open', 'cleared')
     and evidence <> '{"forgotten": true}'`,
);
const wallets = statement(
  'fairplay.forgetWallets',
  `delete from fairplay_wallets w where w.checked_at <= $1
     and not exists (select 1 from entries e join seasons s on s.id = e.season_id and s.status in ('registration', 'active', 'ended')
       where e.user_id = w.user_id)`,
);

/** Gives how many seasons were forgotten. Safe to repeat; a crash leaves the rest to the next call. */
export async function forgetOldSeasons(desk: Pick<Context, 'pool' | 'clock' | 'config'>): Promise<number> {
  const before = timestamp(desk.clock.nowMs() - desk.config.fairPlay.keepDays * 86_400_000);
  const seasons = await many<{ id: string }>(desk.pool, over, [before]);
  for (const { id } of seasons)
    await transaction(desk.pool, async (tx) => {
      await run(tx, emptyFlags, [id]);
      for (const removal of removals) await run(tx, removal, [id]);
    });
  await run(desk.pool, wallets, [before]);
  return seasons.length;
}
