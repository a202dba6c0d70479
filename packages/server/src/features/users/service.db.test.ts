import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { transaction } from '../../platform/db.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/testDatabase.ts';
import { createTestContext, newPlayer, signIn, type TestContext } from '../auth/testKit.ts';
import { getProfile, getSignedInUser, updateProfile } from './service.ts';

let database: TestDatabase;
let ctx: TestContext;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  ctx = createTestContext(database.pool);
  await database.pool.query('truncate users, seasons cascade');
});

const query = (text: string, values: unknown[] = []) => database.pool.query(text, values);
const newUser = async (): Promise<string> => (await signIn(ctx, newPlayer())).user.id;
const update = (userId: string, patch: Parameters<typeof updateProfile>[3]) =>
  transaction(database.pool, (tx) => updateProfile(ctx, tx, userId, patch));
const code = (value: string) => expect.objectContaining({ code: value });

/** A season that began an hour ago, or that begins in an hour while it takes registrations. */
async function newSeason(number: number, status = 'active'): Promise<string> {
  const id = ctx.newId();
  const start = ctx.clock.nowMs() + (status === 'registration' ? 3_600_000 : -3_600_000);
  const day = 86_400_000;
  await query(
    `insert into seasons (id, season_number, name, ruleset_id, speed, status, registration_start, registration_end, season_start,
       season_end, entry_fee_micro, commitment, created_at)
     values ($1, $2, 'Season', 'season1', 1, $3, $4, $5, $5, $6, 0, $7, $4)`,
    [id, number, status, new Date(start - day), new Date(start), new Date(start + 10 * day), Buffer.alloc(32)],
  );
  return id;
}
async function enter(seasonId: string, userId: string, vp = 0, reachedAtMs = ctx.clock.nowMs()): Promise<void> {
  const now = new Date(ctx.clock.nowMs());
  await query(`insert into entries values ($1, $2, 'free', $3)`, [seasonId, userId, now]);
  await query(
    `insert into villages (season_id, user_id, gold, victory_points, vp_reached_at, created_at) values ($1, $2, 777, $3, $4, $5)`,
    [seasonId, userId, vp, new Date(reachedAtMs), now],
  );
}
async function foundTribe(seasonId: string, userId: string): Promise<string> {
  const id = ctx.newId();
  const now = new Date(ctx.clock.nowMs());
  await query(
    `insert into tribes (id, season_id, ordinal, name, name_skeleton, tag, created_at)
     values ($1, $2, 1, 'Wolves', 'wolves', 'WLF', $3)`,
    [id, seasonId, now],
  );
  await query(`insert into tribe_seats values ($1, 1, $2, $3, 'chieftain', $4)`, [id, seasonId, userId, now]);
  return id;
}

describe('the signed-in user', () => {
  it('has the figures of a new village before entering', async () => {
    await newSeason(1);
    const user = await getSignedInUser(database.pool, await newUser());
    expect(user).toMatchObject({ gold: 1000, victoryPoints: 0, tribeId: null, username: null });
  });

  it('has those of the active season, not of an older or a coming one', async () => {
    const userId = await newUser();
    const [old, active, coming] = [await newSeason(1, 'ended'), await newSeason(2), await newSeason(3, 'registration')];
    await enter(old, userId, 1);
    await enter(active, userId, 22);
    await enter(coming, userId, 333);
    const tribeId = await foundTribe(active, userId);
    expect(await getSignedInUser(database.pool, userId)).toMatchObject({ gold: 777, victoryPoints: 22, tribeId });
  });

  it('starts afresh when only an ended season is there', async () => {
    const userId = await newUser();
    await enter(await newSeason(1, 'ended'), userId, 50);
    expect(await getSignedInUser(database.pool, userId)).toMatchObject({ gold: 1000, victoryPoints: 0 });
  });
});

describe('the public profile', () => {
  it('shows name, tribe, points and rank, and nothing else', async () => {
    const season = await newSeason(1);
    const [first, second, third] = [await newUser(), await newUser(), await newUser()];
    await enter(season, first, 100);
    await enter(season, second, 50, ctx.clock.nowMs() - 1);
    await enter(season, third, 50);
    const tribeId = await foundTribe(season, second);
    expect(await getProfile(database.pool, second)).toEqual({
      id: second,
      username: null,
      tribeId,
      tribeName: 'Wolves',
      tribeTag: 'WLF',
      tribeOrdinal: 1,
      victoryPoints: 50,
      vpRank: 2,
      hours: [],
    });
    expect((await getProfile(database.pool, first)).vpRank).toBe(1);
    expect((await getProfile(database.pool, third)).vpRank).toBe(3);
  });

  it('has no rank without a village, with and without a season', async () => {
    const userId = await newUser();
    expect(await getProfile(database.pool, userId)).toMatchObject({ vpRank: null, victoryPoints: 0, tribeId: null });
    await newSeason(1);
    expect(await getProfile(database.pool, userId)).toMatchObject({ vpRank: null, victoryPoints: 0, tribeId: null });
  });

  it('stays as it was at the end until the next season', async () => {
    const userId = await newUser();
    await enter(await newSeason(1, 'ended'), userId, 50);
    expect(await getProfile(database.pool, userId)).toMatchObject({ vpRank: 1, victoryPoints: 50 });
    await newSeason(2, 'registration');
    expect(await getProfile(database.pool, userId)).toMatchObject({ vpRank: null, victoryPoints: 0 });
  });

  it('does not exist for an unknown id', async () => {
    await expect(getProfile(database.pool, '0'.repeat(24))).rejects.toEqual(code('USER_NOT_FOUND'));
  });
});

