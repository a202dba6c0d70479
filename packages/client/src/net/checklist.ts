/** The list of first steps. Marks show at once; nothing depends on them, so a lost one is not worth a word. */
import type { FirstStep } from '@cryptotribes/protocol/core/firstSteps';
import type { Me } from '@cryptotribes/protocol/features/villages';
import type { RouteBody } from '@cryptotribes/protocol/routes';
import { api } from './api.ts';
import { refetchSoon } from './live.ts';
import { queryClient } from './queryClient.ts';
import { queryKeys } from './queryKeys.ts';

/** Changes the list here and on the server. */
async function change(body: RouteBody<'checklist.update'>): Promise<void> {
  queryClient.setQueryData<Me | null>(queryKeys.me, (me) => {
    if (!me?.checklist) return me;
    const done = [...new Set([...me.checklist.done, ...(body.done ?? [])])];
    return { ...me, checklist: { hidden: body.hidden ?? me.checklist.hidden, done } };
  });
  await api.call('checklist.update', { body }).catch(() => refetchSoon(queryKeys.me));
}

/** Puts the list away for good. */
export const hideFirstSteps = (): Promise<void> => change({ hidden: true });

/** Remembers that a step was done; for nobody without a village, and only once. */
export function markFirstStep(step: FirstStep): void {
  const checklist = queryClient.getQueryData<Me | null>(queryKeys.me)?.checklist;
  if (!checklist || checklist.done.includes(step)) return;
  void change({ done: [step] });
}

let kept = '';

/** Makes what was seen done stay done on the server, also when its sign goes away (units die, a tribe is left). */
export function keepFirstSteps(userId: string, done: readonly FirstStep[]): void {
  const mark = `${userId} ${[...done].sort().join(' ')}`;
  if (done.length === 0 || mark === kept) return;
  kept = mark;
  void change({ done: [...done] });
}
