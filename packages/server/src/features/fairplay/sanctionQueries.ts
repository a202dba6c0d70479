import { type Db, maybeOne, run, statement, timestamp } from '../../platform/db.ts';

export type SanctionKind = 'restricted' | 'banned';
export interface Sanction {
  kind: SanctionKind;
  reason: string;
  since: number;
}

const read = statement('fairplay.sanction', 'select kind, reason, since from sanctions where user_id = $1');
/** Null = in good standing. */
export const getSanction = (db: Db, userId: string): Promise<Sanction | null> => maybeOne(db, read, [userId]);

// Signing in changes the player's row: a sign-in under way is over before, or sees the sanction.
const lockPlayer = statement('fairplay.lockPlayer', 'select id from users where id = $1 for no key update');
/** False when there is no such player. */
export const lockUser = async (db: Db, userId: string): Promise<boolean> =>
  (await maybeOne(db, lockPlayer, [userId])) !== null;

const put = statement(
  'fairplay.putSanction',
  `insert into sanctions (user_id, kind, reason, since, by_user) values ($1, $2, $3, $4, $5)
   on conflict (user_id) do update set kind = excluded.kind, reason = excluded.reason, since = excluded.since, by_user = excluded.by_user`,
);
export const putSanction = (
  db: Db,
  userId: string,
  sanction: { kind: SanctionKind; reason: string; byUserId: string },
  nowMs: number,
): Promise<number> => run(db, put, [userId, sanction.kind, sanction.reason, timestamp(nowMs), sanction.byUserId]);

const lift = statement('fairplay.liftSanction', 'delete from sanctions where user_id = $1');
export const deleteSanction = (db: Db, userId: string): Promise<number> => run(db, lift, [userId]);
