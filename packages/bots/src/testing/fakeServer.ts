/** The fake game behind the addresses that bots use, as a `fetch`. Also keeps watch over how it is asked. */
import { paths } from '@cryptotribes/protocol/client/paths';
import { emptyArmy } from '@cryptotribes/rules/core/units';
import { chargesAt } from '@cryptotribes/rules/raids/charges';
import { lootableGold } from '@cryptotribes/rules/raids/villageRaid';
import { season1 } from '@cryptotribes/rules/rulesets/season1';
import { garrisonCapacity } from '@cryptotribes/rules/territories/garrison';
import { FakeGame, type FakePlayer, type FakeTerritory, type FakeTribe, Refusal } from './fakeGame.ts';

interface Ask {
  params: Record<string, string>;
  body: Record<string, unknown>;
  player: () => FakePlayer;
}
type Handler = (ask: Ask) => unknown;

export interface FakeServer {
  game: FakeGame;
  fetch: typeof fetch;
  /** Every request so far. `who` is the token, or '' for the public reader. */
  requests: { atMs: number; route: string; who: string; headers: Headers }[];
  /** Most requests that one player had under way at once. */
  mostAtOnce(): number;
  endSessions(): void;
  /** Answers the next `count` requests with this status. */
  fail(count: number, status: number, retryAfterSeconds?: number): void;
}

