/**
 * A small season that was really played, its public file, and what a verifier says of it; then whatever the owner of the database may do to the
 * records behind everybody's back, one kind after the other: from the public file alone, each has to be found.
 */
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { CHAIN_START, chainLine, type RecordLine } from '@cryptotribes/rules/verify/record';
import type { Verdict } from '@cryptotribes/rules/verify/verifySeason';
import type { PoolClient } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyLines } from '../../cli/commands/verify.ts';
import { playSeason } from '../../testing/play/playSeason.ts';
import type { World } from '../../testing/play/world.ts';
import { exportableSeason, exportSeason } from './exportSeason.ts';

let world: World;
let file: string;
beforeAll(async () => {
  world = await playSeason('luck that anyone can check', { tribes: 3, lengthMs: 2 * 86_400_000 });
  file = await (await fetchExport()).text();
}, 120_000);
afterAll(() => world?.app.stop());

const fetchExport = (seasonId = world.season.id) => fetch(`${world.app.url}/v1/seasons/${seasonId}/export`);
const codeOf = async (answer: Response): Promise<string> =>
  ((await answer.json()) as { error: { code: string } }).error.code;
const verify = (text: string | Buffer): Promise<Verdict> => verifyLines(Readable.from([text]));
const told = (verdict: Verdict): string =>
  verdict.problems.map(({ line, about, what }) => `${line ?? '-'} ${about}: ${what}`).join('\n');

describe('the public file of a season', () => {
  it('is found as the rules and the secret give it, with all its kinds of events', async () => {
    const verdict = await verify(file);
    expect(told(verdict)).toBe('');
    expect(verdict).toMatchObject({ ok: true, hours: 48, lines: file.trimEnd().split('\n').length });
    const lines = file.trimEnd().split('\n');
    const count = (text: string) => lines.filter((line) => line.includes(text)).length;
    for (const [text, least] of [
      ['"kind":"territory"', 50],
      ['"kind":"camp"', 50],
      ['"kind":"village"', 3],
      ['"captured":true', 10],
      ['"status":"reinforced"', 1],
      ['"status":"void"', 1],
      ['"t":"tenure"', 20],
      ['"t":"prize"', 30],
    ] as const)
      expect(count(text), text).toBeGreaterThanOrEqual(least);
  });

  it('is the same each time, and says the same when it is packed', async () => {
    expect(await (await fetchExport()).text()).toBe(file);
    const verdict = await verify(gzipSync(file));
    expect(verdict.ok).toBe(true);
    expect(file.trimEnd()).toContain(verdict.fingerprint);
  });

  it('is refused while the season runs, and for seasons that never were', async () => {
    const running = await world.app.newSeason();
    const early = await fetchExport(running.id);
    expect([early.status, await codeOf(early)]).toEqual([400, 'SEASON_NOT_OVER']);
    const never = await fetchExport('0123456789abcdef01234567');
    expect([never.status, await codeOf(never)]).toEqual([404, 'SEASON_NOT_FOUND']);
  });

  it('names the line from which on something was changed, left out or cut off', async () => {
    const lines = file.trimEnd().split('\n');
    const at = lines.findIndex((line) => line.includes('"kind":"camp"'));
    const changed = lines.with(at, (lines[at] as string).replace(/"accepted":\d/, '"accepted":9'));
    expect(told(await verify(changed.join('\n')))).toMatch(new RegExp(`^${at + 1} line: its hash`));
    expect(told(await verify(lines.toSpliced(at, 1).join('\n')))).toMatch(new RegExp(`^${at + 1} line: its hash`));
    expect(told(await verify(lines.slice(0, at).join('\n')))).toContain('breaks off');
    expect(told(await verify(`${file}${lines[at]}\n`))).toContain('after the end');
    expect(told(await verify('hello\n{"t":1}'))).toContain('does not end in its hash');
    expect((await verify('')).ok).toBe(false);
  });

  it('is found out when a line is left out and all hashes are made anew', async () => {
    const lines = file.trimEnd().split('\n');
    const missing = new Set<string>();
    for (const text of [
      '"kind":"camp"',
      '"t":"tenure"',
      '"t":"tick"',
      '"t":"rank"',
      '"t":"prize"',
      '"t":"territory"',
    ]) {
      // The last tenure may have been too short for a point.
      const find = text === '"t":"tenure"' ? 'findIndex' : 'findLastIndex';
      const at = lines[find]((line) => line.includes(text));
      if ((await verify(chained(lines.toSpliced(at, 1)))).ok) missing.add(text);
    }
    expect([...missing]).toEqual([]);
  });
});

