import { queryInteger } from '@cryptotribes/protocol/core/schema';
import { command, query, signedIn } from '../../http/handler.ts';
import { orderCampRaid, orderVillageRaid } from './order.ts';
import { showCamps, showVillages } from './show.ts';

export const raidHandlers = {
  'raids.camps': query<'raids.camps'>((ctx, call) => showCamps(ctx, signedIn(call).userId)),
  'raids.villages': query<'raids.villages'>((ctx, call) =>
    showVillages(ctx, signedIn(call).userId, {
      cursor: call.query.cursor,
      limit: queryInteger(call.query.limit, 20, 1, 100),
      openOnly: call.query.open === 'true',
    }),
  ),
  'battles.raidCamp': command<'battles.raidCamp'>((ctx, tx, call) =>
    orderCampRaid(ctx, tx, signedIn(call).userId, call.body),
  ),
  'battles.raidVillage': command<'battles.raidVillage'>((ctx, tx, call) =>
    orderVillageRaid(ctx, tx, signedIn(call).userId, call.body),
  ),
};
