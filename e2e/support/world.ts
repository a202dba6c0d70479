/** A real game for a test file: the whole program over a database of its own, a free season, and players of the API. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type ApiClient, createApiClient } from '@cryptotribes/protocol/client/apiClient';
import type { Army } from '@cryptotribes/rules/core/units';
import { readConfig } from '@cryptotribes/server/config/config';
import { createSeason } from '@cryptotribes/server/features/seasons/service';
import { createLogger } from '@cryptotribes/server/platform/logger';
import { inTransaction } from '@cryptotribes/server/platform/tx';
import { type Program, startProgram } from '@cryptotribes/server/program';
import { createTestDatabase } from '@cryptotribes/server/testing/testDatabase';
import type { PrivateKeyAccount } from 'viem/accounts';
import { newAccount } from './wallet.ts';

/** Ten minutes of the game in one second: a season of 24 minutes, a truce of 24 seconds. */
const SPEED = 600;
const TRIBES_AT_START = 8;

export interface ApiPlayer {
  readonly api: ApiClient;
  readonly userId: string;
  readonly token: string;
  readonly account: PrivateKeyAccount;
}

export interface World {
  readonly origin: string;
  readonly seasonId: string;
  readonly program: Program;
  /** Signs in and enters the season, when it is free. */
  newPlayer(name: string, account?: PrivateKeyAccount): Promise<ApiPlayer>;
  /** A new player with a tribe of that name. */
  newChieftain(name: string, tribeName: string, tag: string): Promise<ApiPlayer & { tribeId: string }>;
  /** Sets what stands at home, as if trained: a season would take longer than a test. */
  setArmy(userId: string, army: Army): Promise<void>;
  /** The API's own id of the territory with this place on the map. */
  territoryRowId(territoryNo: number): Promise<string>;
  /** Stops the server and starts it again at the same address, over the same database. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export interface WorldOptions {
  /** Registration is open now; the season starts that much later. */
  readonly startsInMs?: number;
  /** 0, unless given: then players sign in and do not enter. */
  readonly entryFeeMicro?: number;
  /** On top of the tests' own. */
  readonly env?: Record<string, string>;
}

/** Everything runs as in the game, with real loops; only the limits per client are wide and the demo is off. */
export async function startWorld({ startsInMs = 0, entryFeeMicro = 0, env = {} }: WorldOptions = {}): Promise<World> {
  const database = await createTestDatabase();
  const dataDir = mkdtempSync(path.join(tmpdir(), 'ct-e2e-'));
  const config = readConfig({
    NODE_ENV: 'test',
    PORT: '0',
    DATA_DIR: dataDir,
    DEMO: '0',
    LOG_LEVEL: 'error',
    RATE_LIMIT_GLOBAL: '100000',
    RATE_LIMIT_AUTH: '1000',
    RATE_LIMIT_BATTLES: '1000',
    // Three browsers and their games share this machine.
    DB_WAIT_MS: '10000',
    ...env,
  });
  const jwtSecret = 'browser-tests-only-'.repeat(3);
  const start = (port: string) =>
    startProgram({
      config: { ...config, port: Number(port) },
      log: createLogger('error'),
      databaseUrl: database.url,
      jwtSecret,
      watchGame: false,
    });
  let program = await start('0');
  let { ctx } = program;
  const origin = ctx.config.publicUrl;
  const nowMs = ctx.clock.nowMs();
  const season = await inTransaction(ctx, (tx) =>
    createSeason(ctx, tx, {
      name: 'Season {n}: Winter Conquest',
      speed: SPEED,
      startMs: nowMs + startsInMs,
      registrationStartMs: nowMs,
      entryFeeMicro,
      tribesAtStart: TRIBES_AT_START,
      demo: false,
    }),
  );

  async function newPlayer(name: string, account = newAccount()): Promise<ApiPlayer> {
    let token: string | null = null;
    const api = createApiClient({ baseUrl: program.url ?? origin, getToken: () => token });
    const walletAddress = account.address;
    const { message } = await api.call('auth.nonce', { body: { walletAddress } });
    const signature = await account.signMessage({ message });
    const signedIn = await api.call('auth.connect', {
      body: { walletAddress, signature, message, session: 'token' },
    });
    token = signedIn.token ?? null;
    if (token === null) throw new Error('signing in gave no token');
    if (entryFeeMicro === 0) await api.call('seasons.join', { params: { seasonId: season.id } });
    await api.call('users.update', { body: { username: name } });
    return { api, userId: signedIn.user.id, token, account };
  }

  return {
    origin,
    seasonId: season.id,
    get program() {
      return program;
    },
    newPlayer,
    async newChieftain(name, tribeName, tag) {
      const player = await newPlayer(name);
      const { tribeId } = await player.api.call('tribes.create', { body: { name: tribeName, tag } });
      return { ...player, tribeId };
    },
    async setArmy(userId, army) {
      await ctx.pool.query(
        `update villages set militia = $3, spearman = $4, archer = $5, cavalry = $6, barracks_level = greatest(barracks_level, 5)
         where season_id = $1 and user_id = $2`,
        [season.id, userId, army.militia, army.spearman, army.archer, army.cavalry],
      );
    },
    async territoryRowId(territoryNo) {
      const sql = 'select id from territories where season_id = $1 and territory_no = $2';
      const { rows } = await ctx.pool.query<{ id: string }>(sql, [season.id, territoryNo]);
      const id = rows[0]?.id;
      if (id === undefined) throw new Error(`there is no territory ${territoryNo}`);
      return id;
    },
    async restart() {
      await program.stop();
      program = await start(new URL(origin).port);
      ctx = program.ctx;
    },
    async stop() {
      await program.stop();
      await database.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Sends an attack through the API and waits until it is decided; answers with the winner. */
export async function attackThroughApi(world: World, player: ApiPlayer, territoryNo: number, army: Army) {
  const territoryId = await world.territoryRowId(territoryNo);
  const { battleId } = await player.api.call('battles.attackTerritory', {
    body: { territoryId, army, formation: 'offensive' },
  });
  const deadlineMs = performance.now() + 10_000;
  for (;;) {
    const report = await player.api.call('battles.get', { params: { battleId } });
    if (report.status !== 'queued') return { battleId, winner: report.results?.winner ?? null };
    if (performance.now() > deadlineMs) throw new Error('the battle was not decided within 10 seconds');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
