/** What earlier battles mean for the next one: siege fatigue, repeated opponents, capture bonus (GAME_DESIGN 3). Also recent battles of a territory. */
import type { TerritoryDetail } from '@cryptotribes/protocol/features/territories';
import { siegeFatigueBp } from '@cryptotribes/rules/battles/siege';
import { gameToRealMs } from '@cryptotribes/rules/core/time';
import type { Ruleset } from '@cryptotribes/rules/rulesets/ruleset';
import { type Db, many, one, statement, timestamp } from '../../platform/db.ts';
import type { SeasonRow } from '../seasons/queries.ts';

type Pace = Pick<SeasonRow, 'id' | 'speed'>;

const failed = statement(
  'history.failedAttacks',
  `select decided_at, attacker_power, defender_power from battles
   where season_id = $1 and territory_no = $2 and status = 'completed' and decided_at > $4 and attacker_tribe_id = $3
     and winner = 'defender' and defender_tribe_id is not null`,
);
const lastCapture = statement(
  'history.lastCapture',
  'select max(decided_at) as at from battles where season_id = $1 and territory_no = $2 and captured',
);
/** Basis points by which a tribe's failed attacks lower the defence now; 0 for wild garrisons. */
export async function siegeFatigueOf(
  db: Db,
  season: Pace,
  rules: Ruleset,
  territory: { territory_no: number; owner_tribe_id: string | null },
  tribeId: string,
  nowMs: number,
): Promise<number> {
  if (territory.owner_tribe_id === null) return 0;
  const since = timestamp(nowMs - gameToRealMs(rules.territory.siege.windowGameMs, season.speed) - 1);
  const rows = await many<{ decided_at: number; attacker_power: number; defender_power: number }>(db, failed, [
    season.id,
    territory.territory_no,
    tribeId,
    since,
  ]);
  if (rows.length === 0) return 0;
  const { at } = await one<{ at: number | null }>(db, lastCapture, [season.id, territory.territory_no]);
  const attacks = rows.map((row) => ({
    atMs: row.decided_at,
    attackerPower: row.attacker_power,
    defenderPower: row.defender_power,
  }));
  return siegeFatigueBp(attacks, nowMs, season.speed, at, rules);
}

const repeats = statement(
  'history.repeats',
  `select count(*)::int as n from battles where season_id = $1 and attacker_id = $2 and defender_tribe_id = $3 and status = 'completed'
     and decided_at > $4 and territory_no is not null`,
);
/** How many battles over territories this attacker had against this tribe within 24 hours. */
export async function repeatIndexOf(
  db: Db,
  season: Pace,
  rules: Ruleset,
  attackerId: string,
  defenderTribeId: string,
  nowMs: number,
): Promise<number> {
  const since = timestamp(nowMs - gameToRealMs(rules.victoryPoints.repeatWindowGameMs, season.speed));
  return (await one<{ n: number }>(db, repeats, [season.id, attackerId, defenderTribeId, since])).n;
}

const bonuses = statement(
  'history.captureBonus',
  `select exists (select 1 from battles where season_id = $1 and territory_no = $2 and captured and attacker_tribe_id = $3 and capture_bonus
     and decided_at > $4) as had`,
);
/** Whether a capture now would earn the territory's hourly points on top: once per tribe and territory in 24 hours. */
export async function captureBonusEligible(
  db: Db,
  season: Pace,
  rules: Ruleset,
  territoryNo: number,
  tribeId: string,
  nowMs: number,
): Promise<boolean> {
  const since = timestamp(nowMs - gameToRealMs(rules.victoryPoints.captureBonusEveryGameMs, season.speed));
  return !(await one<{ had: boolean }>(db, bonuses, [season.id, territoryNo, tribeId, since])).had;
}

const recent = statement(
  'history.recent',
  `select b.id, b.captured, b.decided_at, t.name from battles b join tribes t on t.id = b.attacker_tribe_id
   where b.season_id = $1 and b.territory_no = $2 and b.status = 'completed' order by b.decided_at desc limit $3`,
);
export async function listRecentBattles(
  db: Db,
  seasonId: string,
  territoryNo: number,
  limit: number,
): Promise<TerritoryDetail['recentBattles']> {
  const rows = await many<{ id: string; captured: boolean; decided_at: number; name: string }>(db, recent, [
    seasonId,
    territoryNo,
    limit,
  ]);
  return rows.map((row) => ({
    battleId: row.id,
    result: row.captured ? 'captured' : 'defended',
    attacker: row.name,
    createdAt: new Date(row.decided_at).toISOString(),
  }));
}
