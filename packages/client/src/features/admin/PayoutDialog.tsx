import type { AdminPayout, PayoutSeason } from '@cryptotribes/protocol/features/adminPayouts';
import { adminText as t } from '../../text/en/admin.ts';
import { ActDialog } from './ActDialog.tsx';
import { adminApi } from './adminApi.ts';
import { formatMicro } from './money.ts';
import { nameOf } from './parts.tsx';

const words = t.payouts;

export type PayoutAct =
  | { kind: 'make' | 'makeAgain' | 'propose' | 'takeBack' | 'retryPlan' | 'batch' }
  | { kind: 'hold' | 'release' | 'retry' | 'forfeit'; payout: AdminPayout };

const FACTS = {
  make: words.makeFact,
  makeAgain: words.makeFact,
  propose: words.proposeFact,
  takeBack: words.takeBackFact,
  retryPlan: words.retryPlanFact,
  batch: words.batchFact,
  hold: words.holdFact,
  release: words.releaseFact,
  retry: words.retryFact,
  forfeit: words.forfeitFact,
} as const;

interface PayoutDialogProps {
  season: PayoutSeason;
  act: PayoutAct;
  onClose: () => void;
}

/** Every act about a season's prizes, with its reason; what sends money has to be typed as well. */
export function PayoutDialog({ season, act, onClose }: PayoutDialogProps) {
  const params = { seasonId: season.seasonId };
  const confirm =
    act.kind === 'forfeit'
      ? act.payout.forfeit?.confirm
      : act.kind === 'propose' || act.kind === 'batch'
        ? season.confirm
        : undefined;
  const about =
    'payout' in act
      ? `${nameOf(act.payout.person)}: ${formatMicro(act.payout.amountMicro, 'USDT')}`
      : `${season.name}: ${formatMicro(season.sumMicro, 'USDT')}`;

  function send({ reason, confirm }: { reason: string; confirm: string }): Promise<unknown> {
    if ('payout' in act) {
      const one = { params: { ...params, userId: act.payout.person.userId }, body: { reason } };
      if (act.kind === 'hold') return adminApi.call('admin.holdPayout', one);
      if (act.kind === 'forfeit') return adminApi.call('admin.forfeitPayout', { ...one, body: { reason, confirm } });
      if (act.kind === 'release') return adminApi.call('admin.releasePayout', one);
      return adminApi.call('admin.retryPayout', one);
    }
    if (act.kind === 'propose') return adminApi.call('admin.proposePayouts', { params, body: { reason, confirm } });
    if (act.kind === 'batch') return adminApi.call('admin.batchPayouts', { params, body: { reason, confirm } });
    if (act.kind === 'takeBack') return adminApi.call('admin.takeBackPlan', { params, body: { reason } });
    if (act.kind === 'retryPlan') return adminApi.call('admin.retryPlan', { params, body: { reason } });
    return adminApi.call('admin.planPayouts', { params, body: { reason } });
  }

  return (
    <ActDialog
      title={words[act.kind]}
      about={about}
      facts={[FACTS[act.kind]]}
      action={words[act.kind]}
      confirm={confirm}
      isDanger={confirm !== undefined}
      {...(act.kind === 'propose' || act.kind === 'forfeit' ? { done: t.season.proposed } : {})}
      onAct={send}
      onClose={onClose}
    />
  );
}
