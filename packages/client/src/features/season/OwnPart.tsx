import type { Season } from '@cryptotribes/protocol/features/seasons';
import { Link } from 'wouter';
import { errorText } from '../../app/errorText.ts';
import { useConnectionState, useMe } from '../../net/hooks.ts';
import { useJoinSeason } from '../../net/tribeMutations.ts';
import { seasonText as t } from '../../text/en/season.ts';
import { showToast } from '../../ui/toastStore.ts';

/** What this season has for the reader in person: the way in. One component for each matter. */
export function OwnPart({ season }: { season: Season }) {
  return <Entry season={season} />;
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
