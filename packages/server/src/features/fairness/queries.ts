/** Reading a season that is over, in pages, in the order of its public file. */
import type {
  BattleLine,
  BuildingLine,
  Counts,
  FightRecord,
  PlayerLine,
  PrizeLine,
  RankLine,
  RoundLine,
  SeatLine,
  TenureLine,
  TerritoryLine,
  TickLine,
  TribeLine,
} from '@cryptotribes/rules/verify/record';
import { type Db, many, one, statement } from '../../platform/db.ts';
import type { OrderRow, StoredReport } from '../battles/queries.ts';

const PAGE = 500;

type Place = readonly (string | number)[];

/** All rows of a statement that gives those after a place; `placeOf` reads the place from the last row. */
async function* pages<R extends object>(
  read: (place: Place) => Promise<R[]>,
  first: Place,
  placeOf: (row: R) => Place,
): AsyncGenerator<R> {
  for (let place = first; ; ) {
    const rows = await read(place);
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    place = placeOf(last);
  }
}

const tribes = statement(
  'fairness.tribes',
  `select id, name, created_at as founded, dissolved_at as dissolved from tribes where season_id = $1 and id > $2 order by id limit ${PAGE}`,
);
export const readTribes = (db: Db, seasonId: string): AsyncGenerator<Omit<TribeLine, 't'>> =>
  pages(
    (place) => many<Omit<TribeLine, 't'>>(db, tribes, [seasonId, ...place]),
    [''],
    (row) => [row.id],
  );

const players = statement(
  'fairness.players',
  `select v.user_id as id, v.next_raid_order_no - 1 as "raidOrders", v.next_camp_order_no - 1 as "campOrders", e.source = 'paid' as paid,
     e.hold is not null as held
   from villages v join entries e using (season_id, user_id) where v.season_id = $1 and v.user_id > $2 order by v.user_id limit ${PAGE}`,
);
export const readPlayers = (db: Db, seasonId: string): AsyncGenerator<Omit<PlayerLine, 't'>> =>
  pages(
    (place) => many<Omit<PlayerLine, 't'>>(db, players, [seasonId, ...place]),
    [''],
    (row) => [row.id],
  );

const territories = statement(
  'fairness.territories',
  `select territory_no as no, next_order_no - 1 as orders, owner_tribe_id as owner,
     array[npc_militia, npc_spearman, npc_archer, npc_cavalry] as wild from territories where season_id = $1 order by territory_no`,
);
export const readTerritories = (db: Db, seasonId: string): Promise<Omit<TerritoryLine, 't'>[]> =>
  many(db, territories, [seasonId]);

const tenures = statement(
  'fairness.tenures',
  `select lpad(id::text, 19, '0') as id, territory_no as no, user_id as "user", tribe_id as tribe, from_at as "from", to_at as "to" from tenures
   where season_id = $1 and (from_at, id) > ($2::timestamptz, $3::bigint) order by from_at, id limit ${PAGE}`,
);
export const readTenures = (db: Db, seasonId: string): AsyncGenerator<Omit<TenureLine, 't'>> =>
  pages(
    ([fromMs, id]) => many<Omit<TenureLine, 't'>>(db, tenures, [seasonId, new Date(Number(fromMs)), id]),
    [0, '0'],
    (row) => [row.from, row.id],
  );

const rounds = statement(
  'fairness.rounds',
  `select r.round as n, encode(r.signature, 'hex') as signature, r.given_up_at as "givenUp",
     (select count(*)::int from battles b where b.season_id = r.season_id and b.beacon_round = r.round and b.decided_no is not null) as orders
   from beacon_rounds r where r.season_id = $1 and r.round > $2 order by r.round limit ${PAGE}`,
);
export const readRounds = (db: Db, seasonId: string): AsyncGenerator<Omit<RoundLine, 't'>> =>
  pages(
    (place) => many<Omit<RoundLine, 't'>>(db, rounds, [seasonId, ...place]),
    [0],
    (row) => [row.n],
  );

