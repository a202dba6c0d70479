import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readsOf } from '../../platform/reads.ts';
import { startTestApp, type TestApp } from '../../testing/testApp.ts';
import { plainClient, refused, type TestPlayer, times } from '../../testing/testPlayer.ts';
import { forgetFirstPages } from './show.ts';
import { rankOf, readStanding } from './standings.ts';
import { tellLeaderboards } from './updates.ts';

let app: TestApp;
let players: TestPlayer[];
const visitor = () => plainClient(app.url, null);
/** Points in the order of `players`; the same total was reached at different times or, last, at the same time. */
const POINTS = [50, 90, 90, 0, 10, 10, 70, 0, 30, 20];
let order: TestPlayer[];

async function setPoints(player: { id: string }, points: number, reachedMs: number): Promise<void> {
  await app.sql('update villages set victory_points = $2, vp_reached_at = $3 where user_id = $1', [
    player.id,
    points,
    new Date(reachedMs),
  ]);
}

beforeAll(async () => {
  app = await startTestApp();
  players = await app.newPlayers(POINTS.length);
  const now = app.clock.nowMs();
  for (const [index, player] of players.entries())
    await setPoints(player, POINTS[index] as number, now - (index % 3) * 1000);
  const place = (player: TestPlayer) => {
    const index = players.indexOf(player);
    return { points: POINTS[index] as number, reached: -(index % 3), id: player.id };
  };
  order = [...players].sort((a, b) => {
    const [x, y] = [place(a), place(b)];
    return y.points - x.points || x.reached - y.reached || (x.id < y.id ? -1 : 1);
  });
});
afterAll(() => app.stop());

describe('the ranking of players', () => {
  it('goes by points, then who reached them first, then id', async () => {
    const board = await visitor().call('leaderboard.players');
    expect(board.players.map((row) => row.userId)).toEqual(order.map((player) => player.id));
    expect(board.players.map((row) => row.rank)).toEqual(order.map((_, index) => index + 1));
    expect(board).toMatchObject({ total: 10, userRank: null, me: null, next: null, previous: null });
  });

  it('shows the caller wherever he stands', async () => {
    const last = order[9] as TestPlayer;
    const board = await last.call('leaderboard.players', { query: { limit: '3' } });
    expect(board.players).toHaveLength(3);
    expect(board.userRank).toEqual({ rank: 10, victoryPoints: 0 });
    expect(board.me).toMatchObject({ rank: 10, userId: last.id, victoryPoints: 0, tribeId: null });
  });

  it('is read forwards and backwards by cursors, each player once', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    let previous: string | null = null;
    for (let pages = 0; pages < 4; pages++) {
      const board = await visitor().call('leaderboard.players', {
        query: { limit: '3', ...(cursor ? { cursor } : {}) },
      });
      expect(board.players.map((row) => row.rank)).toEqual(board.players.map((_, index) => seen.length + index + 1));
      seen.push(...board.players.map((row) => row.userId));
      previous = board.previous;
      if (board.next === null) break;
      cursor = board.next;
    }
    expect(seen).toEqual(order.map((player) => player.id));
    const back = await visitor().call('leaderboard.players', { query: { limit: '4', cursor: previous as string } });
    expect(back.players.map((row) => row.rank)).toEqual([6, 7, 8, 9]);
    expect(back.previous).not.toBeNull();
  });

  it('keeps its place when somebody before the cursor rises', async () => {
    const first = await visitor().call('leaderboard.players', { query: { limit: '5' } });
    const riser = order[8] as TestPlayer;
    const { victoryPoints, reachedMs } = (await readStanding(app.ctx.pool, app.seasonId, riser.id)) as {
      victoryPoints: number;
      reachedMs: number;
    };
    await setPoints(riser, 1000, app.clock.nowMs());
    const second = await visitor().call('leaderboard.players', { query: { limit: '5', cursor: first.next as string } });
    await setPoints(riser, victoryPoints, reachedMs);
    const rest = order.slice(5).filter((player) => player.id !== riser.id);
    expect(second.players.map((row) => row.userId)).toEqual(rest.map((player) => player.id));
    expect(second.players[0]?.rank).toBe(7);
  });

  it('shows the neighbours with around=me, also at both ends', async () => {
    for (const [index, ranks] of [
      [5, [4, 5, 6, 7, 8]],
      [0, [1, 2, 3, 4, 5]],
      [9, [8, 9, 10]],
    ] as const) {
      const board = await (order[index] as TestPlayer).call('leaderboard.players', {
        query: { limit: '5', around: 'me' },
      });
      expect(board.players.map((row) => row.rank)).toEqual(ranks);
      expect(board.me?.rank).toBe(index + 1);
    }
    const board = await visitor().call('leaderboard.players', { query: { limit: '5', around: 'me' } });
    expect(board.players[0]?.rank).toBe(1);
  });

  it('can be skipped into by offset', async () => {
    const board = await visitor().call('leaderboard.players', { query: { limit: '2', offset: '7' } });
    expect(board.players.map((row) => row.rank)).toEqual([8, 9]);
    const behind = await visitor().call('leaderboard.players', { query: { offset: '500' } });
    expect(behind).toMatchObject({ players: [], total: 10, next: null, previous: null });
  });

  it.each([
    'x',
    'W10',
    'bnVsbA',
    Buffer.from('["after",1,2,3]').toString('base64url'),
    Buffer.from('["after",1.5,2,"a"]').toString('base64url'),
  ])('refuses the cursor %s', async (cursor) => {
    await refused(visitor().call('leaderboard.players', { query: { cursor } }), 'VALIDATION_FAILED');
    await refused(visitor().call('leaderboard.tribes', { query: { cursor } }), 'VALIDATION_FAILED');
  });

  it('gives the same rank on the own page and on the public profile', async () => {
    for (const [index, player] of order.entries()) {
      expect((await player.call('users.me')).vpRank).toBe(index + 1);
      expect((await visitor().call('users.get', { params: { userId: player.id } })).vpRank).toBe(index + 1);
    }
  });
});

