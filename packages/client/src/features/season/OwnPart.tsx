import type { Season } from '@cryptotribes/protocol/features/seasons';
import { lazy, Suspense } from 'react';
import { Link } from 'wouter';
import { errorText } from '../../app/errorText.ts';
import { whenOnline } from '../../app/whenOnline.ts';
import { useConnectionState, useMe } from '../../net/hooks.ts';
import { useJoinSeason } from '../../net/tribeMutations.ts';
import { seasonText as t } from '../../text/en/season.ts';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { showToast } from '../../ui/toastStore.ts';
import { useMyPayouts } from '../payouts/payoutsApi.ts';

/** What this season has for the reader in person: the way in. One component for each matter. */
export function OwnPart({ season }: { season: Season }) {
  return (
    <>
      <Prizes seasonId={season.seasonId} />
      <Entry season={season} />
    </>
  );
}

const PayoutCards = lazy(() => whenOnline(() => import('../payouts/PayoutCards.tsx')));

/** The reader's prizes, of this season and of others. */
function Prizes({ seasonId }: { seasonId: string }) {
  const me = useMe().data;
  const { data = [] } = useMyPayouts(Boolean(me));
  if (data.length === 0) return null;
  return (
    <Suspense fallback={<Skeleton lines={5} />}>
      <PayoutCards payouts={data} seasonId={seasonId} />
    </Suspense>
  );
}

/** Entering a free season at once; a paid one by the steps of the welcome page. */
function Entry({ season }: { season: Season }) {
  const me = useMe().data;
  const join = useJoinSeason();
  const isOffline = useConnectionState().state === 'offline';
  const isOpen = season.status === 'registration' || season.status === 'active';
  if (!isOpen || me?.entered) return null;
  if (!me || !season.free) {
    return (
      <Link href="/welcome" className="btn prime justify-self-start">
        {season.free ? t.enter : t.enterPaid}
      </Link>
    );
  }
  const enter = () =>
    join.mutate(season.seasonId, {
      onSuccess: () => showToast(t.entered, 'good'),
      onError: (error) => showToast(errorText(error), 'bad'),
    });
  return (
    <button
      type="button"
      className="btn prime justify-self-start"
      disabled={join.isPending || isOffline}
      onClick={enter}
    >
      {t.enter}
    </button>
  );
}
