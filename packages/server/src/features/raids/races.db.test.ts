/** Many raids at once (RELIABILITY CC9, CC10): nobody waits in a circle, no gold appears or vanishes, whoever looks. */
import { armyOf } from '@cryptotribes/rules/core/units';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { countLosses, countUnits, expectInvariants } from '../../testing/invariants.ts';
import { startTestApp, type TestApp } from '../../testing/testApp.ts';
import { outcomes, type TestPlayer, times } from '../../testing/testPlayer.ts';
import { decideNextRaid } from './decide.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());
afterEach(() => expectInvariants(app));

/** As many workers as a program has, until nothing is queued any more. */
async function decideAll(): Promise<void> {
  await Promise.all(
    times(4, async () => {
      while (await decideNextRaid(app.ctx));
    }),
  );
}

async function raiders(count: number, militia: number): Promise<TestPlayer[]> {
  const players = await app.newPlayers(count);
  for (const player of players) await app.give(player, { army: { militia } });
  await app.sql('update villages set has_raided_village = true, raid_charges = 10000 where user_id = any($1)', [
    players.map((player) => player.id),
  ]);
  return players;
}
const liftShields = () => app.sql('update villages set last_raided_at = null');

describe('raids in circles', () => {
  it('of fifty players while others decide them all go through', async () => {
    const players = await raiders(50, 400);
    const units = await countUnits(app);
    const losses = await countLosses(app);
    const gold = await app.number('select sum(gold) from villages');
    const counts: Record<string, number> = {};
    // Rounds, not seconds: on a slow machine the same work takes longer.
    for (const step of [1, 2, 49, 25]) {
      const orders = players.map((player, index) => {
        const victim = players[(index + step) % players.length] as TestPlayer;
        const body = { userId: victim.id, army: armyOf(1 + (index % 7)), formation: 'offensive' } as const;
        return player.call('battles.raidVillage', { body });
      });
      const [round] = await Promise.all([outcomes(orders), decideAll()]);
      for (const [code, n] of Object.entries(round)) counts[code] = (counts[code] ?? 0) + n;
      await decideAll();
      await liftShields();
    }
    // A village that fell in this round refuses whoever comes later; everything else is accepted.
    expect(Object.keys(counts).filter((code) => code !== 'ok' && code !== 'VILLAGE_SHIELDED')).toEqual([]);
    expect(counts.ok).toBeGreaterThanOrEqual(150);
    expect(await app.number(`select count(*) from battles where status = 'queued'`)).toBe(0);
    expect(await app.number('select sum(gold) from villages')).toBe(gold);
    expect(await countUnits(app)).toBe(units - ((await countLosses(app)) - losses));
  });

  it('are decided strictly in their order at each village, whoever decides', async () => {
    const players = await raiders(12, 100);
    const [a, b, c] = players as [TestPlayer, TestPlayer, TestPlayer];
    for (let round = 0; round < 3; round++) {
      const orders = players.flatMap((player) =>
        [a, b, c]
          .filter((victim) => victim !== player)
          .map((victim) =>
            player.call('battles.raidVillage', {
              body: { userId: victim.id, army: armyOf(1), formation: 'balanced' },
            }),
          ),
      );
      expect(await outcomes(orders)).toEqual({ ok: orders.length });
    }
    await decideAll();
    for (const victim of [a, b, c]) {
      // What a village was told, in the order in which it was written.
      const rows = await app.sql<{ order_no: number }>(
        `select b.order_no from news n join battles b on b.id = n.data->>'battleId'
         where n.recipient = $1 and n.type = 'battle_completed' and n.data->>'role' = 'defender' order by n.id`,
        [`user:${victim.id}`],
      );
      expect(rows.map((row) => row.order_no)).toEqual(times(33, (index) => index + 1));
    }
  });
});

describe('gold', () => {
  it('is conserved under raids and training in every look at it, and never negative', async () => {
    const players = await raiders(24, 150);
    await app.sql('update villages set gold = 800 + 10 * militia where user_id = any($1)', [
      players.map((player) => player.id),
    ]);
    // One statement is one snapshot: gold, what training has cost, and what camps have paid in.
    const look = () =>
      app.sql<{ total: string; villages: string; lowest: string }>(
        `select (select sum(gold) from villages)
           + (select coalesce(sum(case when status = 'cancelled' then cost_gold - cost_gold / 2 else cost_gold end), 0) from training_batches)
           - (select coalesce(sum(gold_looted), 0) from battles where camp_level is not null) as total,
           (select count(*) from villages) as villages, (select min(gold) from villages) as lowest`,
      );
    const [start] = await look();
    let busy = true;
    let looks = 0;
    const readers = times(2, async () => {
      while (busy) {
        const [seen] = await look();
        expect(seen).toMatchObject({ total: start?.total, villages: start?.villages });
        expect(Number(seen?.lowest)).toBeGreaterThanOrEqual(0);
        looks++;
      }
    });
    const counts: Record<string, number> = {};
    try {
      for (let round = 0; round < 3; round++) {
        const calls = players.flatMap((player, index) => {
          const victim = players[(index + 5 + round) % players.length] as TestPlayer;
          const army = armyOf(30 + 10 * (index % 8));
          return [
            player.call('battles.raidVillage', { body: { userId: victim.id, army, formation: 'offensive' } }),
            player.call('battles.raidCamp', { body: { level: 1, army: armyOf(6), formation: 'balanced' } }),
            player
              .call('training.start', { body: { unitType: 'militia', quantity: 7 } })
              .then(({ queueId }) =>
                index % 2 === 0 ? player.call('training.cancel', { params: { queueId } }) : null,
              ),
          ];
        });
        const [round1] = await Promise.all([outcomes(calls), decideAll()]);
        for (const [code, n] of Object.entries(round1)) counts[code] = (counts[code] ?? 0) + n;
        await decideAll();
        await liftShields();
      }
    } finally {
      busy = false;
      await Promise.all(readers);
    }
    const refusals = Object.keys(counts).filter((code) => code !== 'ok');
    expect(
      refusals.filter((code) => !['VILLAGE_SHIELDED', 'INSUFFICIENT_UNITS', 'ARMY_CAP_EXCEEDED'].includes(code)),
    ).toEqual([]);
    expect(looks).toBeGreaterThan(3);
    expect((await look())[0]).toMatchObject({ total: start?.total, villages: start?.villages });
    expect(await app.number(`select sum(gold_looted) from battles where target_user_id is not null`)).toBeGreaterThan(
      0,
    );
  });

  it('moves once however often a raid is decided, and not at all when deciding fails', async () => {
    const [raider, victim] = (await raiders(2, 100)) as [TestPlayer, TestPlayer];
    await app.give(victim, { army: { militia: 1 } });
    await raider.call('battles.raidVillage', { body: { userId: victim.id, army: armyOf(60), formation: 'offensive' } });
    await app.sql('alter table battle_defenders rename to battle_defenders_away');
    try {
      const before = await app.sql('select * from villages order by user_id');
      await expect(decideNextRaid(app.ctx)).rejects.toThrow('battle_defenders');
      expect(await app.sql('select * from villages order by user_id')).toEqual(before);
    } finally {
      await app.sql('alter table battle_defenders_away rename to battle_defenders');
    }
    expect(await Promise.all(times(5, () => decideNextRaid(app.ctx)))).toContain(true);
    expect(await decideNextRaid(app.ctx)).toBe(false);
    expect((await raider.call('users.me')).gold + (await victim.call('users.me')).gold).toBe(2_000);
    expect((await raider.call('users.me')).gold).toBeGreaterThan(1_000);
  });
});
