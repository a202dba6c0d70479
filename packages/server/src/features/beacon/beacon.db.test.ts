/** A season whose luck waits for a public beacon: the stand-in has keys of its own, and everything may go wrong with it. */
import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import type { BattleReport } from '@cryptotribes/protocol/features/battles';
import { BEACON_PATIENCE_MS, firstRoundAfter, QUICKNET, roundStartMs } from '@cryptotribes/rules/beacon/rounds';
import { armyOf } from '@cryptotribes/rules/core/units';
import type { Verdict } from '@cryptotribes/rules/verify/verifySeason';
import type { PoolClient } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { verifyLines } from '../../cli/commands/verify.ts';
import { expectInvariants } from '../../testing/invariants.ts';
import { type BeaconStandIn, signRound, startBeaconStandIn } from '../../testing/standIns/beacon/server.ts';
import { startTestApp, type TestApp } from '../../testing/testApp.ts';
import type { TestPlayer } from '../../testing/testPlayer.ts';
import { exportableSeason, exportSeason } from '../fairness/exportSeason.ts';
import { beaconLag } from './queries.ts';
import { beaconWatch } from './watch.ts';

const PERIOD_MS = 3_000;
/** Tribes take no members in the last two days. */
const LENGTH_MS = 50 * 3_600_000;
let beacon: BeaconStandIn;
let app: TestApp;
let chieftain: TestPlayer & { tribeId: string };
let other: TestPlayer & { tribeId: string };

beforeAll(async () => {
  beacon = await startBeaconStandIn();
  app = await startTestApp({ env: beacon.env, lengthMs: LENGTH_MS });
  chieftain = await app.newChieftain({ army: { militia: 2_000 } });
  other = await app.newChieftain({ army: { militia: 2_000 } });
});
afterAll(async () => {
  await app?.stop();
  await beacon?.stop();
});
beforeEach(async () => {
  await app.sql('update villages set raid_charges = 3');
});
afterEach(() => beacon.fail(null));

/** One look of the worker, which remembers no pauses. */
const look = (): Promise<boolean> => beaconWatch(app.ctx, 300)();
const report = (battleId: string): Promise<BattleReport> => chieftain.call('battles.get', { params: { battleId } });
const statusOf = async (battleId: string): Promise<string> => (await report(battleId)).status;
const raid = (level = 1) =>
  chieftain.call('battles.raidCamp', { body: { level, army: armyOf(40), formation: 'balanced' } });
const militia = async (player: TestPlayer): Promise<number> => (await player.call('users.me')).army.militia;
/** What an order waited for is there, and it is decided. */
async function decideAll(): Promise<void> {
  app.clock.advance(PERIOD_MS);
  await look();
  await app.settle();
}

