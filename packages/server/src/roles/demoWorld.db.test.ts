/** The demo as a newcomer finds it: a war that has been going on, with all its records, and a first battle to win at once. */
import { Readable } from 'node:stream';
import { totalUnits } from '@cryptotribes/rules/core/units';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { verifyLines } from '../cli/commands/verify.ts';
import { gatherFacts } from '../features/fairplay/gatherFacts.ts';
import { behaviourScore } from '../features/fairplay/signals.ts';
import { type GameProcess, startGameProcess } from '../testing/gameProcess.ts';
import { startTestApp } from '../testing/testApp.ts';
import { createTestDatabase } from '../testing/testDatabase.ts';
import { signInPlayer } from '../testing/testPlayer.ts';
import { beginDemo } from './demoHistory.ts';

const HOURS_PLAYED = 30;
const DEMO = { DEMO_BOTS: '16', DEMO_HISTORY_HOURS: String(HOURS_PLAYED) };

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

describe('the history of a demo season', () => {
  it('was played by the rules up to the present, is played once, and can be verified by everybody', async () => {
    const app = await startTestApp({ season: false, env: DEMO });
    closers.push(app.stop);
    const { ctx, clock, sql, number } = app;
    // Two programs that begin at the same moment.
    await Promise.all([beginDemo(ctx, app.database.appUrl), beginDemo(ctx, app.database.appUrl)]);

    const [season, ...others] = await sql<{ id: string; season_start: number; season_end: number; status: string }>(
      'select id, season_start, season_end, status from seasons',
    );
    if (season === undefined) throw new Error('there is no season');
    expect(others).toEqual([]);
    expect(season.status).toBe('active');
    expect(clock.nowMs() - season.season_start).toBe((HOURS_PLAYED * 3_600_000) / 60);
    expect(await number('select count(*) from tribe_seats')).toBe(16);
    expect(await number('select count(*) from tribes')).toBe(2);
    expect(await number("select count(*) from ticks where kind = 'vp'")).toBeGreaterThanOrEqual(HOURS_PLAYED - 1);
    expect(await number('select count(*) from battles where captured')).toBeGreaterThan(5);
    expect(await number("select count(*) from battles where battle_type = 'pve_raid'")).toBeGreaterThan(0);
    expect(await number('select count(*) from building_log')).toBeGreaterThan(3);
    expect(await number("select count(*) from battles where status = 'queued'")).toBe(0);
    const times = [
      'select max(accepted_at), max(decided_at) from battles',
      'select max(at), max(at) from news',
      'select max(from_at), max(to_at) from tenures',
    ];
    for (const text of times) {
      for (const time of Object.values((await sql<Record<string, number>>(text))[0] ?? {}))
        expect(time, text).toBeLessThanOrEqual(clock.nowMs());
    }
    expect(await sql('select * from broken_invariants')).toEqual([]);

    // Nobody who plays for the house looks like one who feeds another, or plays two seats; that they never sleep is what they are.
    // Every pair that fought at all is looked at, with the limits that count for everybody.
    const { thresholds } = ctx.config.fairPlay;
    const facts = await gatherFacts(ctx.pool, season.id, { ...thresholds, feeding_fights: 1, one_sided_fights: 1 });
    expect(facts.filter(({ flows }) => flows.length > 0).length).toBeGreaterThan(5);
    const kinds = facts.flatMap((fact) => behaviourScore(fact, thresholds).reasons.map(({ kind }) => kind));
    expect(kinds.filter((kind) => kind !== 'sleepless' && kind !== 'regular')).toEqual([]);

    clock.set(season.season_end);
    await app.settle();
    await app.settle();
    const file = await fetch(`${app.url}/v1/seasons/${season.id}/export`);
    const verdict = await verifyLines(Readable.from([await file.text()]));
    expect(verdict.problems).toEqual([]);
    expect(verdict).toMatchObject({ ok: true, hours: 240 });
    expect(await sql('select * from broken_invariants')).toEqual([]);
  }, 180_000);
});

describe('a newcomer in the demo world', () => {
  it('is let into a tribe and wins ground within two minutes; the next start goes on with the same season', async () => {
    const database = await createTestDatabase();
    closers.push(database.drop);
    let game: GameProcess | null = null;
    closers.push(() => game?.end('SIGKILL'));
    const start = async (): Promise<string> => {
      game = await startGameProcess({
        ...{ NODE_ENV: 'test', DEMO: '1', ...DEMO, PORT: '0', JWT_SECRET: 'newcomers '.repeat(6), LOG_LEVEL: 'warn' },
        ...{ DATABASE_URL: database.appUrl, MIGRATION_DATABASE_URL: database.url },
      });
      return /is ready: (\S+)/.exec(game.output())?.[1] ?? '';
    };
    const player = await signInPlayer(await start(), 'Nora');
    const beganAt = performance.now();
    const patiently = { timeout: 60_000, interval: 200 };
    const { seasonId } = await player.call('seasons.current');
    await player.call('seasons.join', { params: { seasonId } });

    await player.call('training.start', { body: { unitType: 'militia', quantity: MILITIA } });
    const { tribes } = await player.call('tribes.list');
    const tribe = tribes.find(({ memberCount }) => memberCount < 12);
    await player.call('tribes.request', { params: { tribeId: tribe?.id ?? '' } });
    await vi.waitFor(async () => {
      const me = await player.call('users.me');
      expect(me.tribe?.id).toBe(tribe?.id);
      expect(me.army.militia).toBe(MILITIA);
    }, patiently);

    // The others play on: what is chosen may be taken or strengthened before the order comes, and then the next is tried.
    await vi.waitFor(async () => {
      const { army } = await player.call('users.me');
      const { territories } = await player.call('territories.list');
      const weakest = territories
        .filter(({ tier, owner, truceUntil }) => tier === 'edge' && truceUntil === null && owner?.tag !== tribe?.tag)
        .filter((land) => defendersOf(land) * 1.6 + 6 <= army.militia)
        .sort((x, y) => defendersOf(x) - defendersOf(y))[0];
      expect(weakest, 'land that a newcomer can take').toBeDefined();
      const order = await player.call('battles.attackTerritory', {
        body: {
          territoryId: weakest?.id ?? '',
          army: { ...NOBODY.units, militia: army.militia },
          formation: 'offensive',
        },
      });
      const report = await vi.waitFor(async () => {
        const battle = await player.call('battles.get', { params: { battleId: order.battleId } });
        expect(battle.status).not.toBe('queued');
        return battle;
      }, patiently);
      expect(report.results).toMatchObject({ winner: 'attacker', territoryTransferred: true });
    }, patiently);
    expect(performance.now() - beganAt).toBeLessThan(120_000);

    await game!.end('SIGTERM');
    const again = await signInPlayer(await start(), undefined, player.account);
    expect((await again.call('seasons.current')).seasonId).toBe(seasonId);
    expect((await again.call('users.me')).tribe?.id).toBe(tribe?.id);
    expect((await database.pool.query('select 1 from seasons')).rowCount).toBe(1);
  }, 180_000);
});

/** What 1,000 gold pay for at once, with some left, and half a minute trains. */
const MILITIA = 40;
const NOBODY = { units: { militia: 0, spearman: 0, archer: 0, cavalry: 0 } };

type Land = { owner: unknown; garrison: typeof NOBODY | null; npcDefense: typeof NOBODY | null };
const defendersOf = ({ owner, garrison, npcDefense }: Land): number =>
  totalUnits(((owner === null ? npcDefense : garrison) ?? NOBODY).units);