export function createFakeServer(nowMs: () => number, speed = 60): FakeServer {
  const game = new FakeGame(nowMs, speed);
  const wallets = new Map<string, string>();
  const tokens = new Map<string, string>();
  const requests: FakeServer['requests'] = [];
  const underWay = new Map<string, number>();
  let mostAtOnce = 0;
  let failing = { count: 0, status: 500, retryAfterSeconds: 0 };
  let signIns = 0;

  const iso = (ms: number) => new Date(ms).toISOString();
  const tribeOf = (id: string | undefined): FakeTribe => {
    const tribe = game.tribes.get(id ?? '');
    if (!tribe) throw new Refusal('TRIBE_NOT_FOUND', 404);
    return tribe;
  };
  const territoryRecord = (territory: FakeTerritory) => {
    const { info, ownerId } = territory;
    const standing = { units: game.unitsAt(territory), formation: territory.formation };
    return {
      id: territory.id,
      territoryId: info.id,
      tier: info.tier,
      terrain: info.terrain,
      capacity: garrisonCapacity(season1, info.tier),
      owner: ownerId === null ? null : { tribeId: ownerId },
      garrison: ownerId === null ? null : standing,
      npcDefense: ownerId === null ? standing : null,
      truceUntil: territory.truceUntilMs > nowMs() ? iso(territory.truceUntilMs) : null,
      pendingOrders: { count: 0, mine: 0 },
      siegeFatigueBp: 0,
      contributors: territory.contributors.map((one) => ({
        ...one,
        workshopLevel: one.userId === null ? 1 : game.player(one.userId).buildings.workshop.level,
      })),
    };
  };
  const me = (player: FakePlayer) => {
    const tribe = player.tribeId === null ? null : tribeOf(player.tribeId);
    const building = ({ level, endMs }: { level: number; endMs: number | null }) => ({
      level,
      upgrading: endMs !== null,
    });
    const { barracks, warehouse, workshop } = player.buildings;
    return {
      id: player.id,
      username: player.username,
      seasonId: game.seasonId,
      entered: player.entered,
      tribeId: player.tribeId,
      tribe: tribe && { id: tribe.id, role: tribe.members[0] === player.id ? 'chieftain' : 'warrior' },
      gold: Math.floor(player.gold),
      goldCapacity: game.goldCapacity(player),
      army: player.home,
      armyCap: game.armyCap(player),
      armyTotal: game.armyTotal(player),
      buildings: { barracks: building(barracks), warehouse: building(warehouse), workshop: building(workshop) },
      trainingQueue: player.queue,
      garrisons: game.garrisonsOf(player.id).map(({ territory, units }) => ({ territoryId: territory.info.id, units })),
      marches: [],
      raidCharges: { count: chargesAt(season1, player.raids.charges, nowMs(), speed).charges },
      campsBeaten: player.raids.campsBeaten,
    };
  };

  const handlers: Partial<Record<keyof typeof paths, Handler>> = {
    'auth.nonce': ({ body }) => ({
      nonce: 'n',
      message: `sign in ${String(body.walletAddress)}`,
      expiresAt: iso(nowMs()),
    }),
    'auth.connect': ({ body }) => {
      const wallet = String(body.walletAddress);
      const id = wallets.get(wallet) ?? game.addPlayer().id;
      wallets.set(wallet, id);
      signIns += 1;
      const token = `token-${signIns}-${id}`;
      tokens.set(token, id);
      return { token, expiresAt: iso(nowMs()), user: { id } };
    },
    'seasons.current': () => ({
      seasonId: game.seasonId,
      seasonNumber: game.seasonNumber,
      status: game.status,
      rulesetId: season1.id,
      speed,
      free: true,
    }),
    'seasons.join': ({ player }) => ({ seasonId: game.seasonId, alreadyJoined: game.join(player()) }),
    'users.me': ({ player }) => me(player()),
    'users.update': ({ player, body }) => {
      const username = String(body.username);
      if ([...game.players.values()].some((one) => one.username === username)) throw new Refusal('USERNAME_TAKEN', 409);
      player().username = username;
      return { username };
    },
    'leaderboard.players': () => {
      const entered = [...game.players.values()].filter((player) => player.entered);
      return {
        players: entered.map(({ id, tribeId }) => ({ userId: id, tribeId })),
        userRank: null,
        total: entered.length,
      };
    },
    'tribes.list': () => ({
      tribes: [...game.tribes.values()].map(({ id, members }) => ({ id, memberCount: members.length })),
    }),
    'tribes.create': ({ player, body }) => ({
      tribeId: game.foundTribe(player(), String(body.name), String(body.tag)).id,
    }),
    'tribes.get': ({ params }) => ({ requests: tribeOf(params.tribeId).requests.map((userId) => ({ userId })) }),
    'tribes.request': ({ params, player }) => {
      const tribe = tribeOf(params.tribeId);
      if (!tribe.requests.includes(player().id)) tribe.requests.push(player().id);
      return { tribeId: tribe.id };
    },
    'tribes.acceptRequest': ({ params }) => game.acceptRequest(tribeOf(params.tribeId), params.userId ?? ''),
    'tribes.declineRequest': ({ params }) => {
      const tribe = tribeOf(params.tribeId);
      tribe.requests = tribe.requests.filter((id) => id !== params.userId);
    },
    'tribes.invite': ({ params, body }) => {
      game.player(String(body.userId)).invites.push(tribeOf(params.tribeId).id);
    },
    'territories.list': () => ({ seasonId: game.seasonId, territories: game.territories.map(territoryRecord) }),
    'territories.get': ({ params }) => territoryRecord(game.territory(params.territoryId ?? '')),
    'territories.garrison': ({ params, player, body }) =>
      game.garrison(player(), game.territory(params.territoryId ?? ''), body.units as never, body.formation as never),
    'territories.withdraw': ({ params, player, body }) =>
      game.withdraw(player(), game.territory(params.territoryId ?? ''), body.units as never),
    'battles.attackTerritory': ({ player, body }) =>
      game.attack(
        player(),
        game.territory(String(body.territoryId)),
        { ...emptyArmy(), ...(body.army as object) },
        body.formation as never,
      ),
    'raids.villages': ({ player }) => ({
      villages: [...game.players.values()]
        .filter((one) => one.entered && one.id !== player().id && one.tribeId !== player().tribeId)
        .filter((one) => game.shieldUntilMs(one) <= nowMs())
        .map((one) => ({
          userId: one.id,
          army: one.home,
          formation: 'balanced',
          workshopLevel: one.buildings.workshop.level,
          lootAtMost: lootableGold(season1, { gold: Math.floor(one.gold), warehouse: one.buildings.warehouse.level }),
        })),
    }),
    'battles.raidCamp': ({ player, body }) =>
      game.raidCamp(
        player(),
        Number(body.level),
        { ...emptyArmy(), ...(body.army as object) },
        body.formation as never,
      ),
    'battles.raidVillage': ({ player, body }) =>
      game.raidVillage(
        player(),
        game.player(String(body.userId)),
        { ...emptyArmy(), ...(body.army as object) },
        body.formation as never,
      ),
    'buildings.upgrade': ({ player, body }) => game.upgrade(player(), body.buildingType as never),
    'training.start': ({ player, body }) => game.train(player(), body.unitType as never, Number(body.quantity)),
  };

  function routeOf(
    method: string,
    path: string,
  ): { name: string; handler: Handler; params: Record<string, string> } | null {
    for (const [name, handler] of Object.entries(handlers)) {
      const [wanted, pattern] = paths[name as keyof typeof paths];
      const match = new RegExp(`^${pattern.replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`).exec(path);
      if (wanted === method && match) return { name, handler, params: { ...match.groups } };
    }
    return null;
  }

  function answer(status: number, content: object, headers?: Record<string, string>): Response {
    const meta = { timestamp: iso(nowMs()), requestId: 'r' };
    return new Response(JSON.stringify({ ...content, meta }), { status, headers });
  }
  const refused = (status: number, code: string, headers?: Record<string, string>) =>
    answer(status, { success: false, error: { code, message: code } }, headers);

  async function handle(address: string | URL | Request, init?: RequestInit): Promise<Response> {
    const headers = new Headers(init?.headers);
    const token = headers.get('authorization')?.slice('Bearer '.length) ?? '';
    const route = routeOf(init?.method ?? 'GET', new URL(String(address)).pathname);
    requests.push({ atMs: nowMs(), route: route?.name ?? String(address), who: token, headers });
    if (token !== '') {
      underWay.set(token, (underWay.get(token) ?? 0) + 1);
      mostAtOnce = Math.max(mostAtOnce, underWay.get(token) ?? 0);
    }
    await Promise.resolve();
    underWay.set(token, (underWay.get(token) ?? 1) - 1);
    init?.signal?.throwIfAborted();
    if (failing.count > 0) {
      failing.count -= 1;
      return refused(failing.status, 'SERVICE_UNAVAILABLE', { 'retry-after': String(failing.retryAfterSeconds) });
    }
    if (!route) return refused(404, 'NOT_FOUND');
    try {
      const body = init?.body ? (JSON.parse(String(init.body)) as Record<string, unknown>) : {};
      const player = () => {
        const id = tokens.get(token);
        if (id === undefined) throw new Refusal('INVALID_TOKEN', 401);
        return game.player(id);
      };
      return answer(200, { success: true, data: route.handler({ params: route.params, body, player }) ?? {} });
    } catch (error) {
      if (error instanceof Refusal) return refused(error.status, error.code);
      throw error;
    }
  }

  return {
    game,
    fetch: handle,
    requests,
    mostAtOnce: () => mostAtOnce,
    endSessions: () => tokens.clear(),
    fail: (count, status, retryAfterSeconds = 0) => {
      failing = { count, status, retryAfterSeconds };
    },
  };
}