describe('an order in a season with a beacon', () => {
  it('names the first round after it was accepted, and is fought once the round is there', async () => {
    app.clock.set(app.clock.nowMs() + 1_234);
    const acceptedMs = app.clock.nowMs();
    const { battleId, beacon: wait } = await app.attack(chieftain, 21, { militia: 100 });
    const chain = { ...QUICKNET, genesisMs: Number(beacon.env.BEACON_GENESIS_SECONDS) * 1_000 };
    const round = firstRoundAfter(chain, acceptedMs);
    const [atMs, givesUpMs] = [roundStartMs(chain, round), roundStartMs(chain, round) + BEACON_PATIENCE_MS];
    expect(wait).toEqual({
      round,
      at: new Date(atMs).toISOString(),
      givesUpAt: new Date(givesUpMs).toISOString(),
    });
    await look();
    await app.settle();
    expect(beacon.asked).toEqual([]);
    expect((await report(battleId)).fairness.beacon).toMatchObject({ ...wait, state: 'waiting', signature: null });
    const [item] = (await chieftain.call('battles.history', { query: { limit: '1' } })).battles;
    expect(item).toMatchObject({ battleId, result: 'pending', beacon: wait });

    app.clock.set(atMs);
    await app.settle();
    expect(await statusOf(battleId)).toBe('queued');
    await look();
    await app.settle();
    const fought = await report(battleId);
    expect(fought.status).toBe('completed');
    expect(fought.fairness.beacon).toMatchObject({ round, state: 'came', signature: signRound(round) });
    expect(fought.fairness.beacon?.randomness).toMatch(/^[0-9a-f]{64}$/);
    expect((await chieftain.call('battles.history', { query: { limit: '1' } })).battles[0]?.beacon).toBeNull();
    await look();
    expect(beacon.asked).toEqual([round]);
  });

  it('tells everybody which round it waits for, and says so in the season', async () => {
    const { battleId, beacon: wait } = await app.attack(chieftain, 22, { militia: 100 });
    const rows = await app.sql<{ data: { battleId: string; beacon: unknown } }>(
      `select data from news where type = 'battle_queued'`,
    );
    expect(rows.find(({ data }) => data.battleId === battleId)?.data.beacon).toEqual(wait);
    const season = await chieftain.call('seasons.get', { params: { seasonId: app.seasonId } });
    expect(season.beacon).toMatchObject({ publicKey: beacon.publicKey, periodMs: PERIOD_MS, isQuicknet: false });
    const { beacon: published } = await chieftain.call('seasons.commitment', { params: { seasonId: app.seasonId } });
    expect(published).toEqual(season.beacon);
    await decideAll();
    expect(await statusOf(battleId)).toBe('completed');
  });

  it.each([
    'late',
    'too early',
    'wrong signature',
    'wrong round',
    'error',
    'hangs',
    'garbage',
    'endless',
    'elsewhere',
  ] as const)('waits while the beacon is %s, and is fought when it is sound again', async (failure) => {
    const { battleId } = await raid();
    beacon.fail(failure);
    await decideAll();
    expect(await statusOf(battleId)).toBe('queued');
    expect(await beaconLag(app.ctx.pool, app.clock.nowMs() + 60_000)).toBeGreaterThan(57);
    beacon.fail(null);
    await look();
    await app.settle();
    expect(await statusOf(battleId)).toBe('completed');
    expect(await beaconLag(app.ctx.pool, app.clock.nowMs() + 60_000)).toBe(0);
    app.clock.advance(5 * 60_000);
  });

  it('keeps its place: later ones wait behind it, and other places go on', async () => {
    const first = await app.attack(chieftain, 23, { militia: 2 });
    app.clock.advance(PERIOD_MS);
    const behind = await app.attack(other, 23, { militia: 50 });
    const elsewhere = await app.attack(other, 24, { militia: 50 });
    app.clock.advance(PERIOD_MS);
    beacon.fail('error', [first.beacon?.round ?? 0]);
    await look();
    await app.settle();
    const statuses = async () => Promise.all([first, behind, elsewhere].map(({ battleId }) => statusOf(battleId)));
    expect(await statuses()).toEqual(['queued', 'queued', 'completed']);
    beacon.fail(null);
    await look();
    await app.settle();
    expect(await statuses()).toEqual(['completed', 'completed', 'completed']);
    const decided = await app.sql<{ id: string }>('select id from battles where territory_no = 23 order by decided_no');
    expect(decided.map(({ id }) => id)).toEqual([first.battleId, behind.battleId]);
  });

  it('counts from the newest known round on when the clock was set back', async () => {
    const { beacon: wait } = await raid();
    await decideAll();
    app.clock.advance(-10_000);
    const { battleId, beacon: later } = await raid();
    expect(later?.round).toBe((wait?.round ?? 0) + 1);
    expect((await report(battleId)).createdAt).toBe(wait?.at);
    app.clock.advance(10_000);
    await decideAll();
    expect(await statusOf(battleId)).toBe('completed');
  });
});

