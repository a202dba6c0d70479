/** Reading battles: the report (public once decided) and a player's history. */
import { AppError } from '@cryptotribes/protocol/core/errors';
import type { BattleListItem, BattleReport } from '@cryptotribes/protocol/features/battles';
import type { RouteData } from '@cryptotribes/protocol/routes';
import type { Army, Formation, Terrain } from '@cryptotribes/rules/core/units';
import { territoryInfo } from '@cryptotribes/rules/territories/map';
import { type Db, many, maybeOne, one, statement } from '../../platform/db.ts';
import { toArmy } from '../villages/queries.ts';
import type { BattleStatus, StoredReport } from './queries.ts';

interface ReportRow extends Army {
  id: string;
  season_id: string;
  ruleset_id: string;
  commitment: Buffer;
  battle_type: 'pvp' | 'pve_npc' | 'pve_raid';
  status: BattleStatus;
  territory_no: number;
  territory_id: string;
  order_no: number;
  terrain: Terrain;
  attacker_id: string;
  attacker_formation: Formation;
  attacker_workshop: number;
  attacker_power: number | null;
  defender_power: number | null;
  variance_bp: number | null;
  winner: 'attacker' | 'defender' | null;
  captured: boolean;
  attacker_vp: number;
  defender_vp: number;
  client_seed: Buffer;
  orders_hash: Buffer;
  accepted_at: number;
  decided_at: number | null;
  defender_id: string | null;
  report: StoredReport | null;
  attacker_name: string | null;
  defender_name: string | null;
  at_id: string;
  at_name: string;
  at_tag: string;
  at_ordinal: number;
  dt_id: string | null;
  dt_name: string | null;
  dt_tag: string | null;
  dt_ordinal: number | null;
  position: number | null;
}
const byId = statement(
  'report.byId',
  `select b.*, t.id as territory_id, s.ruleset_id, s.commitment, ua.username as attacker_name, ud.username as defender_name,
     ta.id as at_id, ta.name as at_name, ta.tag as at_tag, ta.ordinal as at_ordinal,
     td.id as dt_id, td.name as dt_name, td.tag as dt_tag, td.ordinal as dt_ordinal,
     case when b.status = 'queued' then (select count(*)::int from battles q where q.season_id = b.season_id and q.territory_no = b.territory_no
       and q.status = 'queued' and q.order_no <= b.order_no) end as position
   from battles b join seasons s on s.id = b.season_id
   join territories t on t.season_id = b.season_id and t.territory_no = b.territory_no
   join users ua on ua.id = b.attacker_id left join users ud on ud.id = b.defender_id
   join tribes ta on ta.id = b.attacker_tribe_id
   left join tribes td on td.id = case when b.status = 'queued' then t.owner_tribe_id else b.defender_tribe_id end
   where b.id = $1`,
);
const defendersOf = statement(
  'report.defenders',
  `select d.*, u.username from battle_defenders d join users u on u.id = d.user_id where d.battle_id = $1
   order by d.militia + d.spearman + d.archer + d.cavalry desc, d.user_id`,
);
interface DefenderRow extends Army {
  user_id: string;
  username: string | null;
  workshop_level: number;
  lost_militia: number;
  lost_spearman: number;
  lost_archer: number;
  lost_cavalry: number;
  vp: number;
}

/** The report. While the battle is queued, only the one who sent it sees army and formation (RELIABILITY D28). */
export async function showBattle(db: Db, id: string, viewerId: string | null): Promise<BattleReport> {
  const row = await maybeOne<ReportRow>(db, byId, [id]);
  if (row === null) throw new AppError('BATTLE_NOT_FOUND');
  const open = row.status === 'completed' || row.attacker_id === viewerId;
  const { report } = row;
  const defenders = await many<DefenderRow>(db, defendersOf, [id]);
  return {
    battleId: row.id,
    seasonId: row.season_id,
    rulesetId: row.ruleset_id,
    battleType: row.battle_type,
    status: row.status,
    territory: {
      id: row.territory_id,
      territoryId: row.territory_no,
      name: territoryInfo(row.territory_no).name,
      terrain: row.terrain,
    },
    orderNo: row.order_no,
    position: row.position,
    attacker: {
      userId: row.attacker_id,
      username: row.attacker_name,
      tribeId: row.at_id,
      tribeName: row.at_name,
      tribeTag: row.at_tag,
      tribeOrdinal: row.at_ordinal,
      army: open ? toArmy(row) : null,
      formation: open ? row.attacker_formation : null,
      workshopLevel: open ? row.attacker_workshop : null,
      power: row.attacker_power,
    },
    defender: {
      userId: row.defender_id,
      username: row.defender_name,
      tribeId: row.dt_id,
      tribeName: row.dt_name,
      tribeTag: row.dt_tag,
      tribeOrdinal: row.dt_ordinal,
      army: report?.defender.army ?? null,
      formation: report?.defender.formation ?? null,
      workshopLevel: null,
      power: row.defender_power,
    },
    contributors: defenders.map((part) => ({
      userId: part.user_id,
      username: part.username,
      units: toArmy(part),
      workshopLevel: part.workshop_level,
      losses: {
        militia: part.lost_militia,
        spearman: part.lost_spearman,
        archer: part.lost_archer,
        cavalry: part.lost_cavalry,
      },
      vp: part.vp,
    })),
    results:
      row.winner === null || report === null
        ? null
        : {
            winner: row.winner,
            casualties: { attacker: report.attackerLosses, defender: report.defenderLosses },
            vpAwarded: { attacker: row.attacker_vp, defender: row.defender_vp },
            territoryTransferred: row.captured,
          },
    details:
      report === null || row.variance_bp === null
        ? null
        : {
            varianceBp: row.variance_bp,
            attackerFinalPower: report.attackerFinalPower,
            defenderFinalPower: report.defenderFinalPower,
            siegeFatigueBp: report.siegeFatigueBp,
            attackerSteps: report.attackerSteps,
            defenderSteps: report.defenderSteps,
            vpBreakdown: report.vpBreakdown,
            survivors: report.survivors,
            truceUntil: report.truceUntilMs === null ? null : iso(report.truceUntilMs),
          },
    fairness: {
      clientSeed: open ? row.client_seed.toString('hex') : null,
      ordersHash: open ? row.orders_hash.toString('hex') : null,
      commitment: row.commitment.toString('hex'),
    },
    createdAt: iso(row.accepted_at),
    battleStartTime: row.decided_at === null ? null : iso(row.accepted_at),
    battleEndTime: row.decided_at === null ? null : iso(row.decided_at),
  };
}

