import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../testing/testApp.ts';
import { refused, type TestPlayer } from '../../testing/testPlayer.ts';
import { send } from '../../testing/testRequests.ts';

let app: TestApp;
let wolf: TestPlayer & { tribeId: string };
let cub: TestPlayer;
let bear: TestPlayer & { tribeId: string };

/** A wolf attacks a wild territory (won) and two of the bears (lost, won); a cub of the wolves loses; one order waits. */
beforeAll(async () => {
  app = await startTestApp();
  wolf = await app.newChieftain({ army: { militia: 400, cavalry: 90 }, levels: { barracks: 10 } });
  bear = await app.newChieftain({ army: { spearman: 100 }, levels: { barracks: 10 } });
  cub = await app.newPlayer();
  await app.admit(wolf.tribeId, wolf, cub);
  await app.give(cub, { army: { militia: 20 } });
  await app.hold(6, bear.tribeId, [{ player: bear, army: { cavalry: 100, archer: 40 } }]);
  await app.hold(22, bear.tribeId, [{ player: bear, army: { militia: 3 } }]);
  const fight = async (player: TestPlayer, no: number, army: Parameters<TestApp['attack']>[2]) => {
    app.clock.advance(1000);
    await app.attack(player, no, army);
    await app.settle();
  };
  await fight(wolf, 21, { militia: 100 });
  await fight(wolf, 6, { militia: 5 });
  await fight(cub, 6, { militia: 10 });
  await fight(wolf, 22, { militia: 60 });
  app.clock.advance(1000);
  await app.attack(wolf, 6, { militia: 6 });
});
afterAll(() => app.stop());

const history = (player: TestPlayer, query: Record<string, string> = {}) =>
  player.call('battles.history', { query: query as object });
const fought = async (player: TestPlayer, query: Record<string, string> = {}) =>
  (await history(player, query)).battles.map(
    (battle) => `${battle.role} ${battle.territory?.territoryId} ${battle.result}`,
  );

describe('the history of battles', () => {
  it('lists the own ones, newest first', async () => {
    expect(await fought(wolf)).toEqual([
      'attacker 6 pending',
      'attacker 22 victory',
      'attacker 6 defeat',
      'attacker 21 victory',
    ]);
    expect(await fought(bear)).toEqual(['defender 22 defeat', 'defender 6 victory', 'defender 6 victory']);
  });

  it.each([
    [{ result: 'victory' }, ['attacker 22 victory', 'attacker 21 victory']],
    [{ result: 'pending' }, ['attacker 6 pending']],
    [{ type: 'pve_npc' }, ['attacker 21 victory']],
    [{ territory: '6' }, ['attacker 6 pending', 'attacker 6 defeat']],
    [{ territory: '6', result: 'defeat' }, ['attacker 6 defeat']],
    [{ role: 'defender' }, []],
    [{ raids: '1' }, []],
  ] as [Record<string, string>, string[]][])('keeps to the filter %j', async (query, expected) => {
    expect(await fought(wolf, query)).toEqual(expected);
    expect((await history(wolf, { ...query, limit: '1' })).pagination.total).toBe(expected.length);
  });

  it('lists those of the whole tribe, and not those of a tribe that was left', async () => {
    expect(await fought(cub)).toEqual(['attacker 6 defeat']);
    expect(await fought(cub, { scope: 'tribe' })).toEqual([
      'attacker 6 pending',
      'attacker 22 victory',
      'attacker 6 defeat',
      'attacker 6 defeat',
      'attacker 21 victory',
    ]);
    expect(await fought(bear, { scope: 'tribe', role: 'defender', result: 'defeat' })).toEqual(['defender 22 defeat']);
    const loner = await app.newPlayer();
    await refused(history(loner, { scope: 'tribe' }), 'NOT_IN_TRIBE');
  });

  it('is read page by page with a cursor, each battle once, also when a new one comes in between', async () => {
    const first = await history(wolf, { limit: '2', scope: 'tribe' });
    expect(first.pagination).toMatchObject({ total: 5, hasMore: true });
    app.clock.advance(1000);
    await app.give(cub, { army: { militia: 20 } });
    await app.attack(cub, 6, { militia: 1 });
    const second = await history(wolf, { limit: '2', scope: 'tribe', cursor: first.pagination.next as string });
    const third = await history(wolf, { limit: '2', scope: 'tribe', cursor: second.pagination.next as string });
    expect(third.pagination).toMatchObject({ hasMore: false, next: null });
    const pages = [first, second, third].flatMap((page) => page.battles.map((battle) => battle.battleId));
    expect(new Set(pages).size).toBe(5);
    const all = (await history(wolf, { scope: 'tribe', offset: '1' })).battles.map((battle) => battle.battleId);
    expect(pages).toEqual(all);
  });

  it.each([
    { territory: '51' },
    { territory: '0' },
    { role: 'both' },
    { scope: 'all' },
    { cursor: 'abc' },
    { result: 'won' },
  ] as Record<string, string>[])('refuses %j', async (query) => {
    await refused(history(wolf, query), 'VALIDATION_FAILED');
  });
});