describe('a round that never comes', () => {
  it('is given up ten minutes after its time: the order is void, and units and charge are back', async () => {
    app.clock.advance(60_000);
    const before = await militia(chieftain);
    const charges = (await chieftain.call('raids.camps')).raidCharges.count;
    const attack = await app.attack(chieftain, 25, { militia: 100 });
    const toCamp = await raid();
    beacon.fail('hangs');
    app.clock.advance(PERIOD_MS);
    await look();
    app.clock.set(Date.parse(attack.beacon?.givesUpAt ?? '') - 1);
    await look();
    await app.settle();
    expect(await statusOf(attack.battleId)).toBe('queued');
    app.clock.advance(1);
    await look();
    await app.settle();
    expect(await statusOf(attack.battleId)).toBe('void');
    expect(await statusOf(toCamp.battleId)).toBe('void');
    expect((await report(attack.battleId)).fairness.beacon).toMatchObject({ state: 'missing', signature: null });
    expect(await militia(chieftain)).toBe(before);
    expect((await chieftain.call('raids.camps')).raidCharges.count).toBe(charges);
    const told = await app.sql(
      `select 1 from news where type = 'battle_completed' and data->>'battleId' = any($1) and data->>'roundMissing' = 'true'`,
      [[attack.battleId, toCamp.battleId]],
    );
    expect(told).toHaveLength(2);
    await expectInvariants(app);
  });

  it('is not given up by a game that was away itself, before it has asked for a minute', async () => {
    const { battleId } = await raid();
    app.clock.advance(BEACON_PATIENCE_MS + 60_000);
    beacon.fail('error');
    await look();
    app.clock.advance(59_999);
    await look();
    await app.settle();
    expect(await statusOf(battleId)).toBe('queued');
    beacon.fail(null);
    await look();
    await app.settle();
    expect(await statusOf(battleId)).toBe('completed');
  });

  it('stays given up when it comes after all', async () => {
    const { battleId, beacon: wait } = await raid();
    beacon.fail('late');
    app.clock.advance(BEACON_PATIENCE_MS);
    await look();
    app.clock.advance(60_000);
    await look();
    beacon.fail(null);
    await look();
    await app.settle();
    expect(await statusOf(battleId)).toBe('void');
    await expect(
      app.ctx.pool.query(`update beacon_rounds set given_up_at = null, signature = $2 where round = $1`, [
        wait?.round,
        Buffer.from(signRound(wait?.round ?? 1), 'hex'),
      ]),
    ).rejects.toThrow('cannot change');
  });
});

