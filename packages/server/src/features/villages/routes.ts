import { command, query, signedIn } from '../../http/handler.ts';
import { cancelTraining, completeTraining, completeUpgrade, startTraining, startUpgrade } from './service.ts';
import { showMe } from './showMe.ts';

export const villageHandlers = {
  'users.me': query<'users.me'>((ctx, call) => showMe(ctx, signedIn(call).userId)),
  'buildings.upgrade': command<'buildings.upgrade'>((ctx, tx, call) =>
    startUpgrade(ctx, tx, signedIn(call).userId, call.body.buildingType),
  ),
  'buildings.complete': command<'buildings.complete'>((ctx, tx, call) =>
    completeUpgrade(ctx, tx, signedIn(call).userId, call.body.buildingType),
  ),
  'training.start': command<'training.start'>((ctx, tx, call) =>
    startTraining(ctx, tx, signedIn(call).userId, call.body.unitType, call.body.quantity),
  ),
  'training.complete': command<'training.complete'>((ctx, tx, call) =>
    completeTraining(ctx, tx, signedIn(call).userId, call.body.queueId),
  ),
  'training.cancel': command<'training.cancel'>((ctx, tx, call) =>
    cancelTraining(ctx, tx, signedIn(call).userId, call.params.queueId),
  ),
};