interface HistoryRow {
  id: string;
  battle_type: 'pvp' | 'pve_npc' | 'pve_raid';
  status: BattleStatus;
  role: 'attacker' | 'defender';
  winner: 'attacker' | 'defender' | null;
  territory_no: number;
  accepted_at: number;
  vp: number;
  my_losses: Army | null;
  report: StoredReport | null;
  opponent_name: string | null;
  ot_id: string | null;
  ot_name: string | null;
  ot_tag: string | null;
  ot_ordinal: number | null;
}
const history = statement(
  'report.history',
  `with mine as (
     (select b.id, b.accepted_at, 'attacker' as role, b.attacker_vp as vp, null::jsonb as my_losses
      from battles b where b.season_id = $1 and b.attacker_id = $2 order by b.accepted_at desc, b.id desc limit $3::bigint + $4::bigint)
     union all
     (select d.battle_id, d.accepted_at, 'defender', d.vp,
        jsonb_build_object('militia', d.lost_militia, 'spearman', d.lost_spearman, 'archer', d.lost_archer, 'cavalry', d.lost_cavalry)
      from battle_defenders d where d.season_id = $1 and d.user_id = $2 order by d.accepted_at desc, d.battle_id desc limit $3::bigint + $4::bigint)
     order by 2 desc, 1 desc limit $3 offset $4)
   select b.id, b.battle_type, b.status, mine.role, b.winner, b.territory_no, b.accepted_at, mine.vp, mine.my_losses, b.report,
     u.username as opponent_name, t.id as ot_id, t.name as ot_name, t.tag as ot_tag, t.ordinal as ot_ordinal
   from mine join battles b on b.id = mine.id
   left join users u on u.id = case mine.role when 'attacker' then b.defender_id else b.attacker_id end
   left join tribes t on t.id = case mine.role when 'attacker' then b.defender_tribe_id else b.attacker_tribe_id end
   order by b.accepted_at desc, b.id desc`,
);
const historyTotal = statement(
  'report.historyTotal',
  `select (select count(*) from battles where season_id = $1 and attacker_id = $2)
        + (select count(*) from battle_defenders where season_id = $1 and user_id = $2) as n`,
);

/** A player's battles in a season, newest first. `limit` at most 100. */
export async function showHistory(
  db: Db,
  seasonId: string,
  userId: string,
  limit: number,
  offset: number,
): Promise<RouteData<'battles.history'>> {
  const rows = await many<HistoryRow>(db, history, [seasonId, userId, limit, offset]);
  const { n: total } = await one<{ n: number }>(db, historyTotal, [seasonId, userId]);
  return { battles: rows.map(listItem), pagination: { total, limit, offset, hasMore: offset + rows.length < total } };
}

function listItem(row: HistoryRow): BattleListItem {
  const info = territoryInfo(row.territory_no);
  const attacking = row.role === 'attacker';
  const won = row.winner === row.role;
  const result =
    row.status === 'queued' ? 'pending' : row.status === 'completed' ? (won ? 'victory' : 'defeat') : row.status;
  return {
    battleId: row.id,
    battleType: row.battle_type,
    status: row.status,
    role: row.role,
    result,
    opponent: row.opponent_name ?? row.ot_name ?? (row.battle_type === 'pve_npc' ? 'Wild garrison' : info.name),
    opponentTribe:
      row.ot_id === null ? null : { tribeId: row.ot_id, tag: row.ot_tag ?? '', ordinal: row.ot_ordinal ?? 1 },
    territory: { territoryId: info.id, name: info.name },
    myLosses: attacking ? (row.report?.attackerLosses ?? null) : row.my_losses,
    theirLosses: attacking ? (row.report?.defenderLosses ?? null) : (row.report?.attackerLosses ?? null),
    vpGained: row.vp,
    createdAt: iso(row.accepted_at),
  };
}

const iso = (ms: number): string => new Date(ms).toISOString();
