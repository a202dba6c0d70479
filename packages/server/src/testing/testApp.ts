/**
 * A whole program for the tests of the server: real HTTP, a PostgreSQL database of its own, a clock that moves when told.
 * The worker's loops are left out; `settle` does their work until nothing is left to do.
 */

import type { AdminRole } from '@cryptotribes/protocol/core/adminRoles';
import { type Army, completeArmy } from '@cryptotribes/rules/core/units';
import { TERRITORIES } from '@cryptotribes/rules/territories/map';
import { vi } from 'vitest';
import { readConfig } from '../config/config.ts';
import type { Context } from '../context.ts';
import { grantRole } from '../features/admin/roles.ts';
import { decideNextBattle } from '../features/battles/decide.ts';
import { moveSeasons } from '../features/seasons/clock.ts';
import type { SeasonRow } from '../features/seasons/queries.ts';
import { createSeason } from '../features/seasons/service.ts';
import { applyDueTicks } from '../features/seasons/ticks.ts';
import { addToGarrison } from '../features/territories/queries.ts';
import { writeActivity } from '../features/users/activity.ts';
import { completeDueVillages } from '../features/villages/service.ts';
import { ManualClock } from '../platform/clock.ts';
import { createLogger } from '../platform/logger.ts';
import { inTransaction } from '../platform/tx.ts';
import { type ProgramParts, startProgram } from '../program.ts';
import { createTestDatabase } from './testDatabase.ts';
import { signInPlayer, type TestPlayer } from './testPlayer.ts';

export interface TestAppOptions {
  /** Game speed of the season; 1 unless given. */
  speed?: number;
  /** Real time from now to the season's start; 0 = it is running. */
  startsInMs?: number;
  /** Real length of the season; the ruleset's unless given. */
  lengthMs?: number;
  entryFeeMicro?: number;
  /** False: no season at all. */
  season?: boolean;
  /** Environment on top of the tests' own, e.g. strict rate limits. */
  env?: Record<string, string>;
  nowMs?: number;
  /** Puts something between the program and its database: the address of the one for that of the other. */
  databaseBehind?: (url: string) => Promise<string>;
}

/** Something of a village that a test sets directly. */
export interface Gift {
  gold?: number;
  army?: Partial<Army>;
  levels?: Partial<Record<'barracks' | 'warehouse' | 'workshop', number>>;
}

export type TestApp = Awaited<ReturnType<typeof startTestApp>>;

const START_MS = Date.parse('2026-03-01T12:00:00Z');
const WAIT = { timeout: 5_000, interval: 5 };
const OPEN_LIMITS = { RATE_LIMIT_GLOBAL: '1000000', RATE_LIMIT_AUTH: '1000000', RATE_LIMIT_BATTLES: '1000000' };

