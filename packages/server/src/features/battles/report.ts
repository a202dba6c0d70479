/** Reading one battle: the report, public once decided. */
import { AppError } from '@cryptotribes/protocol/core/errors';
import type { BattleReport } from '@cryptotribes/protocol/features/battles';
import type { BattleBeacon } from '@cryptotribes/protocol/features/beacon';
import { roundRandomness } from '@cryptotribes/rules/beacon/rounds';
import type { Army, Formation, Terrain } from '@cryptotribes/rules/core/units';
import { territoryInfo } from '@cryptotribes/rules/territories/map';
import { type Db, many, maybeOne, statement } from '../../platform/db.ts';
import { waitOf } from '../beacon/show.ts';
import { toArmy } from '../villages/queries.ts';
import type { BattleStatus, StoredReport } from './queries.ts';

interface ReportRow extends Army {
  id: string;
  season_id: string;
  ruleset_id: string;
  commitment: Buffer;
  battle_type: 'pvp' | 'pve_npc' | 'pve_raid';
  status: BattleStatus;
  territory_no: number | null;
  territory_id: string | null;
  camp_level: number | null;
  target_user_id: string | null;
  gold_looted: number;
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
  beacon_round: number | null;
  beacon_public_key: Buffer | null;
  beacon_genesis: number | null;
  beacon_period_ms: number | null;
  round_signature: Buffer | null;
  round_given_up: boolean | null;
  decided_at: number | null;
  defender_id: string | null;
  report: StoredReport | null;
  attacker_name: string | null;
  defender_name: string | null;
  at_id: string | null;
  at_name: string | null;
  at_tag: string | null;
  at_ordinal: number | null;
  dt_id: string | null;
  dt_name: string | null;
  dt_tag: string | null;
  dt_ordinal: number | null;
  position: number | null;
}
const byId = statement(
  'report.byId',
  `select b.*, t.id as territory_id, s.ruleset_id, s.commitment, s.beacon_public_key, s.beacon_genesis, s.beacon_period_ms,
     r.signature as round_signature, r.given_up_at is not null as round_given_up, ua.username as attacker_name, ud.username as defender_name,
     ta.id as at_id, ta.name as at_name, ta.tag as at_tag, ta.ordinal as at_ordinal,
     td.id as dt_id, td.name as dt_name, td.tag as dt_tag, td.ordinal as dt_ordinal,
     case when b.status = 'queued' then (select count(*)::int from battles q where q.season_id = b.season_id
       and (q.territory_no = b.territory_no or q.raid_queue = b.raid_queue) and q.status = 'queued' and q.order_no <= b.order_no) end as position
   from battles b join seasons s on s.id = b.season_id
   left join beacon_rounds r on r.season_id = b.season_id and r.round = b.beacon_round
   left join territories t on t.season_id = b.season_id and t.territory_no = b.territory_no
   join users ua on ua.id = b.attacker_id left join users ud on ud.id = coalesce(b.defender_id, b.target_user_id)
   left join tribes ta on ta.id = b.attacker_tribe_id
   left join tribes td on td.id = case when b.status = 'queued' then t.owner_tribe_id else b.defender_tribe_id end
   where b.id = $1`,
);
const defendersOf = statement(
  'report.defenders',
  `select d.*, u.username from battle_defenders d join users u on u.id = d.user_id where d.battle_id = $1 order by d.place`,
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
    territory:
      row.territory_no === null || row.territory_id === null
        ? null
        : {
            id: row.territory_id,
            territoryId: row.territory_no,
            name: territoryInfo(row.territory_no).name,
            terrain: row.terrain,
          },
    raid:
      row.territory_no === null
        ? { target: row.camp_level === null ? 'village' : 'camp', campLevel: row.camp_level }
        : null,
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
      userId: row.defender_id ?? row.target_user_id,
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
            goldLooted: row.gold_looted,
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
      beacon: beaconOfBattle(row),
    },
    createdAt: iso(row.accepted_at),
    battleStartTime: row.decided_at === null ? null : iso(row.accepted_at),
    battleEndTime: row.decided_at === null ? null : iso(row.decided_at),
  };
}

function beaconOfBattle(row: ReportRow): BattleBeacon | null {
  const wait = waitOf(row, row.beacon_round);
  if (wait === null) return null;
  const { round_signature: signature } = row;
  return {
    ...wait,
    state: signature !== null ? 'came' : row.round_given_up ? 'missing' : 'waiting',
    signature: signature?.toString('hex') ?? null,
    randomness: signature === null ? null : Buffer.from(roundRandomness(signature)).toString('hex'),
  };
}

const iso = (ms: number): string => new Date(ms).toISOString();
