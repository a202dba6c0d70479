/**
 * Everything the own record shows, in one question: it is asked for more often than anything else, and a dozen small questions cost ten times
 * what their rows do. All of it is seen at one moment.
 */
import type { AdminRole } from '@cryptotribes/protocol/core/adminRoles';
import type { FirstStep } from '@cryptotribes/protocol/core/firstSteps';
import type { Me } from '@cryptotribes/protocol/features/villages';
import type { Army } from '@cryptotribes/rules/core/units';
import type pg from 'pg';
import { columnsOf, type Db, keyedStatement, one } from '../../platform/db.ts';
import { unreadIn } from '../council/queries.ts';
import type { FirstStepsRow } from '../onboarding/queries.ts';
import type { SeasonRow } from '../seasons/queries.ts';
import { type BatchRow, type ReturningRow, toVillage, VILLAGE_COLUMNS, type VillageRow } from './queries.ts';
import type { Village } from './village.ts';

/** What the own record is made of. Times in milliseconds. */
export interface OwnRecord {
  wallet: Buffer;
  username: string | null;
  roles: AdminRole[];
  /** Null before the first season. */
  season: OwnSeason | null;
  /** Null before the season was entered; then all that follows is empty. */
  village: Village | null;
  tribe: Me['tribe'];
  unread: number;
  garrisons: (Army & { territory_no: number })[];
  marches: March[];
  firstSteps: FirstStepsRow;
}
export type OwnSeason = Pick<SeasonRow, 'id' | 'ruleset_id' | 'speed' | 'season_start' | 'season_end'>;
export interface March extends Army {
  id: string;
  territory_no: number | null;
  camp_level: number | null;
  target_user_id: string | null;
  accepted_ms: number;
  position: number;
}

const villageColumns = VILLAGE_COLUMNS.split(/,\s*/);
const ms = (column: string): string => `(extract(epoch from ${column}) * 1000)::bigint`;
const rows = (query: string): string => `(select coalesce(json_agg(x), '[]') from (${query}) x)`;

const ownRecord = keyedStatement(
  'me.record',
  ['text'],
  `select u.wallet, u.username, s.id as season_id, s.ruleset_id, s.speed, s.season_start, s.season_end, ${columnsOf('v', VILLAGE_COLUMNS, 'v_')},
     (select coalesce(json_agg(role order by role), '[]') from admins where user_id = u.id) as roles,
     t.id as tribe_id, t.name as tribe_name, t.tag as tribe_tag, t.ordinal as tribe_ordinal, seat.role as tribe_role,
     case when t.id is null then 0 else (${unreadIn('t.id', 'u.id')}) end as unread,
     ${rows(`select g.territory_no, g.militia, g.spearman, g.archer, g.cavalry from garrison_stacks g
       where g.season_id = v.season_id and g.user_id = u.id order by g.territory_no`)} as garrisons,
     ${rows(`select b.id, b.territory_no, b.camp_level, b.target_user_id, b.militia, b.spearman, b.archer, b.cavalry, ${ms('b.accepted_at')} as accepted_ms,
         (select count(*)::int from battles q where q.season_id = b.season_id and q.status = 'queued'
            and (q.territory_no = b.territory_no or q.raid_queue = b.raid_queue) and q.order_no <= b.order_no) as position
       from battles b where b.season_id = v.season_id and b.attacker_id = u.id and b.status = 'queued' order by b.accepted_at`)} as marches,
     case when v.next_due_at is null then '[]' else ${rows(`select a.id, a.unit_type, a.quantity, a.cost_gold, ${ms('a.start_at')} as start_at, ${ms('a.end_at')} as end_at
       from training_batches a where a.season_id = v.season_id and a.user_id = u.id and a.status = 'queued' order by a.end_at, a.start_at, a.id`)} end as batches,
     case when v.next_due_at is null then '[]' else ${rows(`select r.id, r.territory_no, r.militia, r.spearman, r.archer, r.cavalry, ${ms('r.arrives_at')} as arrives_at
       from returning_units r where r.season_id = v.season_id and r.user_id = u.id order by r.arrives_at, r.id`)} end as returning,
     coalesce(f.hidden, false) as hidden, coalesce(f.done, '{}') as done,
     exists (select 1 from tribe_requests where season_id = s.id and user_id = u.id) as has_asked
   from users u
   left join seasons s on s.id = current_season(u.id)
   left join villages v on v.season_id = s.id and v.user_id = u.id
   left join tribe_seats seat on seat.season_id = v.season_id and seat.user_id = u.id
   left join tribes t on t.id = seat.tribe_id
   left join first_steps f on f.season_id = v.season_id and f.user_id = u.id
   where u.id = $1`,
);

interface Row extends Omit<OwnSeason, 'id'>, pg.QueryResultRow {
  wallet: Buffer;
  username: string | null;
  roles: AdminRole[];
  season_id: string | null;
  v_user_id: string | null;
  tribe_id: string | null;
  tribe_name: string;
  tribe_tag: string;
  tribe_ordinal: number;
  tribe_role: NonNullable<Me['tribe']>['role'];
  unread: number;
  garrisons: (Army & { territory_no: number })[];
  marches: March[];
  batches: Omit<BatchRow, 'user_id'>[];
  returning: Omit<ReturningRow, 'user_id'>[];
  hidden: boolean;
  done: FirstStep[];
  has_asked: boolean;
}

export async function readOwnRecord(db: Db, userId: string): Promise<OwnRecord> {
  const row = await one<Row>(db, ownRecord, [userId]);
  const has = row.v_user_id !== null;
  return {
    wallet: row.wallet,
    username: row.username,
    roles: row.roles,
    season:
      row.season_id === null
        ? null
        : {
            id: row.season_id,
            ruleset_id: row.ruleset_id,
            speed: row.speed,
            season_start: row.season_start,
            season_end: row.season_end,
          },
    village: has ? toVillage(villageOf(row), row.batches, row.returning) : null,
    tribe:
      row.tribe_id === null
        ? null
        : {
            id: row.tribe_id,
            name: row.tribe_name,
            tag: row.tribe_tag,
            ordinal: row.tribe_ordinal,
            role: row.tribe_role,
          },
    unread: row.unread,
    garrisons: row.garrisons,
    marches: row.marches,
    firstSteps: { hidden: row.hidden, done: row.done, has_asked: row.has_asked },
  };
}

function villageOf(row: Row): VillageRow {
  const village: pg.QueryResultRow = {};
  for (const column of villageColumns) village[column] = row[`v_${column}`];
  return village as VillageRow;
}
