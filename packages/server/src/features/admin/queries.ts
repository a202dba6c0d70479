import type { AdminRole } from '@cryptotribes/protocol/core/adminRoles';
import { type Db, keyedStatement, many, run, statement, timestamp } from '../../platform/db.ts';

const rolesOf = keyedStatement('admin.roles', ['text'], 'select role from admins where user_id = $1 order by role');
/** The roles somebody holds; empty for everybody who runs nothing. */
export async function listRoles(db: Db, userId: string): Promise<AdminRole[]> {
  return (await many<{ role: AdminRole }>(db, rolesOf, [userId])).map((row) => row.role);
}

export interface AdminRow {
  user_id: string;
  username: string | null;
  wallet: Buffer;
  role: AdminRole;
  granted_at: number;
  last_active_at: number;
}
const all = statement(
  'admin.all',
  `select a.user_id, u.username, u.wallet, a.role, a.granted_at, u.last_active_at from admins a join users u on u.id = a.user_id
   order by a.granted_at, a.user_id, a.role`,
);
export const listAdminRows = (db: Db): Promise<AdminRow[]> => many(db, all);

// Orders of one person that count together wait for each other.
const lockRows = statement('admin.lock', 'select role from admins where user_id = $1 order by role for update');
export const lockAdmin = (db: Db, userId: string): Promise<number> => run(db, lockRows, [userId]);

const grant = statement(
  'admin.grant',
  'insert into admins (user_id, role, granted_at) values ($1, $2, $3) on conflict do nothing',
);
/** False when the role was held already. */
export async function insertRole(db: Db, userId: string, role: AdminRole, nowMs: number): Promise<boolean> {
  return (await run(db, grant, [userId, role, timestamp(nowMs)])) === 1;
}

const revoke = statement('admin.revoke', 'delete from admins where user_id = $1 and role = $2');
/** False when the role was not held. */
export const deleteRole = async (db: Db, userId: string, role: AdminRole): Promise<boolean> =>
  (await run(db, revoke, [userId, role])) === 1;
