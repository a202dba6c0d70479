import { type Db, maybeOne, statement } from '../../platform/db.ts';

const byId = statement('tribes.username', 'select username from users where id = $1');
/** A player's display name; null when none was chosen. */
export async function getUsername(db: Db, userId: string): Promise<string | null> {
  return (await maybeOne<{ username: string | null }>(db, byId, [userId]))?.username ?? null;
}
