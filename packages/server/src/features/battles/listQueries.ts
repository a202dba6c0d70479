import type { Army } from '@cryptotribes/rules/core/units';
import { type Db, many, one, statement, timestampOrNull } from '../../platform/db.ts';
import type { BattleStatus, StoredReport } from './queries.ts';

export interface BattleFilter {
  /** A player's own battles, or those of a tribe. */
  of: { userId: string } | { tribeId: string };
  role: 'attacker' | 'defender' | null;
  type: 'pvp' | 'pve_npc' | 'pve_raid' | null;
  result: 'victory' | 'defeat' | 'pending' | 'reinforced' | 'void' | null;
  territoryNo: number | null;
  onlyRaids: boolean;
  /** Only reports that the reader has not opened. */
  onlyUnread: boolean;
  /** Who reads the list: decides what is unread. */
  readerId: string;
  /** Null = no search; `pattern` for the names of opponents, `territoryNos` for the places that match. */
  search: { pattern: string; territoryNos: readonly number[] } | null;
}
/** A battle's place in a list: newest first. */
export interface ListPlace {
  acceptedMs: number;
  id: string;
}
export interface ListRow {
  id: string;
  battle_type: 'pvp' | 'pve_npc' | 'pve_raid';
  status: BattleStatus;
  role: 'attacker' | 'defender';
  winner: 'attacker' | 'defender' | null;
  territory_no: number | null;
  camp_level: number | null;
  gold_looted: number;
  accepted_at: number;
  decided_at: number | null;
  vp: number;
  /** What a defender lost of the own units; null where the whole side counts. */
  my_losses: Army | null;
  unread: boolean;
  /** The round that a queued battle waits for, and the beacon of its season. */
  beacon_round: number | null;
  beacon_public_key: Buffer | null;
  beacon_genesis: number | null;
  beacon_period_ms: number | null;
  report: StoredReport | null;
  opponent_name: string | null;
  ot_id: string | null;
  ot_name: string | null;
  ot_tag: string | null;
  ot_ordinal: number | null;
}

const opponents = {
  attacker: { user: 'coalesce(b.defender_id, b.target_user_id)', tribe: 'b.defender_tribe_id' },
  defender: { user: 'b.attacker_id', tribe: 'b.attacker_tribe_id' },
};
const unread = `b.status <> 'queued' and not exists (select 1 from battle_reads r where r.user_id = $8 and r.battle_id = b.id)`;
/** Place, opponent or the opponent's tribe carry the searched text in their name. */
const found = ({ user, tribe }: { user: string; tribe: string }): string =>
  `($9::text is null or b.territory_no = any($10::int[])
    or exists (select 1 from users su where su.id = ${user} and su.username ilike $9)
    or exists (select 1 from tribes st where st.id = ${tribe} and (st.name ilike $9 or st.tag ilike $9)))`;
// $1 season, $2 player or tribe, $3 role, $4 type, $5 result, $6 territory, $7 only unread, $8 reader, $9 search, $10 places found, $11 only raids.
const passes = (role: 'attacker' | 'defender'): string =>
  `(not $7 or ${unread}) and (not $11 or b.territory_no is null) and ${found(opponents[role])} and ($3::text is null or $3 = '${role}') and ($4::text is null or b.battle_type = $4) and ($6::int is null or b.territory_no = $6)
   and ($5::text is null or $5 = case b.status when 'queued' then 'pending'
     when 'completed' then case b.winner when '${role}' then 'victory' else 'defeat' end else b.status end)`;
