/** From what is noticed to scores, flags and prizes that wait; and that it is forgotten again. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPaidApp } from '../../testing/paidApp.ts';
import { startTestApp, type TestApp } from '../../testing/testApp.ts';
import { plainClient, type TestPlayer, times } from '../../testing/testPlayer.ts';
import { forgetOldSeasons } from './clearing.ts';
import { listPayoutHolds } from './payoutHolds.ts';
import { reckonDue, reckonSeason } from './reckon.ts';
import { writeSightings } from './sightings.ts';
import { walletRounds } from './walletRounds.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
let app: TestApp;
let support: TestPlayer;
beforeAll(async () => {
  app = await startTestApp({ env: { TRUST_PROXY: '1' } });
  support = await app.newAdmin('support');
});
afterAll(() => app.stop());

/** The player asks for something from there. */
async function visit(player: TestPlayer, ip: string, agent = 'Browser/1 Anything', language = 'de'): Promise<void> {
  const answer = await fetch(`${app.url}/v1/me/settings`, {
    headers: {
      authorization: `Bearer ${player.token}`,
      'x-forwarded-for': ip,
      'user-agent': agent,
      'accept-language': language,
    },
  });
  expect(answer.status).toBe(200);
}
const reckon = async () => {
  await writeSightings(app.ctx);
  return reckonSeason(app.ctx, app.seasonId);
};
const scoreOf = async (player: { id: string }) =>
  (
    await app.sql<{ score: number; reasons: { kind: string; others: string[]; figures: Record<string, number> }[] }>(
      'select score, reasons from fairplay_scores where season_id = $1 and user_id = $2',
      [app.seasonId, player.id],
    )
  )[0] ?? null;
/** A battle as it stands after the fight: A's attack on B's village or garrison fails without hope. */
async function hopelessAttack(giver: { id: string }, taker: { id: string }, vp: number, no: number): Promise<void> {
  await app.sql(
    `insert into battles (id, season_id, battle_type, status, order_no, terrain, attacker_id, militia, spearman, archer, cavalry, attacker_formation,
       attacker_workshop, client_seed, orders_hash, accepted_at, decided_at, attacker_power, defender_power, winner, defender_vp, target_user_id)
     values ($1, $2, 'pvp', 'completed', $3, 'plains', $4, 1, 0, 0, 0, 'balanced', 1, $5, $6, $7, $7, 100, 90000, 'defender', $8, $9)`,
    [
      app.ctx.newId(),
      app.seasonId,
      no,
      giver.id,
      Buffer.alloc(16),
      Buffer.alloc(32),
      new Date(app.clock.nowMs()),
      vp,
      taker.id,
    ],
  );
  await app.sql(
    `insert into vp_moves (season_id, user_id, delta, reason, ref, at) values ($1, $2, $3, 'battle', 'test', $4)`,
    [app.seasonId, taker.id, vp, new Date(app.clock.nowMs())],
  );
}

