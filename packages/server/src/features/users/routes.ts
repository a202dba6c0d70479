import { command, query, signedIn } from '../../http/handler.ts';
import { getProfile, updateProfile } from './service.ts';

export const userHandlers = {
  'users.get': query<'users.get'>((ctx, call) => getProfile(ctx.pool, call.params.userId)),
  'users.update': command<'users.update'>((ctx, tx, call) => updateProfile(ctx, tx, signedIn(call).userId, call.body)),
};
