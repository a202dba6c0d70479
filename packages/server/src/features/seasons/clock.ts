/** Moves seasons by the clock: registration → active (or cancelled) → ended, each once, and keeps the demo world going. */
import { HOUR_MS } from '@cryptotribes/rules/core/time';
import type { Context } from '../../context.ts';
import { inTransaction } from '../../platform/tx.ts';
import { closeSeason } from './closing.ts';
import { forEachSeason } from './forEachSeason.ts';
import { listOpenSeasons, lockOpenSeasons, markEndingSoonTold } from './queries.ts';
import { createSeason } from './service.ts';
import { startSeason } from './start.ts';

/**
 * One look at the clock. A season that was missed altogether (a long outage) starts at one look and is closed at the next. Orders accepted
 * before the end are still fought, so a season ends when its queue is empty and all credits are booked.
 */
export async function moveSeasons(ctx: Context): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const nowMs = ctx.clock.nowMs();
    for (const season of await lockOpenSeasons(tx)) {
      if (season.status === 'registration') {
        if (nowMs >= season.season_start) await startSeason(tx, season, nowMs);
      } else if (
        nowMs < season.season_end &&
        season.ending_soon_told_at === null &&
        nowMs >= season.season_end - HOUR_MS
      ) {
        await markEndingSoonTold(tx, season.id, nowMs);
        const endsAt = new Date(season.season_end).toISOString();
        tx.tell({ season: season.id }, 'season_ending_soon', { seasonId: season.id, endsAt }, nowMs);
      }
    }
  });
  const nowMs = ctx.clock.nowMs();
  const over = (await listOpenSeasons(ctx.pool)).filter(
    (season) => season.status === 'active' && nowMs >= season.season_end,
  );
  await forEachSeason(over, (season) => closeSeason(ctx, season.id));
}

/** Tribes that the demo's bots found; decides the strength of its wild garrisons. */
const DEMO_TRIBES = 8;

/** Makes sure that a free demo season is running. */
export async function keepDemoSeason(
  ctx: Pick<Context, 'clock' | 'config' | 'log' | 'newId' | 'pool' | 'publisher'>,
): Promise<void> {
  const open = await listOpenSeasons(ctx.pool);
  if (open.some((season) => season.demo)) return;
  await inTransaction(ctx, async (tx) => {
    // Of several processes only one opens the next season; the table lock is short and rare.
    await tx.query({ text: 'lock table seasons in share row exclusive mode' });
    if ((await listOpenSeasons(tx)).some((season) => season.demo)) return;
    const nowMs = ctx.clock.nowMs();
    const season = await createSeason(ctx, tx, {
      name: 'Season {n}: Winter Conquest',
      speed: ctx.config.demo.speed,
      startMs: nowMs,
      registrationStartMs: nowMs,
      entryFeeMicro: 0,
      tribesAtStart: DEMO_TRIBES,
      demo: true,
    });
    ctx.log.info({ seasonId: season.id, speed: season.speed }, 'a demo season has begun');
  });
}