describe('what is noticed', () => {
  it('is kept as hashes only, once a day for each place', async () => {
    const player = await app.newPlayer();
    for (const _ of times(3, () => 0)) await visit(player, '198.51.100.77', 'SecretBrowser/7');
    await writeSightings(app.ctx);
    const rows = () =>
      app.sql<{ kind: string; days: number }>(
        'select kind, days from fairplay_sightings where user_id = $1 order by kind',
        [player.id],
      );
    // The test's own sign-in came from this machine, without a proxy.
    const kinds = (await rows()).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'address')).toHaveLength(2);
    const dump = JSON.stringify(await app.sql('select * from fairplay_sightings'));
    for (const secret of ['198.51', 'SecretBrowser', Buffer.from('198.51.100.77').toString('hex')])
      expect(dump).not.toContain(secret);
    app.clock.advance(DAY_MS);
    await visit(player, '198.51.100.77', 'SecretBrowser/8');
    await writeSightings(app.ctx);
    expect((await rows()).filter(({ days }) => days === 2).map(({ kind }) => kind)).toEqual([
      'address',
      'network',
      'setup',
    ]);
  });

  it('is the hours in which commands were given, not those in which a page was open', async () => {
    const player = await app.newPlayer();
    await app.give(player, { gold: 5_000 });
    await writeSightings(app.ctx);
    const hours = () => app.number('select coalesce(sum(hours), 0) from fairplay_days where user_id = $1', [player.id]);
    await app.sql('delete from fairplay_days where user_id = $1', [player.id]);
    await player.call('territories.list', {});
    await player.call('events.read', { body: { upTo: 0 } });
    await writeSightings(app.ctx);
    expect(await hours()).toBe(0);
    await player.call('buildings.upgrade', { body: { buildingType: 'barracks' } });
    await writeSightings(app.ctx);
    expect(await hours()).toBe(1 << new Date(app.clock.nowMs()).getUTCHours());
  });

  it('is one browser that changed from one account to another', async () => {
    const [one, other] = [await app.newPlayer(), await app.newPlayer()];
    const signIn = async (player: TestPlayer, cookie: string) => {
      const visitor = plainClient(app.url, null);
      const { message } = await visitor.call('auth.nonce', { body: { walletAddress: player.wallet } });
      const signature = await player.account.signMessage({ message });
      const answer = await fetch(`${app.url}/v1/auth/connect`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          origin: app.ctx.config.publicUrl,
          ...(cookie ? { cookie } : {}),
        },
        body: JSON.stringify({ walletAddress: player.wallet, signature, message, session: 'cookie' }),
      });
      expect(answer.status).toBe(200);
      return (answer.headers.get('set-cookie') ?? '').split(';')[0] as string;
    };
    const cookie = await signIn(one, '');
    await signIn(one, await signIn(one, cookie).then((next) => signIn(other, next)));
    await reckon();
    const reason = (await scoreOf(one))?.reasons.find(({ kind }) => kind === 'shared_place');
    expect(reason?.others).toContain(other.id);
    expect(reason?.figures.browsers).toBe(1);
  });
});

