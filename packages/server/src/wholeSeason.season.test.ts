/**
 * A whole season, ten days of 36 full tribes, played through the services on a real database; then everything that must hold is checked,
 * and a second run from the same seed has to come to the same end, to the last row.
 */
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyLines } from './cli/commands/verify.ts';
import { noFacts } from './features/fairplay/facts.ts';
import { gatherFacts } from './features/fairplay/gatherFacts.ts';
import { behaviourScore } from './features/fairplay/signals.ts';
import { checkInvariants } from './features/invariants/check.ts';
import { publishWaitingNews } from './features/news/queries.ts';
import { transaction } from './platform/db.ts';
import { expectInvariants } from './testing/invariants.ts';
import { playSeason } from './testing/play/playSeason.ts';
import type { World } from './testing/play/world.ts';
import { expectSeasonInvariants } from './testing/seasonInvariants.ts';
import { stateHash, tableHashes } from './testing/stateHash.ts';

const SEED = 'winter conquest';
let first: World;
let second: World;
let seconds = 0;
const hashes: Record<string, string>[] = [];

beforeAll(async () => {
  const startedAt = performance.now();
  first = await playSeason(SEED);
  seconds = (performance.now() - startedAt) / 1000;
  second = await playSeason(SEED);
  for (const world of [first, second]) hashes.push(await tableHashes(world.app));
  const answers = JSON.stringify(first.answers);
  process.stdout.write(`a season of ${first.players.length} players in ${seconds.toFixed(1)} s: ${answers}\n`);
}, 900_000);
afterAll(() => Promise.all([first?.app.stop(), second?.app.stop()]));

describe('a whole season', () => {
  it('was really played', async () => {
    const count = (text: string) => first.app.number(`select count(*) from ${text}`);
    expect(await count(`battles where status = 'completed'`)).toBeGreaterThan(500);
    expect(await count(`battles where captured`)).toBeGreaterThan(60);
    expect(await count(`battles where status = 'reinforced'`)).toBeGreaterThan(5);
    expect(await count(`battles where status = 'void'`)).toBeGreaterThan(3);
    expect(await count(`battles where battle_type = 'pve_raid'`)).toBeGreaterThan(100);
    expect(await count(`battles where target_user_id is not null and status = 'completed'`)).toBeGreaterThan(5);
    expect(await count('building_log')).toBeGreaterThan(300);
    expect(await count(`training_batches where status = 'cancelled'`)).toBeGreaterThan(5);
    expect(await count(`news where type = 'tribe_member_left'`)).toBeGreaterThan(0);
  });

  it('has 240 hourly and 1,440 ten-minute credits and a final ranking', async () => {
    const { app, season } = first;
    const ticks = await app.sql(
      'select kind, count(*)::int as n from ticks where season_id = $1 group by 1 order by 1',
      [season.id],
    );
    expect(ticks).toEqual([
      { kind: 'gold', n: 1_440 },
      { kind: 'vp', n: 240 },
    ]);
    expect(await app.number(`select count(*) from season_rankings where board = 'players'`)).toBe(first.players.length);
    expect(await app.number('select sum(amount_micro) from season_prizes')).toBe(first.players.length * 21_250_000);
  });

  it('suspects nobody: honest players, with a family at home each, stay below the threshold', async () => {
    const { ctx, season } = first;
    const { thresholds } = ctx.config.fairPlay;
    const facts = [...(await gatherFacts(ctx.pool, season.id, thresholds)), noFacts('somebody at rest')];
    const home = ['a', 'b', 'c'].map((otherId) => ({
      otherId,
      addresses: 3,
      setups: 2,
      browsers: 1,
      days: 9,
      sameTribe: true,
    }));
    const scores = facts.map((player) => behaviourScore({ ...player, links: home }, thresholds).score);
    expect(Math.max(...scores)).toBeLessThan(thresholds.review);
  });

  it('is found right by whoever computes its public file again', async () => {
    const answer = await fetch(`${first.app.url}/v1/seasons/${first.season.id}/export`);
    const verdict = await verifyLines(Readable.from([await answer.text()]));
    expect(verdict.problems).toEqual([]);
    expect(verdict).toMatchObject({ ok: true, hours: 240 });
  });

  it('keeps every invariant', async () => {
    const { app } = first;
    await expectSeasonInvariants(app);
    // Nobody reads the half million notes about income: number the rest, as the publisher would have.
    await app.sql(`delete from news where type = 'gold_updated'`);
    while ((await transaction(app.ctx.pool, publishWaitingNews)) > 0);
    await app.sql('analyze');
    await expectInvariants(app);
    // And what the running game asks of itself, units and levels included: here nobody was given anything.
    const startedAt = performance.now();
    expect(await checkInvariants(app.ctx.pool)).toEqual([]);
    process.stdout.write(`all invariants asked in ${Math.round(performance.now() - startedAt)} ms\n`);
  });

  it('comes to the same end from the same seed', () => {
    const [one, other] = hashes;
    expect(other).toEqual(one);
    expect(stateHash(other as Record<string, string>)).toBe(stateHash(one as Record<string, string>));
    expect(second.answers).toEqual(first.answers);
  });
});