const sides = {
  player: {
    attacker: `from battles b where b.season_id = $1 and b.attacker_id = $2 and ${passes('attacker')}`,
    defender: `from battle_defenders d join battles b on b.id = d.battle_id where d.season_id = $1 and d.user_id = $2 and ${passes('defender')}`,
    vp: 'd.vp',
    losses: `jsonb_build_object('militia', d.lost_militia, 'spearman', d.lost_spearman, 'archer', d.lost_archer, 'cavalry', d.lost_cavalry)`,
    defended: { at: 'd.accepted_at', id: 'd.battle_id' },
  },
  tribe: {
    attacker: `from battles b where b.season_id = $1 and b.attacker_tribe_id = $2 and ${passes('attacker')}`,
    // An order that was not fought was no attack on anybody.
    defender: `from battles b where b.season_id = $1 and b.defender_tribe_id = $2 and b.status = 'completed'
       and b.attacker_tribe_id is distinct from $2 and ${passes('defender')}`,
    vp: 'b.defender_vp',
    losses: 'null::jsonb',
    defended: { at: 'b.accepted_at', id: 'b.id' },
  },
};
type Whose = keyof typeof sides;

// $12 limit, $13 offset, $14 and $15 the place after which the page begins.
const list = (whose: Whose) => {
  const { attacker, defender, vp, losses, defended } = sides[whose];
  const behind = (at: string, id: string): string => `($14::timestamptz is null or (${at}, ${id}) < ($14, $15::text))
       order by ${at} desc, ${id} desc limit $12::int + $13::int`;
  return statement(
    `battles.list.${whose}`,
    `with mine as (
       (select b.id, b.accepted_at, 'attacker' as role, b.attacker_vp as vp, null::jsonb as my_losses ${attacker} and ${behind('b.accepted_at', 'b.id')})
       union all
       (select b.id, ${defended.at}, 'defender', ${vp}, ${losses} ${defender} and ${behind(defended.at, defended.id)})
       order by 2 desc, 1 desc limit $12 offset $13)
     select b.id, b.battle_type, b.status, mine.role, b.winner, b.territory_no, b.camp_level, b.gold_looted, b.accepted_at, b.decided_at, mine.vp,
       mine.my_losses, ${unread} as unread, b.report, case when b.status = 'queued' then b.beacon_round end as beacon_round,
       s.beacon_public_key, s.beacon_genesis, s.beacon_period_ms, u.username as opponent_name, t.id as ot_id, t.name as ot_name, t.tag as ot_tag, t.ordinal as ot_ordinal
     -- The limit says that a page is small: else a plan is made for a tenth of all battles.
     from (select * from mine limit 1000) mine join battles b on b.id = mine.id join seasons s on s.id = b.season_id
     left join users u on u.id = case mine.role when 'attacker' then coalesce(b.defender_id, b.target_user_id) else b.attacker_id end
     left join tribes t on t.id = case mine.role when 'attacker' then b.defender_tribe_id else b.attacker_tribe_id end
     order by mine.accepted_at desc, mine.id desc`,
  );
};
const count = (whose: Whose) =>
  statement(
    `battles.count.${whose}`,
    `select (select count(*) ${sides[whose].attacker}) + (select count(*) ${sides[whose].defender}) as n`,
  );
const lists = { player: list('player'), tribe: list('tribe') };
const counts = { player: count('player'), tribe: count('tribe') };

const whoseOf = (filter: BattleFilter): Whose => ('userId' in filter.of ? 'player' : 'tribe');
const given = (seasonId: string, filter: BattleFilter): unknown[] => [
  seasonId,
  'userId' in filter.of ? filter.of.userId : filter.of.tribeId,
  filter.role,
  filter.type,
  filter.result,
  filter.territoryNo,
  filter.onlyUnread,
  filter.readerId,
  filter.search?.pattern ?? null,
  filter.search?.territoryNos ?? [],
  filter.onlyRaids,
];

/** Battles of a season, newest first, after a place (null = from the newest). */
export const listBattles = (
  db: Db,
  seasonId: string,
  filter: BattleFilter,
  page: { limit: number; offset: number; after: ListPlace | null },
): Promise<ListRow[]> =>
  many(db, lists[whoseOf(filter)], [
    ...given(seasonId, filter),
    page.limit,
    page.offset,
    timestampOrNull(page.after?.acceptedMs ?? null),
    page.after?.id ?? null,
  ]);

export async function countBattles(db: Db, seasonId: string, filter: BattleFilter): Promise<number> {
  return (await one<{ n: number }>(db, counts[whoseOf(filter)], given(seasonId, filter))).n;
}