describe('scores', () => {
  it('leave a family of four behind one router alone, cookies cleared or not', async () => {
    const family = await app.newPlayers(4);
    for (const player of family) {
      await visit(player, '203.0.113.4', 'Telephone/17 Safari', 'de');
      await visit(player, '203.0.113.200', 'Telephone/18 Safari', 'de');
    }
    await reckon();
    for (const player of family) {
      const found = await scoreOf(player);
      expect(found?.score).toBeGreaterThan(0);
      expect(found?.score).toBeLessThan(app.ctx.config.fairPlay.thresholds.review);
    }
    expect(await app.number(`select count(*) from flags where kind = 'behaviour'`)).toBe(0);
  });

  it('say nothing of a place with more players than a household has', async () => {
    const crowd = await app.newPlayers(13);
    // All that these tests sign in come from this machine: a crowd as well.
    for (const [index, player] of crowd.entries())
      await visit(player, `2001:db8:77:1::${index + 1}`, 'Any/1', `l${index}`);
    await reckon();
    expect(await scoreOf(crowd[0] as TestPlayer)).toBeNull();
  });

  it('flag both sides of battles that are lost on purpose, once, however often they are reckoned', async () => {
    const [puppet, cheat] = (await app.newPlayers(2)) as [TestPlayer, TestPlayer];
    for (const no of times(6, (n) => n + 1)) await hopelessAttack(puppet, cheat, 30, no);
    const results = await Promise.all([reckon(), reckon(), reckon()]);
    expect(results.some((result) => result !== null)).toBe(true);
    await reckon();
    expect((await scoreOf(cheat))?.reasons[0]).toMatchObject({
      kind: 'feeding_takes',
      others: [puppet.id],
      figures: { fights: 6, hopeless: 6, vp: 180, share: 100 },
    });
    expect((await scoreOf(puppet))?.reasons[0]?.kind).toBe('feeding_gives');
    const flags = await app.sql<{ user_id: string }>(
      `select user_id from flags where kind = 'behaviour' order by user_id`,
    );
    expect(flags.map((flag) => flag.user_id)).toEqual([puppet.id, cheat.id].sort());
    expect((await listPayoutHolds(app.ctx.pool, app.seasonId)).get(cheat.id)).toEqual(['flag']);
  });

  it('are reckoned when they are due, and again only after a while', async () => {
    app.clock.advance(11 * 60_000);
    expect(await reckonDue(app.ctx)).toBe(1);
    expect(await reckonDue(app.ctx)).toBe(0);
    app.clock.advance(11 * 60_000);
    expect(await reckonDue(app.ctx)).toBe(1);
  });

  it('do not raise again what a person has cleared, unless clearly more is seen', async () => {
    const [puppet, cheat] = (await app.newPlayers(2)) as [TestPlayer, TestPlayer];
    for (const no of times(5, (n) => n + 1)) await hopelessAttack(puppet, cheat, 30, no);
    await reckon();
    const open = async () =>
      (await app.sql<{ id: string }>(`select id from flags where user_id = $1 and status = 'open'`, [cheat.id])).map(
        ({ id }) => id,
      );
    const [flagId = ''] = await open();
    await support.call('admin.decideFlag', {
      params: { flagId },
      body: { decision: 'cleared', note: 'They are learning.' },
    });
    await hopelessAttack(puppet, cheat, 30, 6);
    await reckon();
    expect(await open()).toEqual([]);
    expect((await listPayoutHolds(app.ctx.pool, app.seasonId)).has(cheat.id)).toBe(false);
    for (const player of [puppet, cheat]) await visit(player, '203.0.112.99', 'Shared/1');
    await reckon();
    expect(await open()).toHaveLength(1);
  });

  it('take the age of wallets as a hint, and an unknown one as nothing', async () => {
    const [young, unknown] = (await app.newPlayers(2)) as [TestPlayer, TestPlayer];
    const node = {
      transactions: async (wallet: string, block: number | 'latest') => {
        if (wallet.toLowerCase() === young.wallet.toLowerCase()) return block === 'latest' ? 3 : 0;
        if (block === 'latest') return 0;
        throw new Error('missing trie node');
      },
      code: async (wallet: string) => {
        if (wallet.toLowerCase() === unknown.wallet.toLowerCase()) throw new Error('the node is away');
        return '0x';
      },
      latestBlock: async () => 10,
      blockTimeMs: async (block: number) => block,
    };
    const round = walletRounds(app.ctx, node);
    while (await round());
    expect(await round()).toBe(false);
    await reckon();
    expect((await scoreOf(young))?.reasons.map(({ kind }) => kind)).toEqual(['young_wallet']);
    expect(await scoreOf(unknown)).toBeNull();
    expect(await app.sql('select state from fairplay_wallets where user_id = $1', [unknown.id])).toEqual([
      { state: 'unknown' },
    ]);
  });

  it('are shown to support with the evidence on one page', async () => {
    const list = await support.call('admin.fairPlay', { query: { limit: '2' } });
    expect(list).toMatchObject({ seasonId: app.seasonId, reviewScore: 60, openAppeals: 0 });
    expect(list.players.map(({ score }) => score)).toEqual(
      list.players.map(({ score }) => score).sort((a, b) => b - a),
    );
    const next = await support.call('admin.fairPlay', { query: { limit: '2', cursor: list.next as string } });
    const ids = [...list.players, ...next.players].map(({ person }) => person.userId);
    expect(new Set(ids).size).toBe(4);
    const [first] = list.players;
    const page = await support.call('admin.fairPlayPlayer', {
      params: { userId: first?.person.userId ?? '' },
      query: {},
    });
    expect(page).toMatchObject({ person: first?.person, score: first?.score, holds: ['flag'], standing: 'good' });
    expect(page.battles.length).toBeGreaterThan(4);
    expect(page.battles[0]).toMatchObject({
      attackerPower: 100,
      defenderPower: 90_000,
      winner: 'defender',
      target: 'village',
    });
    expect(page.signals[0]?.others[0]?.walletAddress).toMatch(/^0x/);
    expect(JSON.stringify(page)).not.toMatch(/hash|203\.0\.11/);
  });
});