describe('unread reports', () => {
  const unread = async (player: TestPlayer) =>
    (await history(player, { unread: '1' })).battles.map((battle) => battle.territory?.territoryId);

  it('are the decided battles whose report was not opened; opening one twice counts once', async () => {
    expect(await unread(bear)).toEqual([22, 6, 6]);
    const { battles } = await history(bear);
    expect(battles.map((battle) => battle.unread)).toEqual([true, true, true]);
    const open = (player: TestPlayer, battleId: string) => player.call('battles.read', { params: { battleId } });
    expect(await open(bear, battles[0]!.battleId)).toEqual({ unread: 2 });
    expect(await open(bear, battles[0]!.battleId)).toEqual({ unread: 2 });
    expect(await unread(bear)).toEqual([6, 6]);
    expect((await history(bear)).battles.map((battle) => battle.unread)).toEqual([false, true, true]);
  });

  it('stay unread for everybody else, and no stranger can open them for himself', async () => {
    const { battles } = await history(wolf, { territory: '21' });
    const { battleId } = battles[0]!;
    await refused(bear.call('battles.read', { params: { battleId } }), 'BATTLE_NOT_FOUND');
    expect(await unread(wolf)).toEqual([22, 6, 21]);
    // A member of the tribe reads the tribe's battles, too.
    await cub.call('battles.read', { params: { battleId } });
    expect((await history(cub, { scope: 'tribe', unread: '1' })).battles.map((b) => b.battleId)).not.toContain(
      battleId,
    );
    expect(await unread(wolf)).toContain(21);
  });

  it('are all marked at once, except orders that still wait', async () => {
    const [waiting] = (await history(wolf, { result: 'pending' })).battles;
    expect(waiting?.unread).toBe(false);
    expect(await wolf.call('battles.read', { params: { battleId: waiting!.battleId } })).toEqual({ unread: 3 });
    const both = await Promise.all([wolf.call('battles.readAll'), wolf.call('battles.readAll')]);
    expect(both).toEqual([{ unread: 0 }, { unread: 0 }]);
    expect(await unread(wolf)).toEqual([]);
  });
});

describe('the search in the history', () => {
  it.each([
    ['place', { search: 'FROST' }],
    ['wildcards, which mean themselves', { search: '%' }],
  ])('finds nothing that does not carry the text: %s', async (_what, query) => {
    const { battles } = await history(wolf, query);
    expect(battles.filter(({ territory }) => !territory?.name.toLowerCase().includes('frost'))).toEqual([]);
  });

  it('finds by the name of the place and by the tribe of the opponent', async () => {
    const { name } = (await history(wolf, { territory: '22' })).battles[0]!.territory!;
    expect(await fought(wolf, { search: name.slice(1).toUpperCase() })).toContain('attacker 22 victory');
    const tag = (await history(wolf, { territory: '22' })).battles[0]!.opponentTribe!.tag;
    const found = await history(wolf, { search: tag });
    expect(found.battles.length).toBeGreaterThan(0);
    expect(found.pagination.total).toBe(found.battles.length);
    expect(found.battles.every(({ opponentTribe }) => opponentTribe?.tag === tag)).toBe(true);
  });
});

describe('the export', () => {
  const file = async (player: TestPlayer, query = '') =>
    send(app.url, { method: 'GET', path: `/v1/battles/export${query}`, token: player.token });

  it('is a CSV file with one line per battle', async () => {
    const answer = await file(wolf);
    expect(answer.headers['content-type']).toMatch(/^text\/csv; charset=utf-8/);
    expect(answer.headers['content-disposition']).toBe('attachment; filename="battles-season-1.csv"');
    const lines = answer.text.split('\r\n');
    expect(lines[0]).toMatch(/^battle_id,ordered_at,type,role,result,opponent,/);
    expect(lines.at(-1)).toBe('');
    expect(lines).toHaveLength(1 + 4 + 1);
    for (const line of lines.slice(1, -1)) expect(line.split(',')).toHaveLength((lines[0] as string).split(',').length);
  });

  it('never holds a formula', async () => {
    await app.sql(`update users set username = '=HYPERLINK("http://x")', username_skeleton = 'x' where id = $1`, [
      cub.id,
    ]);
    const { text } = await file(bear);
    expect(text).toContain(`,"'=HYPERLINK(""http://x"")",`);
    expect(text).not.toMatch(/(^|,)"?[=+@-]/m);
  });

  it('is the same list as JSON, with the same filters', async () => {
    const answer = await file(wolf, '?format=json&result=victory');
    expect(answer.headers['content-type']).toMatch(/^application\/json/);
    expect(JSON.parse(answer.text)).toEqual((await history(wolf, { result: 'victory' })).battles);
    expect(JSON.parse((await file(await app.newPlayer(), '?format=json')).text)).toEqual([]);
  });

  it('goes on over many pages, without a gap or a double', async () => {
    await app.sql(
      `insert into battles (id, season_id, battle_type, status, territory_no, order_no, terrain, attacker_id, attacker_tribe_id, militia, spearman,
         archer, cavalry, attacker_formation, attacker_workshop, client_seed, orders_hash, accepted_at, decided_at)
       select lpad(to_hex(i), 24, '0'), $2, 'pve_npc', 'void', 40, i, 'plains', $1, $3, 1, 0, 0, 0, 'balanced', 1, decode(repeat('00', 16), 'hex'),
         decode(repeat('00', 32), 'hex'), timestamptz '2026-02-01' + (i / 7) * interval '1 s', timestamptz '2026-02-02' from generate_series(1, 1203) i`,
      [wolf.id, app.seasonId, wolf.tribeId],
    );
    const ids = (JSON.parse((await file(wolf, '?format=json&territory=40')).text) as { battleId: string }[]).map(
      (battle) => battle.battleId,
    );
    expect(ids).toHaveLength(1203);
    expect(new Set(ids).size).toBe(1203);
  });
});