/** The same lines with hashes of their own. */
function chained(lines: readonly string[]): string {
  let hash = CHAIN_START;
  return lines
    .map((text, index) => {
      const { h: _, ...line } = JSON.parse(text) as RecordLine & { h: string };
      if (line.t === 'end') line.lines = index;
      const next = chainLine(hash, line as RecordLine);
      hash = next.hash;
      return next.text;
    })
    .join('\n');
}

const FOUGHT = `(select id from battles where status = 'completed' order by decided_no offset 40 limit 1)`;
const LAND = `(select id from battles where status = 'completed' and territory_no is not null and defender_tribe_id is not null
  and exists (select 1 from battle_defenders d where d.battle_id = id) order by decided_no limit 1)`;
const CAPTURE = `(select id from battles where captured order by decided_no limit 1)`;
const battle = (change: string, which = FOUGHT): string => `update battles set ${change} where id = ${which}`;
const report = (path: string, value: string, which = LAND): string =>
  battle(`report = jsonb_set(report, '{${path}}', '${value}')`, which);

const TAMPERINGS: Record<string, string> = {
  'the secret of the season': `update season_secrets set secret = sha256(secret)`,
  'the secret and its commitment': `with s as (update season_secrets set secret = sha256(secret) returning season_id, secret)
     update seasons set commitment = sha256(s.secret) from s where id = s.season_id`,
  'the seed of a battle': battle('rng_seed = sha256(rng_seed)'),
  "the attacker's own seed": battle('client_seed = substr(sha256(client_seed), 1, 16)'),
  'the hash of an order': battle('orders_hash = sha256(orders_hash)'),
  'the units of an order': battle('militia = militia + 1'),
  'the formation of an order': battle(
    `attacker_formation = case attacker_formation when 'offensive' then 'balanced' else 'offensive' end`,
  ),
  'the workshop of an order': battle('attacker_workshop = attacker_workshop % 10 + 1'),
  'the time of an order': battle(`accepted_at = accepted_at - interval '1 second'`),
  'the sender of an order': battle(
    `attacker_id = (select user_id from villages v where v.user_id <> battles.attacker_id order by 1 limit 1)`,
  ),
  'the tribe of an order': battle(
    `attacker_tribe_id = (select id from tribes where id <> battles.attacker_tribe_id limit 1)`,
    LAND,
  ),
  'the target of an order': battle('territory_no = territory_no % 50 + 1, order_no = 100000', LAND),
  'the number of an order': battle('order_no = order_no + 1000'),
  'the numbers of two orders against each other': `with two as (select id, order_no, territory_no from battles where territory_no =
       (select territory_no from battles where territory_no is not null group by 1 order by count(*) desc limit 1) and order_no <= 2),
     away as (select 1) update battles b set order_no = 1000000 + case t.order_no when 1 then 2 else 1 end from two t where b.id = t.id`,
  'the order of two decisions': `update battles b set decided_no = case when b.decided_no = x.least then x.most else x.least end * 1000000
     from (select min(decided_no) as least, max(decided_no) as most from battles where territory_no =
       (select territory_no from battles where territory_no is not null group by 1 order by count(*) desc limit 1)) x
     where b.decided_no in (x.least, x.most)`,
  'an order that is gone': `with d as (delete from battle_defenders where battle_id = ${FOUGHT}), m as (delete from vp_moves where ref = ${FOUGHT})
     delete from battles where id = ${FOUGHT}`,
  'the last order against a place, gone': `with last as (select id from battles b where territory_no is not null and status = 'completed'
       and not captured and order_no = (select max(order_no) from battles o where o.territory_no = b.territory_no) limit 1)
     delete from battles where id in (select id from last)`,
  'a fight made void': `with m as (delete from vp_moves where ref = ${CAPTURE})
     update battles set status = 'void', winner = null, captured = false, report = null where id = ${CAPTURE}`,
  'a void order made a fight': `update battles set status = 'completed', winner = 'attacker', report =
     (select report from battles where report is not null limit 1), attacker_power = 1, defender_power = 1, variance_bp = 0, rng_seed = '\\x00'
     where id = (select id from battles where status = 'void' limit 1)`,
  'the winner': battle(`winner = case winner when 'attacker' then 'defender' else 'attacker' end`, LAND),
  'the luck': battle('variance_bp = -variance_bp + 1'),
  "the attacker's power": battle('attacker_power = attacker_power + 1'),
  "the defender's power": battle('defender_power = defender_power + 1'),
  'the losses of the attacker': report('attackerLosses,militia', '999'),
  'the losses of the defender': report('defenderLosses,militia', '999'),
  'the army that defended': report('defender,army,militia', '999'),
  'the formation of the defenders': battle(
    `report = jsonb_set(report, '{defender,formation}', to_jsonb(case report->'defender'->>'formation' when 'offensive' then 'balanced' else 'offensive' end))`,
    LAND,
  ),
  'the units of a defender': `update battle_defenders set militia = militia + 1 where battle_id = ${LAND}`,
  'the workshop of a defender': `update battle_defenders set workshop_level = workshop_level % 10 + 1 where battle_id = ${LAND}`,
  'the losses of a defender': `update battle_defenders set militia = militia + 1, lost_militia = lost_militia + 1 where battle_id = ${LAND}`,
  'the points of a defender': `update battle_defenders set vp = vp + 1 where battle_id = ${LAND}`,
  'the order in which defenders arrived': `with two as (select battle_id from battle_defenders group by 1 having count(*) > 1 limit 1)
     update battle_defenders set place = 1000 - place where battle_id in (select battle_id from two)`,
  'a defender who is gone': `delete from battle_defenders where battle_id = ${LAND}`,
  'the siege fatigue': report('siegeFatigueBp', '1000'),
  'the count of repeated battles': report('vpBreakdown,repeatIndex', '7'),
  'the survivors': report('survivors,home,militia', '999'),
  'the steps of the power': report('attackerSteps,terrain', '999'),
  'the end of a truce': report('truceUntilMs', '0', CAPTURE),
  'a capture undone': battle('captured = false', CAPTURE),
  'the bonus of a capture': battle('capture_bonus = not capture_bonus', CAPTURE),
  "the attacker's points": battle('attacker_vp = attacker_vp + 1'),
  "the defenders' points": battle('defender_vp = defender_vp + 1', LAND),
  'the tribe that defended': battle(
    `defender_tribe_id = (select id from tribes t where t.id <> battles.defender_tribe_id limit 1)`,
    LAND,
  ),
  'the loot of a camp': `update battles set gold_looted = gold_looted + 1 where id = (select id from battles where camp_level is not null and winner = 'attacker' limit 1)`,
  'the level of a building': `update building_log set level = 10 where id = (select min(id) from building_log where building_type = 'workshop')`,
  'when a warehouse was built': `update building_log set completed_at = completed_at + interval '1 day' where building_type = 'warehouse'`,
  'the points booked for a battle': `update vp_moves set delta = delta + 1 where id = (select min(id) from vp_moves where reason = 'battle')`,
  'who got the points of a battle': `update vp_moves v set user_id = (select user_id from villages w where w.user_id <> v.user_id limit 1)
     where id = (select min(id) from vp_moves where reason = 'battle')`,
  'the beginning of a tenure': `update tenures set from_at = from_at - interval '2 hours' where id = (select min(id) from tenures)`,
  'the end of a tenure': `update tenures set to_at = to_at + interval '2 hours' where id = (select min(id) from tenures where to_at is not null)`,
  'the player of a tenure': `update tenures t set user_id = (select user_id from villages v where v.user_id <> t.user_id limit 1) where id = (select min(id) from tenures)`,
  'the tribe of a tenure': `update tenures t set tribe_id = (select id from tribes x where x.id <> t.tribe_id limit 1) where id = (select min(id) from tenures)`,
  'the place of a tenure': `update tenures set territory_no = territory_no % 50 + 1 where id = (select min(id) from tenures)`,
  'a tenure that is gone': `delete from tenures where id = (select min(id) from tenures)`,
  'a tenure that never was': `insert into tenures (season_id, territory_no, user_id, tribe_id, from_at, to_at)
     select season_id, 50, user_id, tribe_id, from_at, from_at + interval '3 hours' from tenures order by id limit 1`,
  'the points of an hour': `update vp_moves set delta = delta + 1 where id = (select min(id) from vp_moves where reason = 'hourly')`,
  'who got the points of an hour': `update vp_moves v set user_id = (select user_id from villages w where w.user_id <> v.user_id limit 1)
     where id = (select min(id) from vp_moves where reason = 'hourly')`,
  'points of an hour that are gone': `delete from vp_moves where id = (select min(id) from vp_moves where reason = 'hourly')`,
  'an hour that is gone': `delete from ticks where kind = 'vp' and n = 20`,
  'the last hour, gone': `delete from ticks where kind = 'vp' and n = 48`,
  'an hour too many': `insert into ticks select season_id, kind, 49, applied_at from ticks where kind = 'vp' and n = 48`,
  'the points of a ranked tribe': `update season_rankings set victory_points = victory_points + 1 where board = 'tribes' and rank = 1`,
  'the territories of a ranked tribe': `update season_rankings set territories = territories + 1 where board = 'tribes' and rank = 1`,
  'two ranked tribes exchanged': `create temp table two on commit drop as select rank, tribe_id from season_rankings where board = 'tribes' and rank <= 2;
     update season_rankings set tribe_id = 'ffffffffffffffffffffffff' where board = 'tribes' and rank = 1;
     update season_rankings set tribe_id = (select tribe_id from two where rank = 1) where board = 'tribes' and rank = 2;
     update season_rankings set tribe_id = (select tribe_id from two where rank = 2) where board = 'tribes' and rank = 1`,
  'the points of a ranked player': `update season_rankings set victory_points = victory_points + 1 where board = 'players' and rank = 1`,
  'when a player reached the points': `update season_rankings set reached_at = reached_at - interval '1 hour' where board = 'players' and rank = 1`,
  'a ranked player who is gone': `delete from season_rankings where board = 'players' and rank = 5`,
  'the owner of a territory at the end': `update territories set owner_tribe_id = null where territory_no = (select min(territory_no) from territories where owner_tribe_id is not null)`,
  'the wild garrison at the end': `update territories set npc_militia = npc_militia + 1 where territory_no = 1`,
  'how many orders a territory had': `update territories set next_order_no = next_order_no + 1 where territory_no = 1`,
  'the pool': `update seasons set prize_pool_micro = prize_pool_micro + 21250000`,
  'a part of the pool that is said to come from earlier seasons': `with t as (insert into ledger_transactions (kind, ref, season_id, at)
       select 'carried_in', id, id, now() from seasons returning id)
     insert into ledger_postings (transaction_id, line, account_id, amount_micro) select id, 1, 'carried:USDT', 21250000 from t`,
  'the amount of a prize': `update season_prizes set amount_micro = amount_micro + 1 where tribe_rank = 1 and seat = 1`,
  'two prizes exchanged': `update season_prizes p set amount_micro = o.amount_micro from season_prizes o
     where p.tribe_rank = 1 and o.tribe_rank = 1 and (p.seat, o.seat) in ((1, 4), (4, 1))`,
  'who gets which prize': `create temp table two on commit drop as select tribe_rank, user_id from season_prizes where tribe_rank <= 2 and seat = 1;
     update season_prizes set user_id = 'ffffffffffffffffffffffff' where tribe_rank = 1 and seat = 1;
     update season_prizes set user_id = (select user_id from two where tribe_rank = 1) where tribe_rank = 2 and seat = 1;
     update season_prizes set user_id = (select user_id from two where tribe_rank = 2) where tribe_rank = 1 and seat = 1`,
  'a prize that is gone': `delete from season_prizes where tribe_rank = 1 and seat = 12`,
  'the role of a winner': `update season_prizes set role = 'captain' where tribe_rank = 1 and seat = 5`,
  'the speed of the season': `update seasons set speed = 2`,
  'the end of the season': `update seasons set season_end = season_end - interval '1 hour'`,
  'how many tribes there were at the start': `update seasons set tribes_at_start = 25`,
};

