/** Moves seasons by the clock: registration → active → ended, each once, and keeps the demo world going. */
import { HOUR_MS } from '@cryptotribes/rules/core/time';
import type { Context } from '../../context.ts';
import { inTransaction } from '../../platform/tx.ts';
import { hasQueuedBattles, listOpenSeasons, lockOpenSeasons, markEndingSoonTold, setSeasonStatus } from './queries.ts';
import { createSeason } from './service.ts';
import { holdAllTerritories } from './tickQueries.ts';
import { hasDueTicks } from './ticks.ts';

/** One look at the clock. Orders accepted before the end are still fought, so a season ends when its queue is empty and all credits are booked. */
export async function moveSeasons(ctx: Context): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const nowMs = ctx.clock.nowMs();
    for (const season of await lockOpenSeasons(tx)) {
      if (season.status === 'registration' && nowMs >= season.season_start) {
        await setSeasonStatus(tx, season.id, 'active');
        tx.tell({ season: season.id }, 'season_started', { seasonId: season.id, name: season.name }, nowMs);
      } else if (season.status === 'active' && nowMs >= season.season_end) {
        // Waits for orders under way that were accepted in time, so that none is overlooked; no later one can come.
        await holdAllTerritories(tx, season.id);
        if (await hasQueuedBattles(tx, season.id)) continue;
        // The last hour's credits fall due at the very end, and an outage may have left more: an ended season gets none.
        if (await hasDueTicks(tx, season, nowMs)) continue;
        await setSeasonStatus(tx, season.id, 'ended');
        tx.tell({ season: season.id }, 'season_ended', { seasonId: season.id }, nowMs);
      } else if (
        season.status === 'active' &&
        season.ending_soon_told_at === null &&
        nowMs >= season.season_end - HOUR_MS
      ) {
        await markEndingSoonTold(tx, season.id, nowMs);
        const endsAt = new Date(season.season_end).toISOString();
        tx.tell({ season: season.id }, 'season_ending_soon', { seasonId: season.id, endsAt }, nowMs);
      }
    }
  });
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