const buildings = statement(
  'fairness.buildings',
  `select id, user_id as "user", building_type as type, level, completed_at as at from building_log
   where season_id = $1 and (completed_at, id) > ($2::timestamptz, $3::bigint) order by completed_at, id limit ${PAGE}`,
);
export async function* readBuildings(db: Db, seasonId: string): AsyncGenerator<BuildingLine> {
  const rows = pages(
    ([atMs, id]) =>
      many<Omit<BuildingLine, 't'> & { id: number }>(db, buildings, [seasonId, new Date(Number(atMs)), id]),
    [0, 0],
    (row) => [row.at, row.id],
  );
  for await (const { id: _, ...row } of rows) yield { t: 'building', ...row };
}

const ticks = statement(
  'fairness.ticks',
  `select t.n, (select coalesce(json_agg(json_build_array(m.user_id, m.tribe_id, m.delta) order by m.id), '[]') from vp_moves m
     where m.season_id = t.season_id and m.reason = 'hourly' and m.ref = t.n::text) as credits
   from ticks t where t.season_id = $1 and t.kind = 'vp' and t.n > $2 order by t.n limit ${PAGE}`,
);
export const readTicks = (db: Db, seasonId: string): AsyncGenerator<Omit<TickLine, 't'>> =>
  pages(
    (place) => many<Omit<TickLine, 't'>>(db, ticks, [seasonId, ...place]),
    [0],
    (row) => [row.n],
  );

type DefenderColumns = [user: string, units: Counts, workshop: number, losses: Counts, vp: number];
interface BattleRow extends OrderRow {
  decided_no: number;
  status: BattleLine['status'];
  territory_no: number | null;
  camp_level: number | null;
  target_user_id: string | null;
  decided_at: number;
  defender_tribe_id: string | null;
  defender_id: string | null;
  attacker_power: number;
  defender_power: number;
  variance_bp: number;
  rng_seed: Buffer | null;
  winner: 'attacker' | 'defender';
  captured: boolean;
  capture_bonus: boolean;
  attacker_vp: number;
  defender_vp: number;
  gold_looted: number;
  report: StoredReport | null;
  defenders: DefenderColumns[];
  moves: FightRecord['moves'];
}
const battles = statement(
  'fairness.battles',
  `select b.*,
     (select coalesce(json_agg(json_build_array(d.user_id, json_build_array(d.militia, d.spearman, d.archer, d.cavalry), d.workshop_level,
        json_build_array(d.lost_militia, d.lost_spearman, d.lost_archer, d.lost_cavalry), d.vp) order by d.place), '[]')
      from battle_defenders d where d.battle_id = b.id) as defenders,
     (select coalesce(json_agg(json_build_array(m.user_id, m.tribe_id, m.delta) order by m.id), '[]')
      from vp_moves m where m.reason = 'battle' and m.ref = b.id) as moves
   from battles b where b.season_id = $1 and b.decided_no > $2 order by b.decided_no limit ${PAGE}`,
);
const battleCount = statement(
  'fairness.battleCount',
  'select count(*)::int as n from battles where season_id = $1 and decided_no is not null',
);
export async function countBattles(db: Db, seasonId: string): Promise<number> {
  return (await one<{ n: number }>(db, battleCount, [seasonId])).n;
}
export async function* readBattles(db: Db, seasonId: string): AsyncGenerator<BattleLine> {
  const rows = pages(
    (place) => many<BattleRow>(db, battles, [seasonId, ...place]),
    [0],
    (row) => [row.decided_no],
  );
  for await (const row of rows) yield toLine(row);
}

function targetOf(row: BattleRow): Pick<BattleLine, 'kind' | 'target'> {
  if (row.territory_no !== null) return { kind: 'territory', target: row.territory_no };
  if (row.camp_level !== null) return { kind: 'camp', target: row.camp_level };
  return { kind: 'village', target: row.target_user_id as string };
}

