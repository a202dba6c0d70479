import type { SettingsPatch } from '@cryptotribes/protocol/features/settings';
import { type Db, maybeOne, run, statement, timestamp } from '../../platform/db.ts';

const read = statement('settings.read', 'select chosen from user_settings where user_id = $1');
/** What the player changed; null = nothing. */
export async function readChosen(db: Db, userId: string): Promise<SettingsPatch | null> {
  return (await maybeOne<{ chosen: SettingsPatch }>(db, read, [userId]))?.chosen ?? null;
}

const make = statement(
  'settings.make',
  `insert into user_settings (user_id, chosen, updated_at) values ($1, '{}', $2) on conflict do nothing`,
);
// Two changes at once are both kept: the second one sees the first.
const lock = statement('settings.lock', 'select chosen from user_settings where user_id = $1 for update');
const write = statement('settings.write', 'update user_settings set chosen = $2, updated_at = $3 where user_id = $1');

export async function lockChosen(db: Db, userId: string, nowMs: number): Promise<SettingsPatch> {
  await run(db, make, [userId, timestamp(nowMs)]);
  return (await maybeOne<{ chosen: SettingsPatch }>(db, lock, [userId]))?.chosen ?? {};
}
export const writeChosen = (db: Db, userId: string, chosen: SettingsPatch, nowMs: number): Promise<number> =>
  run(db, write, [userId, JSON.stringify(chosen), timestamp(nowMs)]);
