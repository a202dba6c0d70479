import type { Season } from '@cryptotribes/protocol/features/seasons';
import { Link } from 'wouter';
import { useSeason, useServerNow } from '../../net/hooks.ts';
import { seasonStripText as words } from '../../text/en/seasonStrip.ts';
import { formatCountdown } from '../../ui/format.ts';

function Reason({ season }: { season: Season }) {
  const nowMs = useServerNow();
  if (season.status === 'registration') {
    return words.before(formatCountdown(Date.parse(season.timeline.seasonStart) - nowMs));
  }
  return season.status === 'cancelled' ? words.cancelled : words.ended;
}

/** Says why a player can give no orders, on every page of the game. */
export default function SeasonStrip() {
  const season = useSeason().data;
  if (!season || season.status === 'active') return null;
  return (
    <p className="strip season-strip" data-testid="season-strip">
      <Reason season={season} />{' '}
      <Link href="/season" className="underline">
        {words.more}
      </Link>
    </p>
  );
}