describe('the end of a season with a beacon', () => {
  let file: string;
  const verify = (text: string): Promise<Verdict> => verifyLines(Readable.from([text]));

  it('waits for the last rounds, and then its file is found right', async () => {
    const [{ season_end: endMs }] = (await app.sql('select season_end from seasons')) as [{ season_end: number }];
    app.clock.set(endMs - 1);
    const last = await app.attack(other, 26, { militia: 50 });
    app.clock.set(endMs);
    await app.settle();
    const status = async () => (await other.call('seasons.get', { params: { seasonId: app.seasonId } })).status;
    expect(await status()).toBe('active');
    await decideAll();
    await app.settle();
    expect([await statusOf(last.battleId), await status()]).toEqual(['completed', 'ended']);
    file = await (await fetch(`${app.url}/v1/seasons/${app.seasonId}/export`)).text();
    const verdict = await verify(file);
    // Units that a test gave are nowhere written down; all else has to fit.
    expect(verdict.problems).toEqual([]);
    expect(verdict.beacon).toMatchObject({ publicKey: beacon.publicKey, isQuicknet: false, ordersVoid: 3 });
    expect(verdict.beacon?.roundsMissing).toBe(2);
    // Committed, then ordered, then the round, then decided, then revealed: without exception.
    const exceptions = await app.sql(
      `select b.id from battles b join seasons s on s.id = b.season_id
         cross join lateral (select s.beacon_genesis + (b.beacon_round - 1) * s.beacon_period_ms * interval '1 ms' as at) r
       where not (s.created_at <= b.accepted_at and b.accepted_at < r.at and r.at <= b.decided_at and b.decided_at <= s.revealed_at)`,
    );
    expect(exceptions).toEqual([]);
  });

  const CAME = `(select beacon_round from battles where status = 'completed' order by decided_no limit 1)`;
  const tamperings: Record<string, string> = {
    'the signature of a round': `update beacon_rounds set signature = (select r.signature from beacon_rounds r where r.signature is not null order by round desc limit 1)
      where round = ${CAME}`,
    'a random signature': `update beacon_rounds set signature = '\\x${randomBytes(48).toString('hex')}' where round = ${CAME}`,
    'the number of a round': `with moved as (update beacon_rounds set round = round + 1000000 where round = ${CAME} returning round)
      update battles set beacon_round = beacon_round + 1000000 where beacon_round = ${CAME}`,
    'the round of an order': `update battles set beacon_round = (select max(beacon_round) from battles where status = 'completed') where beacon_round = ${CAME}`,
    'an order without its round': `update battles set beacon_round = null where beacon_round = ${CAME}`,
    'a round that is gone': `delete from beacon_rounds where round = ${CAME}`,
    'a round that is said not to have come': `update beacon_rounds set signature = null, given_up_at = asked_at + interval '20 minutes' where round = ${CAME}`,
    'a round given up before its time': `update beacon_rounds set given_up_at = asked_at + interval '9 minutes' where given_up_at is not null`,
    'a fight in spite of a missing round': `update beacon_rounds set signature = null, given_up_at = asked_at where round = ${CAME}`,
    'a missing round that has a signature': `update beacon_rounds set signature = (select signature from beacon_rounds where signature is not null limit 1),
      given_up_at = null where given_up_at is not null`,
    'an order void without reason': `update battles set status = 'void', winner = null, report = null where camp_level is not null and status = 'completed'
      and attacker_vp = 0 and id = (select id from battles where camp_level is not null and status = 'completed' order by decided_no desc limit 1)`,
    'a round that nobody waited for': `insert into beacon_rounds (season_id, round, asked_at, signature)
      select season_id, round + 1, asked_at, signature from beacon_rounds where signature is not null order by round desc limit 1`,
    'the key of the beacon': `update seasons set beacon_public_key = '\\x${QUICKNET.publicKey}'`,
    'when the beacon began': `update seasons set beacon_genesis = beacon_genesis - interval '3 seconds'`,
    'no beacon at all': `update seasons set beacon_public_key = null, beacon_genesis = null, beacon_period_ms = null`,
  };
  it.each(Object.entries(tamperings))('does not hide %s', async (_kind, sql) => {
    const client: PoolClient = await app.database.pool.connect();
    try {
      await client.query('begin');
      await client.query('set local session_replication_role = replica');
      const { rowCount } = await client.query(sql);
      expect(rowCount).toBeGreaterThan(0);
      const pieces: string[] = [];
      for await (const piece of exportSeason(client, await exportableSeason(client, app.seasonId))) pieces.push(piece);
      const verdict = await verify(pieces.join(''));
      expect(verdict.problems.map(({ what }) => what).join('\n')).toMatch(/round|signature|beacon|camp/);
    } finally {
      await client.query('rollback');
      client.release();
    }
  });

  it.each([
    [`update seasons set beacon_genesis = beacon_genesis - interval '3 seconds'`, 'beacon of a season cannot change'],
    [`update seasons set beacon_public_key = null, beacon_genesis = null, beacon_period_ms = null`, 'cannot change'],
    [`update battles set beacon_round = beacon_round + 1`, 'cannot change'],
    [`update beacon_rounds set signature = null`, 'cannot change'],
    ['delete from beacon_rounds', 'permission denied'],
    ['truncate beacon_rounds', 'permission denied'],
  ])('cannot be written anew by the program: %s', async (sql, refusal) => {
    await expect(app.ctx.pool.query(sql)).rejects.toThrow(refusal);
  });
});
