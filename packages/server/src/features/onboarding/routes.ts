import { command, signedIn } from '../../http/handler.ts';
import { updateChecklist } from './service.ts';

export const onboardingHandlers = {
  'checklist.update': command<'checklist.update'>((_ctx, tx, call) =>
    updateChecklist(tx, signedIn(call).userId, call.body),
  ),
};