describe('the name', () => {
  it('is kept as written, in its tidy form', async () => {
    const userId = await newUser();
    const answer = await update(userId, { username: '  Ｗarrior   King ' });
    expect(answer).toEqual({ username: 'Warrior King', homeFormation: 'balanced' });
    expect((await getProfile(database.pool, userId)).username).toBe('Warrior King');
  });

  it.each(['Warriors', 'WARRIORS', 'Wаrriors', 'Warr1ors', 'Wárriors', 'War riors', 'VVarriors'])(
    'is refused as taken when it looks like another: %s',
    async (name) => {
      await update(await newUser(), { username: 'Warriors' });
      await expect(update(await newUser(), { username: name })).rejects.toEqual(code('USERNAME_TAKEN'));
    },
  );

  it('may be written differently by its owner', async () => {
    const userId = await newUser();
    await update(userId, { username: 'warriors' });
    expect((await update(userId, { username: 'Warriors' })).username).toBe('Warriors');
  });

  it('is free again after null removed it', async () => {
    const [first, second] = [await newUser(), await newUser()];
    await update(first, { username: 'Warriors' });
    expect((await update(first, { username: null })).username).toBeNull();
    expect((await update(second, { username: 'Warriors' })).username).toBe('Warriors');
  });

  it.each(['ab', 'a'.repeat(21), '   ', 'a\u200bbc', 'a\u0000bc', 'a\ud800bc', '\u202eabc', '<b>bold</b>', 'Support'])(
    'is refused when it cannot be a name: %j',
    async (name) => {
      const userId = await newUser();
      await expect(update(userId, { username: name })).rejects.toEqual(code('INVALID_NAME'));
      expect((await getProfile(database.pool, userId)).username).toBeNull();
    },
  );

  it('goes to exactly one of twenty who ask for it at once', async () => {
    const users = await Promise.all(Array.from({ length: 20 }, () => newUser()));
    const results = await Promise.allSettled(users.map((userId) => update(userId, { username: 'Highlander' })));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const r of results) if (r.status === 'rejected') expect(r.reason).toEqual(code('USERNAME_TAKEN'));
  });
});

describe('the home formation', () => {
  it('changes in the current season only', async () => {
    const userId = await newUser();
    const [old, active] = [await newSeason(1, 'ended'), await newSeason(2)];
    await enter(old, userId);
    await enter(active, userId);
    expect(await update(userId, { homeFormation: 'defensive' })).toEqual({
      username: null,
      homeFormation: 'defensive',
    });
    const { rows } = await query('select season_id, home_formation from villages order by season_id');
    expect(rows).toEqual([
      { season_id: old, home_formation: 'balanced' },
      { season_id: active, home_formation: 'defensive' },
    ]);
  });

  it('may be chosen before the season starts', async () => {
    const userId = await newUser();
    await enter(await newSeason(1, 'registration'), userId);
    expect((await update(userId, { homeFormation: 'offensive' })).homeFormation).toBe('offensive');
  });

  it('needs an entry in the season', async () => {
    await newSeason(1);
    await expect(update(await newUser(), { homeFormation: 'offensive' })).rejects.toEqual(code('ENTRY_FEE_REQUIRED'));
  });

  it('is refused after the season has ended, and the name in the same request is not changed either', async () => {
    const userId = await newUser();
    await enter(await newSeason(1), userId);
    ctx.clock.advance(10 * 86_400_000);
    const patch = { homeFormation: 'offensive', username: 'Warriors' } as const;
    await expect(update(userId, patch)).rejects.toEqual(code('SEASON_NOT_ACTIVE'));
    expect((await getProfile(database.pool, userId)).username).toBeNull();
  });

  it('is refused before the first season', async () => {
    await expect(update(await newUser(), { homeFormation: 'offensive' })).rejects.toEqual(code('SEASON_NOT_FOUND'));
  });
});
