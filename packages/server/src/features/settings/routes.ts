import { command, query, signedIn } from '../../http/handler.ts';
import { getSettings, updateSettings } from './service.ts';

export const settingsHandlers = {
  'settings.get': query<'settings.get'>((ctx, call) => getSettings(ctx.pool, signedIn(call).userId)),
  'settings.update': command<'settings.update'>((ctx, tx, call) =>
    updateSettings(ctx, tx, signedIn(call).userId, call.body),
  ),
};
