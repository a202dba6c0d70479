/**
 * Who is connected, across all processes: each writes down the players that have sockets of its own and renews that while they last.
 * A process that dies is forgotten after 50 seconds. Nothing in the game depends on it.
 */
import type { PresenceMessage } from '@cryptotribes/protocol/features/events';
import type { Context } from '../../context.ts';
import { type Db, many, run, statement, timestamp, transaction } from '../../platform/db.ts';
import { type Loop, startLoop } from '../../platform/loop.ts';
import { writeActivity } from '../users/activity.ts';
import type { ConnectionCounts } from './sockets.ts';

const RENEW_MS = 20_000;
const LASTS_MS = 50_000;

const renew = statement(
  'presence.renew',
  `insert into user_presence (user_id, process_id, online_until) select u, $2, $3 from unnest($1::text[]) as x(u) order by u
   on conflict (user_id, process_id) do update set online_until = excluded.online_until`,
);
const forget = statement('presence.forget', 'delete from user_presence where process_id = $2 and user_id = any($1)');
const seen = statement(
  'presence.seen',
  'update users set last_active_at = greatest(last_active_at, $2) where id in (select id from users where id = any($1) order by id for no key update)',
);
// Left behind by processes that died: their players were there until the last renewal.
const sweep = statement(
  'presence.sweep',
  `with gone as (delete from user_presence where online_until < $1 returning user_id, online_until)
   update users u set last_active_at = greatest(u.last_active_at, g.last - interval '50 s')
   from (select user_id, max(online_until) as last from gone group by user_id) g where g.user_id = u.id`,
);
const online = statement(
  'presence.online',
  'select distinct user_id from user_presence where user_id = any($1) and online_until > $2',
);

export const PRESENCE_CHANNEL = 'ct_presence';
// Told to the fellow members of the player's tribe in the season that is the player's at the moment. Only a message: nobody misses
// anything without it. Who is connected at another process has not gone.
const notify = statement(
  'presence.notify',
  `select pg_notify('${PRESENCE_CHANNEL}', json_build_object('to', mates.ids, 'message', json_build_object('userId', p.id, 'online',
     exists (select 1 from user_presence x where x.user_id = p.id and x.online_until > $2),
     'at', to_char($2::timestamptz, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))::text)
   from unnest($1::text[]) as p(id)
   join tribe_seats own on own.user_id = p.id and own.season_id = current_season(p.id)
   cross join lateral (select json_agg(s.user_id) as ids from tribe_seats s where s.tribe_id = own.tribe_id and s.user_id <> p.id) mates
   where mates.ids is not null`,
);

/** What PRESENCE_CHANNEL carries. */
export interface PresenceNotice {
  /** Players to tell. */
  to: string[];
  message: PresenceMessage;
}

/** Which of these players have a socket open, at whichever process. */
export async function listOnline(db: Db, userIds: string[], nowMs: number): Promise<Set<string>> {
  const rows = await many<{ user_id: string }>(db, online, [userIds, timestamp(nowMs)]);
  return new Set(rows.map((row) => row.user_id));
}

/** Keeps the book for this process until it is stopped; then its players are signed out. */
export function startPresence(
  ctx: Pick<Context, 'pool' | 'clock' | 'log' | 'newId' | 'activity'>,
  counts: ConnectionCounts,
): Loop {
  const processId = ctx.newId();
  // The machine's time, not the game's: the loop is woken by it.
  let renewedAt = Number.NEGATIVE_INFINITY;

  async function write(came: string[], went: string[]): Promise<void> {
    const nowMs = ctx.clock.nowMs();
    await transaction(ctx.pool, async (client) => {
      if (came.length > 0) await run(client, renew, [came, processId, timestamp(nowMs + LASTS_MS)]);
      if (went.length > 0) await run(client, forget, [went, processId]);
      const changed = [...came, ...went].sort();
      if (changed.length === 0) return;
      await run(client, seen, [changed, timestamp(nowMs)]);
      await run(client, notify, [changed, timestamp(nowMs)]);
    });
  }
  async function round(): Promise<boolean> {
    const changed = counts.takeChanged();
    const came = changed.filter((userId) => counts.isOnline(userId));
    const went = changed.filter((userId) => !counts.isOnline(userId));
    if (changed.length > 0) await write(came, went);
    if (performance.now() - renewedAt >= RENEW_MS) {
      renewedAt = performance.now();
      const nowMs = ctx.clock.nowMs();
      const all = counts.onlineIds();
      if (all.length > 0) await run(ctx.pool, renew, [all, processId, timestamp(nowMs + LASTS_MS)]);
      await run(ctx.pool, sweep, [timestamp(nowMs)]);
      for (const userId of all) ctx.activity.note(userId, nowMs);
      await writeActivity(ctx.pool, ctx.activity.take(nowMs));
    }
    return false;
  }
  const loop = startLoop({ name: 'presence', log: ctx.log, bell: counts.bell, idleMs: RENEW_MS, round });
  return {
    stop: async () => {
      await loop.stop();
      const left = [...new Set([...counts.takeChanged(), ...counts.onlineIds()])];
      if (left.length > 0)
        await write([], left).catch((error: unknown) => ctx.log.warn({ err: error }, 'presence was not written'));
      await writeActivity(ctx.pool, ctx.activity.take(ctx.clock.nowMs())).catch((error: unknown) =>
        ctx.log.warn({ err: error }, 'activity was not written'),
      );
    },
  };
}