/** As the database's owner, with every trigger and key switched off; undone afterwards. */
async function tampered(sql: string): Promise<{ rows: number; verdict: Verdict }> {
  const client: PoolClient = await world.app.database.pool.connect();
  try {
    await client.query('begin');
    await client.query(`set local session_replication_role = replica`);
    const results = [await client.query(sql)].flat();
    const season = await exportableSeason(client, world.season.id);
    const pieces: string[] = [];
    for await (const piece of exportSeason(client, season)) pieces.push(piece);
    return { rows: results.at(-1)?.rowCount ?? 0, verdict: await verify(pieces.join('')) };
  } finally {
    await client.query('rollback');
    client.release();
  }
}

describe('tampering as the owner of the database', () => {
  it.each(Object.entries(TAMPERINGS))('with %s is found in the public file', async (_kind, sql) => {
    const { rows, verdict } = await tampered(sql);
    expect(rows).toBeGreaterThan(0);
    expect(verdict.ok).toBe(false);
  });
});

describe('the program’s own role', () => {
  it.each([
    [`update season_secrets set secret = sha256(secret)`, 'permission denied'],
    [`update seasons set commitment = sha256(commitment)`, 'cannot change'],
    [`update battles set client_seed = substr(sha256(client_seed), 1, 16)`, 'cannot change'],
    [`update battles set variance_bp = 0 where status = 'completed'`, 'cannot change'],
    ['delete from battles', 'permission denied'],
    ['update battle_defenders set vp = 0', 'permission denied'],
    ['delete from season_prizes', 'permission denied'],
  ])('cannot do %s', async (sql, refusal) => {
    await expect(world.ctx.pool.query(sql)).rejects.toThrow(refusal);
  });
});
