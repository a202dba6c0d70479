/** A season that is played by the services alone: no HTTP, a clock that moves when told, ids and chance from a seed. */
import { createHash } from 'node:crypto';
import { AppError } from '@cryptotribes/protocol/core/errors';
import { DAY_MS } from '@cryptotribes/rules/core/time';
import { DEFAULT_RULESET_ID, rulesetById } from '@cryptotribes/rules/rulesets/registry';
import type { Ruleset } from '@cryptotribes/rules/rulesets/ruleset';
import type { Context } from '../../context.ts';
import type { SeasonRow } from '../../features/seasons/queries.ts';
import { createSeason } from '../../features/seasons/service.ts';
import { acceptRequest, requestToJoin } from '../../features/tribes/joining.ts';
import { foundTribe, setRole } from '../../features/tribes/service.ts';
import { insertVillage } from '../../features/villages/queries.ts';
import { createIdMaker } from '../../platform/ids.ts';
import { inTransaction, type Tx } from '../../platform/tx.ts';
import { enterPaid } from '../paidEntries.ts';
import { startTestApp, type TestApp } from '../testApp.ts';
import { Dice } from './dice.ts';

export const TRIBES = 36;
export const SEATS = 12;
const ENTRY_MICRO = 25_000_000;
const STEMS = ['Ba', 'De', 'Fo', 'Gu', 'Ha', 'Ke'];
const ENDINGS = ['mar', 'ned', 'pos', 'rut', 'sat', 'vek'];

export interface World {
  app: TestApp;
  ctx: Context;
  season: SeasonRow;
  rules: Ruleset;
  dice: Dice;
  players: string[];
  /** Commands by how they ended: 'ok' or the code of the refusal. */
  answers: Record<string, number>;
  /** Carries out a command as one transaction; null when it was refused. Anything but a refusal is thrown. */
  command<T>(work: (ctx: Context, tx: Tx) => Promise<T>): Promise<T | null>;
}

export interface WorldSize {
  /** Tribes of twelve; all 36 unless given. */
  tribes?: number;
  /** The ruleset's unless given. */
  lengthMs?: number;
  /** The default one unless given; the season has its speed. */
  rulesetId?: string;
}

/** A paid season in registration, its start a day ahead; 36 tribes of 12 players, all of them at rest. */
export async function openWorld(seed: string, size: WorldSize = {}): Promise<World> {
  const { tribes = TRIBES, lengthMs, rulesetId = DEFAULT_RULESET_ID } = size;
  const app = await startTestApp({ season: false });
  const dice = new Dice(seed);
  // What was told is numbered at the end, not while the play is on.
  await app.ctx.publisher.stop();
  const publisher = { ...app.ctx.publisher, wake: () => {} };
  const ctx: Context = {
    ...app.ctx,
    publisher,
    newId: createIdMaker(app.clock, sha256(`ids of ${seed}`).subarray(0, 8)),
  };
  const season = await inTransaction(ctx, (tx) =>
    createSeason(ctx, tx, {
      name: 'Season {n}',
      speed: rulesetById(rulesetId).season.speed,
      rulesetId,
      startMs: app.clock.nowMs() + DAY_MS,
      registrationStartMs: app.clock.nowMs(),
      entryFeeMicro: ENTRY_MICRO,
      tribesAtStart: tribes,
      demo: false,
      secret: sha256(`secret of ${seed}`),
      ...(lengthMs === undefined ? {} : { lengthMs }),
    }),
  );
  const answers: Record<string, number> = {};
  const world: World = {
    app,
    ctx,
    season,
    rules: rulesetById(season.ruleset_id),
    dice,
    players: await enterAll(ctx, app, season, tribes),
    answers,
    command: async (work) => {
      try {
        const result = await inTransaction(ctx, (tx) => work(ctx, tx));
        answers.ok = (answers.ok ?? 0) + 1;
        return result;
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        answers[error.code] = (answers[error.code] ?? 0) + 1;
        return null;
      }
    },
  };
  await foundAll(world, tribes);
  return world;
}

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Players whose entry is paid. */
async function enterAll(ctx: Context, app: TestApp, season: SeasonRow, tribes: number): Promise<string[]> {
  const ids = Array.from({ length: tribes * SEATS }, () => ctx.newId());
  const nowMs = app.clock.nowMs();
  const now = new Date(nowMs);
  await app.sql(
    `insert into users (id, wallet, username, username_skeleton, created_at, last_active_at)
     select u, decode(lpad(n::text, 40, '0'), 'hex'), 'Player ' || n, 'player ' || n, $2, $3 from unnest($1::text[]) with ordinality x(u, n)`,
    // There to the end, so that all income is told: the books are checked by what was told.
    [ids, now, new Date(season.season_end)],
  );
  await enterPaid(ctx, season.id, ids);
  await inTransaction(ctx, async (tx) => {
    for (const id of ids) await insertVillage(tx, rulesetById(season.ruleset_id), season.id, id, nowMs);
  });
  return ids;
}

async function foundAll(world: World, tribes: number): Promise<void> {
  for (let n = 0; n < tribes; n++) {
    const [chieftain, ...others] = world.players.slice(n * SEATS, (n + 1) * SEATS) as [string, ...string[]];
    // Names that do not look alike: the game refuses those.
    const name = `${STEMS[Math.floor(n / ENDINGS.length)]}${ENDINGS[n % ENDINGS.length]} Clan`;
    const tag = [n / 26, n].reduce((text, value) => text + String.fromCharCode(65 + (Math.floor(value) % 26)), 'S');
    const tribe = await world.command((ctx, tx) => foundTribe(ctx, tx, chieftain, { name, tag }));
    if (tribe === null) throw new Error('a tribe could not be founded');
    for (const [index, player] of others.entries()) {
      await join(world, tribe.tribeId, chieftain, player);
      if (index < 2) await world.command((ctx, tx) => setRole(ctx, tx, chieftain, tribe.tribeId, player, 'captain'));
    }
  }
}

/** Asks and is let in. */
export async function join(world: World, tribeId: string, leaderId: string, playerId: string): Promise<void> {
  await world.command((ctx, tx) => requestToJoin(ctx, tx, playerId, tribeId));
  await world.command((ctx, tx) => acceptRequest(ctx, tx, leaderId, tribeId, playerId));
}