describe('the ranking of tribes', () => {
  it('goes by points, territories, who was first, id; with pages and the own tribe', async () => {
    const tribes: { id: string; chieftain: TestPlayer }[] = [];
    for (const chieftain of players.slice(0, 6)) tribes.push({ id: await app.found(chieftain), chieftain });
    const [a, b, c, d, e, f] = tribes.map((tribe) => tribe.id) as [string, string, string, string, string, string];
    const now = app.clock.nowMs();
    const set = (id: string, vp: number, ms: number) =>
      app.sql('update tribe_scores set total_vp = $2, vp_reached_at = $3 where tribe_id = $1', [id, vp, new Date(ms)]);
    await set(a, 10, now);
    await set(b, 100, now);
    await set(c, 50, now);
    await set(d, 50, now - 5);
    await set(e, 50, now);
    await set(f, 50, now);
    await app.hold(21, e, []);
    const wanted = [b, e, d, ...[c, f].sort(), a];
    const board = await visitor().call('leaderboard.tribes');
    expect(board.tribes.map((row) => row.tribeId)).toEqual(wanted);
    expect(board).toMatchObject({ total: 6, mine: null, tribeRank: null, next: null, previous: null });

    const { chieftain } = tribes[0] as { chieftain: TestPlayer };
    const top = await chieftain.call('leaderboard.tribes', { query: { limit: '2' } });
    expect(top.tribes.map((row) => row.rank)).toEqual([1, 2]);
    expect(top.mine).toMatchObject({ tribeId: a, rank: 6, memberCount: 1 });
    expect(top.tribeRank).toEqual({ rank: 6, totalVP: 10 });
    const second = await visitor().call('leaderboard.tribes', { query: { limit: '2', cursor: top.next as string } });
    expect(second.tribes.map((row) => row.tribeId)).toEqual(wanted.slice(2, 4));
    const back = await visitor().call('leaderboard.tribes', {
      query: { limit: '1', cursor: second.previous as string },
    });
    expect(back.tribes.map((row) => row.tribeId)).toEqual([e]);
    const around = await chieftain.call('leaderboard.tribes', { query: { limit: '3', around: 'me' } });
    expect(around.tribes.map((row) => row.rank)).toEqual([5, 6]);
  });
});

