import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { countLosses, countUnits, expectInvariants } from '../../testing/invariants.ts';
import { startTestApp, TERRITORY_NUMBERS, type TestApp } from '../../testing/testApp.ts';
import { outcomes, times } from '../../testing/testPlayer.ts';
import { decideNextBattle } from './decide.ts';
import * as tellFight from './tellFight.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());
afterEach(async () => {
  vi.restoreAllMocks();
  await expectInvariants(app);
});

async function decideAll(): Promise<number> {
  let decided = 0;
  while (await decideNextBattle(app.ctx)) decided++;
  return decided;
}

describe('fifty orders at once', () => {
  it('with the same thirty militia: exactly one is accepted', async () => {
    const player = await app.newChieftain({ army: { militia: 30 } });
    const calls = times(50, (index) => app.attack(player, TERRITORY_NUMBERS[index] ?? 1, { militia: 30 }));
    expect(await outcomes(calls)).toEqual({ ok: 1, INSUFFICIENT_UNITS: 49 });
    expect(await player.call('users.me')).toMatchObject({ army: { militia: 0 }, armyTotal: 30 });
    await app.settle();
  });

  it('with units for fifty: not more territories than the limit', async () => {
    const player = await app.newChieftain({ army: { militia: 50 } });
    const calls = times(50, (index) => app.attack(player, TERRITORY_NUMBERS[index] ?? 1, { militia: 1 }));
    expect(await outcomes(calls)).toEqual({ ok: 4, GARRISON_LIMIT: 46 });
    await app.settle();
    expect(await countUnits(app, player.id)).toBeGreaterThanOrEqual(46);
  });

  it('against one territory are numbered without gaps', async () => {
    const players = await Promise.all(times(10, () => app.newChieftain({ army: { militia: 10 } })));
    const answers = await Promise.all(
      players.flatMap((player) => times(5, () => app.attack(player, 50, { militia: 2 }))),
    );
    const orders = answers.map((answer) => answer.orderNo).sort((a, b) => a - b);
    expect(orders).toEqual(times(50, (index) => (orders[0] ?? 0) + index));
    await Promise.all(times(6, decideAll));
    expect(await app.number(`select count(*) from battles where status = 'queued'`)).toBe(0);
  });
});

describe('garrison orders at once', () => {
  it('fill the places of a territory and not one more', async () => {
    const chief = await app.newChieftain({ army: { militia: 400 } });
    await app.hold(21, chief.tribeId, []);
    const body = { units: { militia: 30, spearman: 0, archer: 0, cavalry: 0 }, formation: 'balanced' } as const;
    const params = { territoryId: app.territory(21) };
    const calls = times(12, () => chief.call('territories.garrison', { params, body }));
    expect(await outcomes(calls)).toEqual({ ok: 6, GARRISON_FULL: 6 });
    const back = times(12, () =>
      chief.call('territories.withdraw', { params, body: { units: { ...body.units, militia: 50 } } }),
    );
    expect(await outcomes(back)).toEqual({ ok: 3, INSUFFICIENT_UNITS: 9 });
    expect(await countUnits(app, chief.id)).toBe(400);
  });
});

describe('several deciders', () => {
  it('decide every order once', async () => {
    const players = await Promise.all(times(15, () => app.newChieftain({ army: { militia: 80 } })));
    const [units, losses] = [await countUnits(app), await countLosses(app)];
    const before = await app.number('select count(*) from battles');
    await Promise.all(
      players.flatMap((player, index) =>
        times(4, (n) => app.attack(player, TERRITORY_NUMBERS[(index * 3 + n * 7) % 45] ?? 1, { militia: 15 })),
      ),
    );
    const decided = await Promise.all(times(8, decideAll));
    await app.settle();
    const orders = (await app.number('select count(*) from battles')) - before;
    expect(orders).toBe(60);
    expect(decided.reduce((sum, n) => sum + n, 0)).toBeGreaterThanOrEqual(orders - 8);
    expect(await app.number(`select count(*) from battles where status = 'queued'`)).toBe(0);
    // Each told its attacker once.
    expect(
      await app.number(
        `select count(*) from (select 1 from news where type = 'battle_completed' and data->>'role' = 'attacker'
         group by data->>'battleId' having count(*) <> 1) twice`,
      ),
    ).toBe(0);
    expect(await countUnits(app)).toBe(units - ((await countLosses(app)) - losses));
  });
});

describe('territories', () => {
  it('are fought over side by side: one on which a decider is busy keeps no other waiting', async () => {
    const [first, second] = [
      await app.newChieftain({ army: { militia: 50 } }),
      await app.newChieftain({ army: { militia: 50 } }),
    ];
    const stuck = await app.attack(first, 48, { militia: 50 });
    app.clock.advance(1_000);
    const free = await app.attack(second, 49, { militia: 50 });
    const busy = await app.database.pool.connect();
    await busy.query('begin');
    await busy.query('select 1 from territories where territory_no = 48 for update');
    const status = async () =>
      Object.fromEntries(
        (
          await app.sql<{ id: string; status: string }>('select id, status from battles where id = any($1)', [
            [stuck.battleId, free.battleId],
          ])
        ).map((row) => [row.id, row.status]),
      );
    expect(await decideNextBattle(app.ctx)).toBe(true);
    expect(await status()).toEqual({ [stuck.battleId]: 'queued', [free.battleId]: 'completed' });
    await busy.query('commit');
    busy.release();
    await app.settle();
    expect((await status())[stuck.battleId]).toBe('completed');
  });
});

describe('leaving a tribe while a battle is decided', () => {
  it('waits for the battle and takes home what it left in the garrison', async () => {
    const chief = await app.newChieftain();
    const member = await app.newPlayer();
    await app.admit(chief.tribeId, chief, member);
    await app.give(member, { army: { militia: 90 } });
    const losses = await countLosses(app);
    await app.attack(member, 47, { militia: 90 }, 'offensive');
    const tell = tellFight.tellFight;
    let leaving: Promise<unknown> = Promise.resolve();
    vi.spyOn(tellFight, 'tellFight').mockImplementationOnce(async (field, fought) => {
      leaving = member.call('tribes.leave', { params: { tribeId: chief.tribeId } });
      await app.someoneWaits();
      return tell(field, fought);
    });
    expect(await decideNextBattle(app.ctx)).toBe(true);
    await leaving;
    expect(await app.number('select count(*) from garrison_stacks where user_id = $1', [member.id])).toBe(0);
    expect(await countUnits(app, member.id)).toBe(90 - ((await countLosses(app)) - losses));
    expect((await member.call('users.me')).returning).toHaveLength(1);
  });

  it('or ordered never loses a unit, whichever comes first', async () => {
    for (let round = 0; round < 12; round++) {
      const chief = await app.newChieftain();
      const member = await app.newPlayer();
      await app.admit(chief.tribeId, chief, member);
      await app.give(member, { army: { militia: 120 } });
      const losses = await countLosses(app);
      const no = 22 + round;
      await app.attack(member, no, { militia: 60 }, 'offensive');
      const leaving = member.call('tribes.leave', { params: { tribeId: chief.tribeId } });
      const order = app.attack(member, no, { militia: 60 }, 'offensive');
      const results = await Promise.allSettled([decideNextBattle(app.ctx), leaving, order, decideNextBattle(app.ctx)]);
      expect(results[1]?.status).toBe('fulfilled');
      await app.settle();
      expect(await app.number('select count(*) from garrison_stacks where user_id = $1', [member.id])).toBe(0);
      expect(await countUnits(app, member.id)).toBe(120 - ((await countLosses(app)) - losses));
    }
  });
});