export async function startTestApp(options: TestAppOptions = {}) {
  const database = await createTestDatabase();
  const clock = new ManualClock(options.nowMs ?? START_MS);
  const parts: ProgramParts = {
    config: readConfig({
      NODE_ENV: 'test',
      PORT: '0',
      DEMO: '0',
      JWT_EXPIRES_IN: '30d',
      // Tests come in crowds, on machines that are busy: whether a crowd is turned away is asked where it is meant.
      DB_WAIT_MS: '10000',
      ...OPEN_LIMITS,
      ...options.env,
    }),
    log: createLogger('silent'),
    databaseUrl: (await options.databaseBehind?.(database.appUrl)) ?? database.appUrl,
    ownerDatabaseUrl: database.url,
    jwtSecret: 'a secret that only these tests know, and nobody else',
    clock,
    worker: false,
  };
  const program = await startProgram(parts).catch(async (error: unknown) => {
    await database.drop();
    throw error;
  });
  const { ctx } = program;
  const url = program.url as string;

  const sql = async <R extends object>(text: string, values: unknown[] = []): Promise<R[]> =>
    (await database.pool.query<R>(text, values)).rows;
  const number = async (text: string, values: unknown[] = []): Promise<number> =>
    Number(Object.values((await sql<Record<string, unknown>>(text, values))[0] ?? {})[0]);
  const newSeason = (more: TestAppOptions = {}): Promise<SeasonRow> =>
    inTransaction(ctx, (tx) =>
      createSeason(ctx, tx, {
        name: 'Season {n}',
        speed: more.speed ?? 1,
        startMs: clock.nowMs() + (more.startsInMs ?? 0),
        registrationStartMs: clock.nowMs(),
        entryFeeMicro: more.entryFeeMicro ?? 0,
        tribesAtStart: 30,
        demo: false,
        ...(more.lengthMs === undefined ? {} : { lengthMs: more.lengthMs }),
      }),
    );
  const season = options.season === false ? null : await newSeason(options);
  const seasonId = season?.id ?? '';
  const land = new Map(
    (await sql<{ id: string; territory_no: number }>('select id, territory_no from territories')).map((row) => [
      row.territory_no,
      row.id,
    ]),
  );

  /** A signed-in visitor who has not entered the season. */
  const signIn = (name?: string, account?: TestPlayer['account']): Promise<TestPlayer> =>
    signInPlayer(url, name, account);
  const enter = async (player: TestPlayer): Promise<TestPlayer> => {
    await player.call('seasons.join', { params: { seasonId } });
    return player;
  };
  /** A player with a new village. */
  const newPlayer = async (name?: string): Promise<TestPlayer> => enter(await signIn(name));
  const newPlayers = (count: number): Promise<TestPlayer[]> =>
    Promise.all(Array.from({ length: count }, () => newPlayer()));

  /** Somebody signed in who runs the game in these roles. */
  const newAdmin = async (...roles: AdminRole[]): Promise<TestPlayer> => {
    const admin = await signIn();
    for (const role of roles) await grantRole(ctx, admin.wallet, role);
    return admin;
  };

  let founded = 0;
  /** Founds a tribe; the name and the tag are made up unless given. */
  const found = async (chieftain: TestPlayer, name?: string, tag?: string): Promise<string> => {
    founded++;
    // Letters that do not look like one another: similar names are refused.
    const letters = [founded >> 8, founded >> 4, founded].map((n) => 'ABCDEFGHKMPSTXYZ'[n & 15]).join('');
    const body = { name: name ?? `Tribe ${letters}`, tag: tag ?? letters };
    return (await chieftain.call('tribes.create', { body })).tribeId;
  };
  /** Asks and is let in by the chieftain. */
  const admit = async (tribeId: string, chieftain: TestPlayer, player: TestPlayer): Promise<void> => {
    await player.call('tribes.request', { params: { tribeId } });
    await chieftain.call('tribes.acceptRequest', { params: { tribeId, userId: player.id } });
  };
  /** A player at the head of a tribe of one. */
  const newChieftain = async (gift: Gift = {}): Promise<TestPlayer & { tribeId: string }> => {
    const player = await newPlayer();
    const tribeId = await found(player);
    await give(player, gift);
    return { ...player, tribeId };
  };

  const give = async (player: { id: string }, gift: Gift): Promise<void> => {
    const fields = Object.entries({
      ...(gift.gold === undefined ? {} : { gold: gift.gold }),
      ...gift.army,
      ...Object.fromEntries(Object.entries(gift.levels ?? {}).map(([type, level]) => [`${type}_level`, level])),
    });
    if (fields.length === 0) return;
    const sets = fields.map(([name], index) => `${name} = $${index + 3}`).join(', ');
    await sql(`update villages set ${sets} where season_id = $1 and user_id = $2`, [
      seasonId,
      player.id,
      ...fields.map(([, value]) => value),
    ]);
  };
  /** Gives a territory to a tribe, with these units of its members in it from now on. */
  const hold = async (
    territoryNo: number,
    tribeId: string,
    units: { player: { id: string }; army: Partial<Army> }[],
    formation = 'balanced',
  ): Promise<void> => {
    await sql(
      `update territories set owner_tribe_id = $2, controlled_since = $3, formation = $4, npc_militia = 0, npc_spearman = 0,
         npc_archer = 0, npc_cavalry = 0, truce_until = null where id = $1`,
      [territory(territoryNo), tribeId, new Date(clock.nowMs()), formation],
    );
    for (const { player, army } of units) {
      const place = { seasonId, territoryNo, userId: player.id };
      await addToGarrison(database.pool, place, tribeId, completeArmy(army), clock.nowMs());
    }
  };
  const territory = (no: number): string => {
    const id = land.get(no);
    if (id === undefined) throw new Error(`no territory ${no}`);
    return id;
  };
  const attack = (
    player: TestPlayer,
    no: number,
    army: Partial<Army>,
    formation: 'offensive' | 'balanced' | 'defensive' = 'balanced',
  ) =>
    player.call('battles.attackTerritory', {
      body: { territoryId: territory(no), army: completeArmy(army), formation },
    });

  /** Resolves as soon as some connection waits for a lock that another one holds. */
  const someoneWaits = (): Promise<void> =>
    vi.waitFor(async () => {
      const waiting = await number(
        `select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      if (waiting === 0) throw new Error('nobody waits for a lock');
    }, WAIT);

  return {
    ctx: ctx as Context & { clock: ManualClock },
    url,
    clock,
    database,
    /** The first season's; '' without one. */
    seasonId,
    sql,
    number,
    newSeason,
    signIn,
    enter,
    newPlayer,
    newPlayers,
    newAdmin,
    newChieftain,
    found,
    admit,
    give,
    hold,
    territory,
    attack,
    someoneWaits,
    settle: () => settle(ctx),
    /** A second process on the same database, with other parts where they are given; stop it before the app. */
    startAnother: (more: Partial<ProgramParts> = {}) => startProgram({ ...parts, ...more }),
    stop: async () => {
      await program.stop();
      await database.drop();
    },
  };
}

/** Does all that is due: who was active is written down, completions, battles, the season's clock, credits. */
export async function settle(ctx: Context): Promise<void> {
  await writeActivity(ctx.pool, ctx.activity.take(ctx.clock.nowMs()));
  await moveSeasons(ctx);
  for (let busy = true; busy; ) {
    busy = (await completeDueVillages(ctx)) > 0;
    while (await decideNextBattle(ctx)) busy = true;
    busy = (await applyDueTicks(ctx)) > 0 || busy;
  }
  await moveSeasons(ctx);
}

export const TERRITORY_NUMBERS: readonly number[] = TERRITORIES.map((territory) => territory.id);