const toLine = (row: BattleRow): BattleLine => ({
  t: 'battle',
  id: row.id,
  ...targetOf(row),
  order: row.order_no,
  status: row.status,
  attacker: row.attacker_id,
  tribe: row.attacker_tribe_id,
  army: counts(row),
  formation: row.attacker_formation,
  workshop: row.attacker_workshop,
  terrain: row.terrain,
  clientSeed: row.client_seed.toString('hex'),
  ordersHash: row.orders_hash.toString('hex'),
  accepted: row.accepted_at,
  ...(row.beacon_round === null ? {} : { round: row.beacon_round }),
  decided: row.decided_at,
  fight: row.report === null ? null : toFight(row, row.report),
});

function toFight(row: BattleRow, report: StoredReport): FightRecord {
  const { repeatIndex, ...breakdown } = report.vpBreakdown;
  return {
    seed: row.rng_seed?.toString('hex') ?? '',
    varianceBp: row.variance_bp,
    defenderTribe: row.defender_tribe_id,
    defender: row.defender_id,
    defenderArmy: counts(report.defender.army),
    defenderFormation: report.defender.formation,
    contributors: row.defenders.map(([user, units, workshop, losses, vp]) => ({ user, units, workshop, losses, vp })),
    fatigueBp: report.siegeFatigueBp,
    power: [row.attacker_power, row.defender_power],
    finalPower: [report.attackerFinalPower, report.defenderFinalPower],
    steps: [report.attackerSteps, report.defenderSteps],
    winner: row.winner,
    losses: [counts(report.attackerLosses), counts(report.defenderLosses)],
    captured: row.captured,
    captureBonus: row.capture_bonus,
    repeatIndex,
    vp: [row.attacker_vp, row.defender_vp],
    breakdown,
    moves: row.moves,
    gold: row.gold_looted,
    garrison: counts(report.survivors.garrison),
    home: counts(report.survivors.home),
    truceUntil: report.truceUntilMs,
  };
}

const counts = (army: StoredReport['attackerLosses']): Counts => [
  army.militia,
  army.spearman,
  army.archer,
  army.cavalry,
];

const ranks = statement(
  'fairness.ranks',
  `select board, rank, tribe_id as tribe, user_id as "user", victory_points as vp, territories, reached_at as reached from season_rankings
   where season_id = $1 and (board, rank) > ($2, $3) order by board, rank limit ${PAGE}`,
);
export const readRanks = (db: Db, seasonId: string): AsyncGenerator<Omit<RankLine, 't'>> =>
  pages(
    ([board, rank]) => many<Omit<RankLine, 't'>>(db, ranks, [seasonId, board, rank]),
    ['', 0],
    (row) => [row.board, row.rank],
  );

// What happened to a payment after the end changes no share.
const seats = statement(
  'fairness.seats',
  `select s.tribe_id as tribe, s.user_id as "user", s.seat, s.role, e.hold is null or e.hold = 'disputed' or e.held_at > x.ended_at as shares
   from tribe_seats s join entries e using (season_id, user_id) join seasons x on x.id = s.season_id
   where s.season_id = $1 and (s.tribe_id, s.seat) > ($2, $3) order by s.tribe_id, s.seat limit ${PAGE}`,
);
export const readSeats = (db: Db, seasonId: string): AsyncGenerator<Omit<SeatLine, 't'>> =>
  pages(
    ([tribe, seat]) => many<Omit<SeatLine, 't'>>(db, seats, [seasonId, tribe, seat]),
    ['', 0],
    (row) => [row.tribe, row.seat],
  );

const prizes = statement(
  'fairness.prizes',
  `select tribe_rank as rank, tribe_id as tribe, user_id as "user", seat, role, amount_micro as "amountMicro" from season_prizes
   where season_id = $1 and (tribe_rank, seat, user_id) > ($2, $3, $4) order by tribe_rank, seat, user_id limit ${PAGE}`,
);
export const readPrizes = (db: Db, seasonId: string): AsyncGenerator<Omit<PrizeLine, 't'>> =>
  pages(
    ([rank, seat, user]) => many<Omit<PrizeLine, 't'>>(db, prizes, [seasonId, rank, seat, user]),
    [0, 0, ''],
    (row) => [row.rank, row.seat, row.user],
  );
