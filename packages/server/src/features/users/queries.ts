import type { Formation } from '@cryptotribes/rules/core/units';
import { type Db, keyedStatement, maybeOne, one, run, statement, timestamp } from '../../platform/db.ts';

const upsertWallet = statement(
  'users.upsertWallet',
  `insert into users (id, wallet, created_at, last_active_at) values ($1, $2, $3, $3)
   on conflict (wallet) do update set last_active_at = greatest(users.last_active_at, excluded.last_active_at)
   returning id`,
);
/** The id of the wallet's player, who is made with `newId` when there is none. */
export async function upsertUser(db: Db, newId: string, wallet: Buffer, nowMs: number): Promise<string> {
  return (await one<{ id: string }>(db, upsertWallet, [newId, wallet, timestamp(nowMs)])).id;
}

const walletOwner = statement('users.byWallet', 'select id from users where wallet = $1');
/** The id of the wallet's player; null when nobody has signed in with it. */
export async function findUserByWallet(db: Db, wallet: Buffer): Promise<string | null> {
  return (await maybeOne<{ id: string }>(db, walletOwner, [wallet]))?.id ?? null;
}

/** Figures are null without a village in a season that is open. */
export interface SignedInRow {
  id: string;
  wallet: Buffer;
  username: string | null;
  ruleset_id: string | null;
  gold: number | null;
  victory_points: number | null;
  tribe_id: string | null;
}
const signedIn = keyedStatement(
  'users.signedIn',
  ['text'],
  `select u.id, u.wallet, u.username, s.ruleset_id, v.gold, v.victory_points, t.tribe_id
   from users u
   left join seasons s on s.id = current_season(u.id) and s.status in ('active', 'registration')
   left join villages v on v.season_id = s.id and v.user_id = u.id
   left join tribe_seats t on t.season_id = s.id and t.user_id = u.id
   where u.id = $1`,
);
export const readSignedIn = (db: Db, userId: string): Promise<SignedInRow> => one(db, signedIn, [userId]);

export interface ProfileRow {
  id: string;
  username: string | null;
  victory_points: number | null;
  /** The season that the rest is of; null between seasons. */
  season_id: string | null;
  /** When the points were reached; null without a village. */
  vp_reached_at: number | null;
  tribe_id: string | null;
  tribe_name: string | null;
  tribe_tag: string | null;
  tribe_ordinal: number | null;
}
const profile = statement(
  'users.profile',
  `select u.id, u.username, t.id as tribe_id, t.name as tribe_name, t.tag as tribe_tag, t.ordinal as tribe_ordinal, s.id as season_id, v.victory_points, v.vp_reached_at
   from users u
   left join seasons s on s.id = current_season(u.id)
   left join villages v on v.user_id = u.id and v.season_id = s.id
   left join tribe_seats seat on seat.user_id = u.id and seat.season_id = s.id
   left join tribes t on t.id = seat.tribe_id
   where u.id = $1`,
);
/** What everybody may see of a player in the current season; null = no such player. */
export const getProfileRow = (db: Db, userId: string): Promise<ProfileRow | null> => maybeOne(db, profile, [userId]);

const names = statement('users.name', 'select username from users where id = $1');
export const getUsername = async (db: Db, userId: string): Promise<string | null> =>
  (await one<{ username: string | null }>(db, names, [userId])).username;

const rename = statement('users.rename', 'update users set username = $2, username_skeleton = $3 where id = $1');
/** Fails on users_username_skeleton_key when somebody else's name looks the same. */
export const setUsername = (db: Db, userId: string, name: string | null, skeleton: string | null): Promise<number> =>
  run(db, rename, [userId, name, skeleton]);

const formation = statement(
  'users.homeFormation',
  'select home_formation from villages where user_id = $1 and season_id = current_season($1)',
);
/** Null without a village in the current season. */
export async function getHomeFormation(db: Db, userId: string): Promise<Formation | null> {
  return (await maybeOne<{ home_formation: Formation }>(db, formation, [userId]))?.home_formation ?? null;
}

const setFormation = statement(
  'users.setHomeFormation',
  'update villages set home_formation = $3 where season_id = $1 and user_id = $2',
);
/** False without a village in the season. */
export async function setHomeFormation(db: Db, seasonId: string, userId: string, to: Formation): Promise<boolean> {
  return (await run(db, setFormation, [seasonId, userId, to])) === 1;
}
