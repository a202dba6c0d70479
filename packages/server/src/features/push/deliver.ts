/**
 * Sends messages for published news to devices of players who have no page open, if they want them. Follows the news behind them: a slow or
 * dead push service never keeps the game or its news waiting. Each news is tried once.
 */

import { PUSHED_EVENTS, type PushedEvent } from '@cryptotribes/protocol/core/notices';
import type { EventData } from '@cryptotribes/protocol/features/events';
import type { PushMessage } from '@cryptotribes/protocol/features/push';
import { MINUTE_MS } from '@cryptotribes/rules/core/time';
import type { Context } from '../../context.ts';
import { transaction } from '../../platform/db.ts';
import { type Loop, startLoop } from '../../platform/loop.ts';
import { listOnline } from '../news/presence.ts';
import { settingsFrom } from '../settings/service.ts';
import { writeMessage } from './messages.ts';
import {
  type DeviceRow,
  forgetDevice,
  hasDevices,
  hasNewNews,
  listDevices,
  listEntrantsWithDevices,
  type NewsRow,
  noteFailure,
  noteSuccess,
  takeNews,
} from './queries.ts';
import { createWebPushSender, type PushSender } from './sender.ts';

type Sending = Pick<Context, 'pool' | 'clock' | 'log'>;
const BATCH = 200;
const AT_ONCE = 8;
/** After an outage nobody wants to hear of an attack of yesterday. */
const STALE_MS = 10 * MINUTE_MS;

/** One round; true when there may be more. */
export async function deliverPushes(ctx: Sending, sender: PushSender): Promise<boolean> {
  if (!(await hasNewNews(ctx.pool))) return false;
  const nowMs = ctx.clock.nowMs();
  const news = await transaction(ctx.pool, (tx) => takeNews(tx, PUSHED_EVENTS, nowMs - STALE_MS, BATCH));
  if (news === null) return false;
  if (news.length > 0 && (await hasDevices(ctx.pool))) for (const item of news) await deliver(ctx, sender, item, nowMs);
  return news.length === BATCH;
}

async function deliver(ctx: Sending, sender: PushSender, news: NewsRow, nowMs: number): Promise<void> {
  const type = news.type as PushedEvent;
  const [kind, id = ''] = news.recipient.split(':');
  const players = kind === 'season' ? await listEntrantsWithDevices(ctx.pool, id) : [id];
  const wanted = (await listDevices(ctx.pool, players)).filter(
    (device) => settingsFrom(device.chosen ?? {}).notices[type].push,
  );
  if (wanted.length === 0) return;
  const online = await listOnline(ctx.pool, [...new Set(wanted.map((device) => device.user_id))], nowMs);
  const write = (device: DeviceRow) =>
    writeMessage(type, news.data as EventData<PushedEvent> as never, settingsFrom(device.chosen ?? {}).language);
  const waiting = wanted.filter((device) => !online.has(device.user_id));
  const sendNext = async (): Promise<void> => {
    for (let device = waiting.shift(); device !== undefined; device = waiting.shift())
      await sendTo(ctx, sender, device, write(device));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, sendNext));
}

async function sendTo(ctx: Sending, sender: PushSender, device: DeviceRow, message: PushMessage): Promise<void> {
  // The address is a secret of the device: it is not logged.
  const sent = await sender.send(device, message).catch((error: unknown) => {
    ctx.log.debug({ err: error }, 'a device could not be reached');
    return 'failed' as const;
  });
  if (sent === 'gone') await forgetDevice(ctx.pool, device.endpoint);
  else if (sent === 'failed') await noteFailure(ctx.pool, device.endpoint);
  else await noteSuccess(ctx.pool, device.endpoint);
}

/** Keeps sending until it is stopped. Without the package that encrypts there are no messages, and everything else goes on. */
export function startPushes(ctx: Pick<Context, 'pool' | 'clock' | 'log' | 'config' | 'vapid'>): Loop {
  let sender: PushSender | null | undefined;
  const loop = startLoop({
    name: 'messages to devices',
    log: ctx.log,
    idleMs: 1_000,
    round: async () => {
      if (sender === undefined) {
        sender = await createWebPushSender(ctx.config, ctx.vapid).catch((error: unknown) => {
          ctx.log.warn({ err: error }, 'messages to devices are off');
          return null;
        });
      }
      return sender === null ? false : deliverPushes(ctx, sender);
    },
  });
  return {
    stop: async () => {
      await loop.stop();
      sender?.close();
    },
  };
}
