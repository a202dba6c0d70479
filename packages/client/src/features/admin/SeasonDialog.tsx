import type { AdminSeason } from '@cryptotribes/protocol/features/adminSeasons';
import { adminText as t } from '../../text/en/admin.ts';
import { formatNumber, formatUsdt } from '../../ui/format.ts';
import { ActDialog } from './ActDialog.tsx';
import { adminApi, useCancelPreview } from './adminApi.ts';
import { Loaded } from './parts.tsx';

export type SeasonAct = 'open' | 'close' | 'cancel' | 'vault';
interface SeasonDialogProps {
  act: SeasonAct;
  season: AdminSeason;
  onClose: () => void;
}

const words = t.season;

/** What cancelling would do, as the server counts it now. */
function Preview({ seasonId }: { seasonId: string }) {
  return (
    <Loaded query={useCancelPreview(seasonId)}>
      {(preview) => (
        <dl className="admin-list" data-testid="cancel-preview">
          <dt>{words.affected}</dt>
          <dd>{words.counts(formatNumber(preview.players), formatNumber(preview.tribes))}</dd>
          <dt>{words.refunds}</dt>
          <dd>{words.refundsOf(formatNumber(preview.paidEntries), formatUsdt(preview.refundsMicro / 1e6))}</dd>
          <dt>{words.orders}</dt>
          <dd>{formatNumber(preview.queuedOrders)}</dd>
        </dl>
      )}
    </Loaded>
  );
}

/** Opening, ending or cancelling a season: what it means, why, and the typed name. */
export function SeasonDialog({ act, season, onClose }: SeasonDialogProps) {
  const params = { seasonId: season.seasonId };
  const shared = { about: season.name, onClose };
  if (act === 'open') {
    return (
      <ActDialog
        {...shared}
        title={words.open}
        facts={[words.openFact]}
        action={words.open}
        onAct={({ reason }) => adminApi.call('admin.openSeason', { params, body: { reason } })}
      />
    );
  }
  if (act === 'vault') {
    return (
      <ActDialog
        {...shared}
        title={t.payouts.openVault}
        facts={[t.payouts.openVaultFact]}
        action={t.payouts.openVault}
        onAct={({ reason }) => adminApi.call('admin.openVault', { params, body: { reason } })}
      />
    );
  }
  if (act === 'close') {
    return (
      <ActDialog
        {...shared}
        title={words.close}
        facts={[words.closeFact, t.act.undone]}
        confirm={season.name}
        action={words.close}
        isDanger
        onAct={(body) => adminApi.call('admin.closeSeason', { params, body })}
      />
    );
  }
  const needsTwo = season.entryFeeMicro > 0;
  return (
    <ActDialog
      {...shared}
      title={words.cancel}
      facts={[words.cancelFact, needsTwo ? words.twoFact : t.act.undone]}
      confirm={season.name}
      action={needsTwo ? words.propose : words.cancel}
      isDanger
      {...(needsTwo ? { done: words.proposed } : {})}
      onAct={(body) => adminApi.call('admin.cancelSeason', { params, body })}
    >
      <Preview seasonId={season.seasonId} />
    </ActDialog>
  );
}
