import { AppError } from '@cryptotribes/protocol/core/errors';
import type { RouteData } from '@cryptotribes/protocol/routes';
import type { Context } from '../../context.ts';
import { command, query, signedIn } from '../../http/handler.ts';
import type { Db } from '../../platform/db.ts';
import { isPublicEndpoint } from './hosts.ts';
import { countDevices, removeDevice, saveDevice } from './queries.ts';

const show = async (ctx: Context, db: Db, userId: string): Promise<RouteData<'push.get'>> => ({
  publicKey: ctx.vapid.publicKey,
  devices: await countDevices(db, userId),
});

export const pushHandlers = {
  'push.get': query<'push.get'>((ctx, call) => show(ctx, ctx.pool, signedIn(call).userId)),
  'push.subscribe': command<'push.subscribe'>(async (ctx, tx, call) => {
    const { userId } = signedIn(call);
    const { endpoint, keys } = call.body;
    if (!ctx.config.push.allowPrivateHosts && !isPublicEndpoint(endpoint)) throw new AppError('PUSH_ENDPOINT_REFUSED');
    await saveDevice(tx, userId, { endpoint, ...keys }, ctx.clock.nowMs());
    return show(ctx, tx, userId);
  }),
  'push.unsubscribe': command<'push.unsubscribe'>(async (ctx, tx, call) => {
    const { userId } = signedIn(call);
    await removeDevice(tx, userId, call.body.endpoint);
    return show(ctx, tx, userId);
  }),
};
