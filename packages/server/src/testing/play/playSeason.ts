/** Plays a whole season to its end: sittings of all players in the order of their times, the worker's rounds in between. */
import { decideNextBattle } from '../../features/battles/decide.ts';
import { moveSeasons } from '../../features/seasons/clock.ts';
import { getSeason } from '../../features/seasons/queries.ts';
import { applyDueTicks } from '../../features/seasons/ticks.ts';
import { completeDueVillages } from '../../features/villages/service.ts';
import { playSession } from './session.ts';
import { openWorld, type World, type WorldSize } from './world.ts';

const SLOT_MS = 600_000;
/** Of 100 players: how many sit down how often in a whole season. */
const HABITS = [
  { players: 10, sittings: 16 },
  { players: 40, sittings: 8 },
  { players: 35, sittings: 4 },
  { players: 15, sittings: 0 },
];

export async function playSeason(seed: string, size?: WorldSize): Promise<World> {
  const world = await openWorld(seed, size);
  const { app, ctx, season, dice } = world;
  const sittings = plan(world);
  app.clock.set(season.season_start);
  await round(world);
  for (const { atMs, userId } of sittings) {
    await passTime(world, atMs);
    await playSession(world, userId);
    // Most orders are decided at once; some wait, so that others come behind them.
    if (dice.chance(600)) while (await decideNextBattle(ctx));
  }
  await passTime(world, season.season_end - 1);
  // The last order of all is given in the last millisecond, and decided after the end.
  for (const userId of world.players.slice(0, 24)) await playSession(world, userId);
  app.clock.set(season.season_end);
  while ((await getSeason(ctx.pool, season.id))?.status === 'active') await moveSeasons(ctx);
  return world;
}

/** Every player's sittings over the whole season, in order. */
function plan({ season, players, dice }: World): { atMs: number; userId: string }[] {
  const lengthMs = season.season_end - season.season_start;
  return players
    .flatMap((userId) => {
      let share = dice.below(100);
      const habit = HABITS.find(({ players: part }) => {
        share -= part;
        return share < 0;
      });
      return Array.from({ length: habit?.sittings ?? 0 }, () => ({
        atMs: season.season_start + dice.below(lengthMs / 1000) * 1000,
        userId,
      }));
    })
    .sort((a, b) => a.atMs - b.atMs || (a.userId < b.userId ? -1 : 1));
}

/** Moves the clock on; at every tenth minute the worker has its round. */
async function passTime(world: World, toMs: number): Promise<void> {
  const { app, season } = world;
  for (;;) {
    const next = season.season_start + (Math.floor((app.clock.nowMs() - season.season_start) / SLOT_MS) + 1) * SLOT_MS;
    if (next > toMs) break;
    app.clock.set(next);
    await round(world);
  }
  app.clock.set(Math.max(app.clock.nowMs(), toMs));
}

async function round({ ctx }: World): Promise<void> {
  await moveSeasons(ctx);
  while ((await completeDueVillages(ctx)) > 0);
  while (await decideNextBattle(ctx));
  await applyDueTicks(ctx);
}