describe('in a season of thousands', () => {
  const MANY = 5_003;
  it('every rank is right, from every side', async () => {
    const big = await app.newSeason();
    await app.sql(
      `insert into users (id, wallet, created_at, last_active_at)
       select lpad(to_hex(i), 24, '0'), decode(lpad(to_hex(i), 40, '0'), 'hex'), now(), now() from generate_series(1, $1::int) i`,
      [MANY],
    );
    await app.sql(
      `insert into entries select $2, lpad(to_hex(i), 24, '0'), 'free', now() from generate_series(1, $1::int) i`,
      [MANY, big.id],
    );
    // A third of them share no points at all, the rest share totals in dozens.
    await app.sql(
      `insert into villages (season_id, user_id, gold, victory_points, vp_reached_at, created_at)
       select $2, lpad(to_hex(i), 24, '0'), 0, case when i % 3 = 0 then 0 else (i * 7919) % 101 end,
         timestamptz '2026-03-01' + (i * 104729 % 1000) * interval '1 s', now() from generate_series(1, $1::int) i`,
      [MANY, big.id],
    );
    const exact = await app.sql<{ user_id: string; rank: number }>(
      `select user_id, row_number() over (order by victory_points desc, vp_reached_at, user_id)::int as rank from villages where season_id = $1`,
      [big.id],
    );
    const rankById = new Map(exact.map((row) => [row.user_id, row.rank]));
    for (const i of times(60, (n) => 1 + n * 83)) {
      const id = i.toString(16).padStart(24, '0');
      const standing = await readStanding(app.ctx.pool, big.id, id);
      expect(await rankOf(app.ctx.pool, big.id, standing as never), id).toBe(rankById.get(id));
    }
    for (const offset of [0, 199, 200, 201, 3_333, 5_000, 5_003, 9_999]) {
      const board = await visitor().call('leaderboard.players', {
        query: { seasonId: big.id, limit: '50', offset: String(offset) },
      });
      expect(board.total).toBe(MANY);
      expect(board.players).toHaveLength(Math.max(0, Math.min(50, MANY - offset)));
      for (const [index, row] of board.players.entries()) {
        expect(row.rank).toBe(offset + index + 1);
        expect(rankById.get(row.userId)).toBe(row.rank);
      }
      expect(board.next === null).toBe(offset + 50 >= MANY);
    }
    // The first page is shown again for a second at most, and not to those who have heard that the ranking changed.
    const best = async () =>
      (await visitor().call('leaderboard.players', { query: { seasonId: big.id, limit: '50' } })).players[0]?.userId;
    const before = await best();
    const climber = exact.at(-1)?.user_id;
    await app.sql('update villages set victory_points = 5000 where season_id = $1 and user_id = $2', [big.id, climber]);
    expect([before, climber]).toContain(await best());
    forgetFirstPages(readsOf(app.ctx.pool));
    expect(await best()).toBe(climber);
    await app.sql('update villages set victory_points = 6000 where season_id = $1 and user_id = $2', [big.id, before]);
    await expect.poll(best, { timeout: 2_000 }).toBe(before);
  });
});

describe('leaderboard_updated', () => {
  const told = () =>
    app.number(`select count(*) from news where type = 'leaderboard_updated' and recipient = $1`, [
      `season:${app.seasonId}`,
    ]);
  const win = (player: TestPlayer) =>
    app.sql(
      `insert into vp_moves (season_id, user_id, delta, reason, ref, at) values ($1, $2, 5, 'battle', 'x', now())`,
      [app.seasonId, player.id],
    );

  it('is told when points were won, at most once a minute, by one of many who look', async () => {
    await app.sql('delete from vp_moves');
    await tellLeaderboards(app.ctx);
    expect(await told()).toBe(0);
    const player = players[0] as TestPlayer;
    await win(player);
    await Promise.all(times(10, () => tellLeaderboards(app.ctx)));
    expect(await told()).toBe(1);
    app.clock.advance(59_999);
    await win(player);
    await tellLeaderboards(app.ctx);
    expect(await told()).toBe(1);
    app.clock.advance(1);
    await Promise.all(times(10, () => tellLeaderboards(app.ctx)));
    expect(await told()).toBe(2);
    app.clock.advance(600_000);
    await tellLeaderboards(app.ctx);
    expect(await told()).toBe(2);
  });
});