describe('cards and funding', () => {
  it('shared by two players flag both; a card of one player alone nobody', async () => {
    const paid = await startPaidApp();
    try {
      const [one, other, alone] = await Promise.all([paid.newPayer(), paid.newPayer(), paid.newPayer()]);
      const pay = async (player: TestPlayer, fingerprint: string) => {
        const { clientSecret } = await paid.ask(player);
        paid.stripe.book.pay(clientSecret.split('_secret_')[0] as string, fingerprint);
      };
      await pay(one, 'the family card');
      await pay(other, 'the family card');
      await pay(alone, 'another card');
      await paid.deliverNew();
      await reckonSeason(paid.ctx, paid.seasonId);
      const flags = await paid.sql<{ user_id: string; score: number }>(
        'select user_id, score from flags order by user_id',
      );
      expect(flags).toEqual([one.id, other.id].sort().map((user_id) => ({ user_id, score: 60 })));
      expect(JSON.stringify(await paid.sql('select * from fairplay_cards'))).not.toContain('family');
      expect([...(await listPayoutHolds(paid.ctx.pool, paid.seasonId)).keys()].sort()).toEqual(
        [one.id, other.id].sort(),
      );
      // Whoever is cleared is paid.
      const admin = await paid.newAdmin('support');
      const { flags: open } = await admin.call('admin.flags', { query: { status: 'open' } });
      for (const { flagId } of open)
        await admin.call('admin.decideFlag', {
          params: { flagId },
          body: { decision: 'cleared', note: 'Mother and son.' },
        });
      expect((await listPayoutHolds(paid.ctx.pool, paid.seasonId)).size).toBe(0);
      await admin.call('admin.restrict', { params: { userId: alone.id }, body: { reason: 'Under review.' } });
      expect((await listPayoutHolds(paid.ctx.pool, paid.seasonId)).get(alone.id)).toEqual(['restricted']);
      // One wallet pays both entries through the vault; the third pays its own.
      const payments = await paid.sql<{ id: string; user_id: string }>('select id, user_id from payments order by id');
      for (const [index, { id, user_id }] of payments.entries())
        await paid.sql(
          `insert into chain_deposits (chain_id, tx_hash, log_index, kind, block_number, block_hash, payer, player, vault_season, amount_micro, status,
             payment_id, seen_at, decided_at) values (1, $1, 0, 'entered', 1, $2, $3, $4, 1, 25000000, 'credited', $5, now(), now())`,
          [
            Buffer.alloc(32, index + 1),
            Buffer.alloc(32),
            Buffer.alloc(20, user_id === alone.id ? 9 : 7),
            Buffer.alloc(20, index),
            id,
          ],
        );
      await paid.sql('delete from fairplay_cards');
      await reckonSeason(paid.ctx, paid.seasonId);
      const scores = await paid.sql<{ user_id: string; kind: string }>(
        `select user_id, reasons->0->>'kind' as kind from fairplay_scores order by user_id`,
      );
      expect(scores).toEqual([one.id, other.id].sort().map((user_id) => ({ user_id, kind: 'shared_funding' })));
    } finally {
      await paid.stop();
    }
  });
});

describe('what was noticed', () => {
  it('is forgotten 30 days after the season, with the salt; what a sanction was decided on stays', async () => {
    const [kept, gone] = (
      await app.sql<{ id: string }>(
        `select id from flags where kind = 'behaviour' and status = 'open' order by id limit 2`,
      )
    ).map(({ id }) => id) as [string, string];
    await support.call('admin.decideFlag', {
      params: { flagId: kept },
      body: { decision: 'restricted', note: 'Fed by a friend.' },
    });
    await support.call('admin.decideFlag', {
      params: { flagId: gone },
      body: { decision: 'cleared', note: 'Bad luck only.' },
    });
    const rows = () =>
      app.number(
        `select (select count(*) from fairplay_salts) + (select count(*) from fairplay_sightings) + (select count(*) from fairplay_days)
           + (select count(*) from fairplay_scores) + (select count(*) from fairplay_cards)`,
      );
    await app.sql(`update seasons set status = 'ended', ended_at = $1`, [new Date(app.clock.nowMs())]);
    app.clock.advance(30 * DAY_MS - 1);
    expect(await forgetOldSeasons(app.ctx)).toBe(0);
    expect(await rows()).toBeGreaterThan(20);
    app.clock.advance(1);
    expect(await forgetOldSeasons(app.ctx)).toBe(1);
    expect(await rows()).toBe(0);
    expect(await forgetOldSeasons(app.ctx)).toBe(0);
    const evidence = await app.sql<{ id: string; evidence: Record<string, unknown> }>(
      'select id, evidence from flags where id = any($1) order by id',
      [[kept, gone]],
    );
    expect(evidence[0]?.evidence).toHaveProperty('reasons');
    expect(evidence[1]?.evidence).toEqual({ forgotten: true });
  });
});
