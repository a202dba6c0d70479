import type { SettingsPatch } from '@cryptotribes/protocol/features/settings';
import { type Db, many, maybeOne, one, run, statement, timestamp } from '../../platform/db.ts';
import type { PublishedNews } from '../news/queries.ts';
import type { Device } from './sender.ts';

const MOST_DEVICES = 10;
/** So many failures in a row, and the device is forgotten. */
const MOST_FAILURES = 20;

const save = statement(
  'push.save',
  `insert into push_subscriptions (endpoint, user_id, p256dh, auth, created_at) values ($1, $2, $3, $4, $5)
   on conflict (endpoint) do update set user_id = excluded.user_id, p256dh = excluded.p256dh, auth = excluded.auth,
     created_at = excluded.created_at, failures = 0`,
);
const dropOldest = statement(
  'push.dropOldest',
  `delete from push_subscriptions where endpoint in (
     select endpoint from push_subscriptions where user_id = $1 order by created_at desc, endpoint desc offset $2)`,
);
/** Remembers a device; the oldest of too many is forgotten. */
export async function saveDevice(db: Db, userId: string, device: Device, nowMs: number): Promise<void> {
  await run(db, save, [device.endpoint, userId, device.p256dh, device.auth, timestamp(nowMs)]);
  await run(db, dropOldest, [userId, MOST_DEVICES]);
}
const remove = statement('push.remove', 'delete from push_subscriptions where endpoint = $1 and user_id = $2');
export const removeDevice = (db: Db, userId: string, endpoint: string): Promise<number> =>
  run(db, remove, [endpoint, userId]);
const countOf = statement('push.count', 'select count(*)::int as n from push_subscriptions where user_id = $1');
export async function countDevices(db: Db, userId: string): Promise<number> {
  return (await one<{ n: number }>(db, countOf, [userId])).n;
}

const behind = statement(
  'push.behind',
  'select exists (select 1 from push_progress p, news_publisher n where p.last_pub < n.last_pub) as yes',
);
export async function hasNewNews(db: Db): Promise<boolean> {
  return (await one<{ yes: boolean }>(db, behind)).yes;
}
// Who holds the row sends; the others find nothing to do.
const lockProgress = statement('push.lockProgress', 'select last_pub from push_progress for update skip locked');
const published = statement('push.published', 'select last_pub from news_publisher');
const moveProgress = statement('push.moveProgress', 'update push_progress set last_pub = $1');
const newsBetween = statement(
  'push.news',
  // News of a tribe are for those who are still its members.
  `select pub, recipient, type, at, data from news n where pub > $1 and pub <= $2 and type = any($3) and at > $4
     and (n.tribe_id is null or exists (select 1 from tribe_seats s where s.tribe_id = n.tribe_id and 'user:' || s.user_id = n.recipient))
   order by pub limit $5`,
);

export type NewsRow = Pick<PublishedNews, 'pub' | 'recipient' | 'type' | 'at' | 'data'>;
/** Takes the next news of these types, once for all processes; null when another one is at it. Runs in a transaction. */
export async function takeNews(
  db: Db,
  types: readonly string[],
  newerThanMs: number,
  limit: number,
): Promise<NewsRow[] | null> {
  const progress = await maybeOne<{ last_pub: number }>(db, lockProgress);
  if (progress === null) return null;
  const { last_pub: last } = await one<{ last_pub: number }>(db, published);
  const rows = await many<NewsRow>(db, newsBetween, [progress.last_pub, last, types, timestamp(newerThanMs), limit]);
  await run(db, moveProgress, [rows.length === limit ? (rows.at(-1)?.pub ?? last) : last]);
  return rows;
}

const anyDevice = statement('push.anyDevice', 'select exists (select 1 from push_subscriptions) as yes');
export async function hasDevices(db: Db): Promise<boolean> {
  return (await one<{ yes: boolean }>(db, anyDevice)).yes;
}
const ofEntrants = statement(
  'push.entrants',
  'select distinct p.user_id from push_subscriptions p join entries e on e.user_id = p.user_id and e.season_id = $1',
);
/** Players of a season that have a device. */
export async function listEntrantsWithDevices(db: Db, seasonId: string): Promise<string[]> {
  return (await many<{ user_id: string }>(db, ofEntrants, [seasonId])).map((row) => row.user_id);
}
const devices = statement(
  'push.devices',
  `select p.user_id, p.endpoint, p.p256dh, p.auth, s.chosen from push_subscriptions p left join user_settings s on s.user_id = p.user_id
   where p.user_id = any($1) order by p.user_id, p.endpoint`,
);
export interface DeviceRow extends Device {
  user_id: string;
  chosen: SettingsPatch | null;
}
export const listDevices = (db: Db, userIds: string[]): Promise<DeviceRow[]> => many(db, devices, [userIds]);

const forget = statement('push.forget', 'delete from push_subscriptions where endpoint = $1');
const failed = statement(
  'push.failed',
  'update push_subscriptions set failures = failures + 1 where endpoint = $1 returning failures',
);
const worked = statement(
  'push.worked',
  'update push_subscriptions set failures = 0 where endpoint = $1 and failures > 0',
);
export const forgetDevice = (db: Db, endpoint: string): Promise<number> => run(db, forget, [endpoint]);
export const noteSuccess = (db: Db, endpoint: string): Promise<number> => run(db, worked, [endpoint]);
export async function noteFailure(db: Db, endpoint: string): Promise<void> {
  const row = await maybeOne<{ failures: number }>(db, failed, [endpoint]);
  if (row !== null && row.failures >= MOST_FAILURES) await forgetDevice(db, endpoint);
}
