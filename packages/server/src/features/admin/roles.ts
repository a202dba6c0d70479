/** Who runs the game. Roles are rows; they are granted and revoked at the command line of the server only (`ct admin`). */
import { ADMIN_ROLES, type AdminRole } from '@cryptotribes/protocol/core/adminRoles';
import { AppError } from '@cryptotribes/protocol/core/errors';
import type { Person } from '@cryptotribes/protocol/features/admin';
import type { RouteData } from '@cryptotribes/protocol/routes';
import type { Context } from '../../context.ts';
import type { Db } from '../../platform/db.ts';
import { inTransaction, type Tx } from '../../platform/tx.ts';
import { walletBytes, walletText } from '../auth/wallet.ts';
import { findUserByWallet, getUsername } from '../users/queries.ts';
import { signInWallet } from '../users/service.ts';
import { CONSOLE, recordAct } from './audit.ts';
import { deleteRole, insertRole, listAdminRows, listRoles } from './queries.ts';

type Desk = Pick<Context, 'clock' | 'newId' | 'pool' | 'publisher'>;

/** An administrator who does something, in the role that allows it. */
export interface ActingAdmin {
  readonly kind: 'admin';
  readonly userId: string;
  readonly role: AdminRole;
}

export const rolesOf = (db: Db, userId: string): Promise<AdminRole[]> => listRoles(db, userId);

/** The caller as an administrator, in the first of these roles that is held. NOT_FOUND for everybody else, FORBIDDEN for other administrators. */
export async function actingAdmin(
  db: Db,
  userId: string,
  allowed: readonly AdminRole[] = ADMIN_ROLES,
): Promise<ActingAdmin> {
  const held = await listRoles(db, userId);
  if (held.length === 0) throw new AppError('NOT_FOUND');
  const role = allowed.find((one) => held.includes(one));
  if (role === undefined) throw new AppError('FORBIDDEN', { needs: allowed.join(' or ') });
  return { kind: 'admin', userId, role };
}

export const personOf = (row: { user_id: string; username: string | null; wallet: Buffer }): Person => ({
  userId: row.user_id,
  username: row.username,
  walletAddress: walletText(row.wallet),
});

export async function showMyRoles(db: Db, userId: string): Promise<RouteData<'admin.me'>> {
  return { userId, username: await getUsername(db, userId), roles: await listRoles(db, userId) };
}

export async function showAdmins(db: Db): Promise<RouteData<'admin.admins'>> {
  return {
    admins: (await listAdminRows(db)).map((row) => ({
      person: personOf(row),
      role: row.role,
      grantedAt: new Date(row.granted_at).toISOString(),
      lastActiveAt: new Date(row.last_active_at).toISOString(),
    })),
  };
}

/**
 * Gives a wallet a role; false when it holds it already. The wallet need not have signed in before: whoever controls it becomes an
 * administrator by signing in with it.
 */
export const grantRole = (desk: Desk, wallet: string, role: AdminRole): Promise<boolean> =>
  inTransaction(desk, async (tx) => {
    const userId = await signInWallet(desk, tx, walletBytes(wallet));
    return changeRole(desk, tx, { userId, role, change: 'grant' });
  });

/** Takes a role from a wallet, from the next request on; false when it did not hold it. */
export const revokeRole = (desk: Desk, wallet: string, role: AdminRole): Promise<boolean> =>
  inTransaction(desk, async (tx) => {
    const userId = await findUserByWallet(tx, walletBytes(wallet));
    return userId !== null && changeRole(desk, tx, { userId, role, change: 'revoke' });
  });

async function changeRole(
  desk: Desk,
  tx: Tx,
  { userId, role, change }: { userId: string; role: AdminRole; change: 'grant' | 'revoke' },
): Promise<boolean> {
  const before = await listRoles(tx, userId);
  const nowMs = desk.clock.nowMs();
  const changed = change === 'grant' ? await insertRole(tx, userId, role, nowMs) : await deleteRole(tx, userId, role);
  if (!changed) return false;
  await recordAct(tx, nowMs, {
    by: CONSOLE,
    action: `admin.${change}`,
    target: { kind: 'user', id: userId },
    before: { roles: before },
    after: { roles: await listRoles(tx, userId) },
    details: { role },
  });
  return true;
}
