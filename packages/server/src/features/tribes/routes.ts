import { queryInteger } from '@cryptotribes/protocol/core/schema';
import { command, query, raw, signedIn } from '../../http/handler.ts';
import { getEntry } from '../seasons/queries.ts';
import { currentSeason, seasonOrCurrent } from '../seasons/service.ts';
import { entryRequired } from '../villages/service.ts';
import { sendEmblem } from './emblem.ts';
import { findPlayers } from './findPlayers.ts';
import { sendHome, showGarrisons } from './garrisons.ts';
import {
  acceptInvite,
  acceptRequest,
  declineInvite,
  declineRequest,
  invitePlayer,
  requestToJoin,
  withdrawInvite,
} from './joining.ts';
import { dismissMember, leaveTribe } from './leaving.ts';
import { showLog } from './log.ts';
import { foundTribe, setRole } from './service.ts';
import { showInvites, showTribe, showTribes } from './show.ts';

export const tribeHandlers = {
  'tribes.list': query<'tribes.list'>(async (ctx, call) => {
    const viewerId = call.auth?.userId ?? null;
    const season = await seasonOrCurrent(ctx.pool, call.query.seasonId, viewerId);
    const search = call.query.search?.trim() || null;
    return { tribes: await showTribes(ctx, season.id, viewerId, search, queryInteger(call.query.limit, 100, 1, 200)) };
  }),
  'tribes.get': query<'tribes.get'>((ctx, call) => showTribe(ctx, call.params.tribeId, call.auth?.userId ?? null)),
  'tribes.create': command<'tribes.create'>((ctx, tx, call) => foundTribe(ctx, tx, signedIn(call).userId, call.body)),
  'tribes.invite': command<'tribes.invite'>((ctx, tx, call) =>
    invitePlayer(ctx, tx, signedIn(call).userId, call.params.tribeId, call.body),
  ),
  'tribes.invites': query<'tribes.invites'>(async (ctx, call) => {
    const { userId } = signedIn(call);
    const season = await currentSeason(ctx.pool, userId);
    if ((await getEntry(ctx.pool, season.id, userId)) === null) throw entryRequired(season);
    return { invites: await showInvites(ctx, season.id, userId) };
  }),
  'tribes.acceptInvite': command<'tribes.acceptInvite'>((ctx, tx, call) =>
    acceptInvite(ctx, tx, signedIn(call).userId, call.params.inviteId),
  ),
  'tribes.declineInvite': command<'tribes.declineInvite'>((ctx, tx, call) =>
    declineInvite(ctx, tx, signedIn(call).userId, call.params.inviteId),
  ),
  'tribes.request': command<'tribes.request'>((ctx, tx, call) =>
    requestToJoin(ctx, tx, signedIn(call).userId, call.params.tribeId),
  ),
  'tribes.acceptRequest': command<'tribes.acceptRequest'>((ctx, tx, call) =>
    acceptRequest(ctx, tx, signedIn(call).userId, call.params.tribeId, call.params.userId),
  ),
  'tribes.declineRequest': command<'tribes.declineRequest'>((ctx, tx, call) =>
    declineRequest(ctx, tx, signedIn(call).userId, call.params.tribeId, call.params.userId),
  ),
  'tribes.leave': command<'tribes.leave'>((ctx, tx, call) =>
    leaveTribe(ctx, tx, signedIn(call).userId, call.params.tribeId),
  ),
  'tribes.withdrawInvite': command<'tribes.withdrawInvite'>((ctx, tx, call) =>
    withdrawInvite(ctx, tx, signedIn(call).userId, call.params.tribeId, call.params.inviteId),
  ),
  'tribes.setRole': command<'tribes.setRole'>((ctx, tx, call) =>
    setRole(ctx, tx, signedIn(call).userId, call.params.tribeId, call.params.userId, call.body.role),
  ),
  'tribes.dismiss': command<'tribes.dismiss'>((ctx, tx, call) =>
    dismissMember(ctx, tx, signedIn(call).userId, call.params.tribeId, call.params.userId),
  ),
  'tribes.sendHome': command<'tribes.sendHome'>((ctx, tx, call) =>
    sendHome(ctx, tx, signedIn(call).userId, call.params, call.body),
  ),
  'tribes.garrisons': query<'tribes.garrisons'>((ctx, call) =>
    showGarrisons(ctx, call.params.tribeId, signedIn(call).userId),
  ),
  'tribes.findPlayers': query<'tribes.findPlayers'>((ctx, call) =>
    findPlayers(ctx, call.params.tribeId, signedIn(call).userId, call.query.search),
  ),
  'tribes.log': query<'tribes.log'>((ctx, call) =>
    showLog(ctx, call.params.tribeId, signedIn(call).userId, {
      cursor: call.query.cursor,
      limit: queryInteger(call.query.limit, 50, 1, 100),
    }),
  ),
  'tribes.emblem': raw<'tribes.emblem'>((ctx, call, reply) =>
    sendEmblem(ctx, call.params.tribeId, call.request.headers['if-none-match'], reply),
  ),
};
