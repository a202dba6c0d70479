import { Link } from 'wouter';
import { adminText as t } from '../../text/en/admin.ts';
import { useOverview } from './adminApi.ts';

const words = t.banner;

/** Over every section, as long as payouts are stopped: what does not hold, and where to look. */
export function PayoutBanner() {
  const payouts = useOverview().data?.payouts;
  if (payouts === undefined) return null;
  if (payouts.stops > 0) {
    return (
      <div role="alert" className="admin-banner" data-testid="payout-banner">
        <p>
          <b>{words.stopped}</b> {words.stoppedNote}
        </p>
        <ul>
          {payouts.rules.map((rule) => (
            <li key={rule}>{rule}</li>
          ))}
        </ul>
        <Link href="/admin/payments" className="admin-link">
          {words.look}
        </Link>
      </div>
    );
  }
  if (payouts.process?.state !== 'quarantine') return null;
  return (
    <div role="alert" className="admin-banner" data-testid="payout-banner">
      <p>
        <b>{words.quarantine}</b> {t.payouts.quarantineNote}
      </p>
      <Link href="/admin/payouts" className="admin-link">
        {words.lookQuarantine}
      </Link>
    </div>
  );
}
