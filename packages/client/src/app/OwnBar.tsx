import type { Season } from '@cryptotribes/protocol/features/seasons';
import type { Me } from '@cryptotribes/protocol/features/villages';
import { profileStore } from '../features/wallet/profileStore.ts';
import { holdingsText } from '../text/en/holdings.ts';
import { shellText } from '../text/en/shell.ts';
import { Icon } from '../ui/Icon.tsx';
import { useStore } from '../ui/useStore.ts';
import { Bell } from './Bell.tsx';
import { Holdings } from './Holdings.tsx';

function Profile({ name }: { name: string }) {
  const isOpen = useStore(profileStore);
  return (
    <button
      type="button"
      className="me"
      aria-label={holdingsText.profile(name)}
      aria-expanded={isOpen}
      onClick={() => profileStore.set(!isOpen)}
    >
      <Icon name="viking-head" />
    </button>
  );
}

/** The right half of the top bar for players: holdings, notices, profile. Not part of what a visitor loads. */
export default function OwnBar({ me, season }: { me: Me; season: Season | undefined }) {
  return (
    <>
      <Holdings me={me} season={season} />
      <Bell />
      <Profile name={me.username ?? shellText.nameless} />
    </>
  );
}
