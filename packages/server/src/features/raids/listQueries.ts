import type { Army, Formation } from '@cryptotribes/rules/core/units';
import { type Db, many, statement, timestamp } from '../../platform/db.ts';

/** Where a page ends: the place of its last village in the player ranking. */
export interface Place {
  victoryPoints: number;
  vpReachedMs: number;
  userId: string;
}

export interface VillageListRow extends Army {
  user_id: string;
  username: string | null;
  victory_points: number;
  vp_reached_at: number;
  gold: number;
  home_formation: Formation;
  warehouse: number;
  workshop: number;
  created_at: number;
  has_raided_village: boolean;
  last_raided_at: number | null;
  tribe_id: string | null;
  tribe_name: string | null;
  tag: string | null;
  ordinal: number | null;
}

// The shield is that of shieldUntilMs() of the rules; a test compares the two.
const villages = statement(
  'raids.villages',
  `select v.user_id, u.username, v.victory_points, v.vp_reached_at, v.gold, v.militia, v.spearman, v.archer, v.cavalry, v.home_formation,
     v.warehouse_level + coalesce(v.warehouse_upgrade_end <= $9, false)::int as warehouse,
     v.workshop_level + coalesce(v.workshop_upgrade_end <= $9, false)::int as workshop,
     v.created_at, v.has_raided_village, v.last_raided_at, t.id as tribe_id, t.name as tribe_name, t.tag, t.ordinal
   from villages v join users u on u.id = v.user_id
   left join tribe_seats s on s.season_id = v.season_id and s.user_id = v.user_id left join tribes t on t.id = s.tribe_id
   where v.season_id = $1 and v.user_id <> $2 and ($3::text is null or s.tribe_id is distinct from $3)
     and ($4::bigint is null or (v.victory_points <= $4 and (v.victory_points < $4 or (v.vp_reached_at, v.user_id) > ($5::timestamptz, $6::text))))
     and (not $7::boolean or greatest(
       case when v.has_raided_village then '-infinity' else greatest(v.created_at, $8) + $10 * interval '1 ms' end,
       v.last_raided_at + $11 * interval '1 ms') <= $9)
   order by v.victory_points desc, v.vp_reached_at, v.user_id limit $12`,
);
export interface VillageListing {
  seasonId: string;
  userId: string;
  /** Villages of this tribe are left out; null = none are. */
  tribeId: string | null;
  after: Place | null;
  openOnly: boolean;
  seasonStartMs: number;
  nowMs: number;
  newVillageShieldMs: number;
  raidedShieldMs: number;
  limit: number;
}
/** Villages that are not of one's own tribe, in the order of the player ranking. */
export const listVillages = (db: Db, listing: VillageListing): Promise<VillageListRow[]> =>
  many(db, villages, [
    listing.seasonId,
    listing.userId,
    listing.tribeId,
    listing.after?.victoryPoints ?? null,
    listing.after === null ? null : timestamp(listing.after.vpReachedMs),
    listing.after?.userId ?? null,
    listing.openOnly,
    timestamp(listing.seasonStartMs),
    timestamp(listing.nowMs),
    listing.newVillageShieldMs,
    listing.raidedShieldMs,
    listing.limit,
  ]);
