/**
 * People who run the game. support: players (sessions, bans, flags); operator: seasons; treasurer: money (refunds, payouts).
 * One person may hold several roles.
 */
export const ADMIN_ROLES = ['support', 'operator', 'treasurer'] as const;
export type AdminRole = (typeof ADMIN_ROLES)[number];
