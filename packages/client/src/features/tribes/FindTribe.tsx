import { useEffect } from 'react';
import { departureStore } from '../../net/departure.ts';
import { useMe } from '../../net/hooks.ts';
import { tribeText } from '../../text/en/tribe.ts';
import { useStore } from '../../ui/useStore.ts';
import { FoundTribe } from './FoundTribe.tsx';
import { Invitations } from './Invitations.tsx';
import { TribeList } from './TribeList.tsx';
import { useBlocked } from './useBlocked.ts';

const t = tribeText;

/** What became of the last membership, until one leaves the page. */
function DepartureNote() {
  const departure = useStore(departureStore);
  useEffect(
    () => () => {
      // An answer from before the news can show the tribe once more for a moment: the word stays until the page is left.
      if (location.pathname !== '/tribe') departureStore.set(null);
    },
    [],
  );
  if (!departure) return null;
  const isDismissed = departure.reason === 'dismissed';
  return (
    <p className={`note ${isDismissed ? 'bad' : ''}`} role={isDismissed ? 'alert' : 'status'}>
      {isDismissed ? t.dismissedNote(departure.tribeName) : t.leftNote(departure.tribeName)}
    </p>
  );
}

/** The way into a tribe: invitations, all tribes, founding one's own. */
export function FindTribe() {
  const me = useMe().data;
  const blocked = useBlocked();
  const isEntrant = me?.entered === true;
  return (
    <main id="main" className="page tribe-page">
      <div>
        <h1>{t.title}</h1>
        <p className="muted mt-2 max-w-[60ch]">
          {t.intro} {!me ? t.signIn : isEntrant ? '' : t.enterFirst}
        </p>
      </div>
      <DepartureNote />
      {isEntrant && <Invitations blocked={blocked.joining} />}
      {isEntrant && blocked.joining && <p className="note">{blocked.joining}</p>}
      <div className={isEntrant ? 'tribe-find' : ''}>
        <TribeList blocked={blocked.joining} />
        {me && isEntrant && <FoundTribe me={me} blocked={blocked.joining} />}
      </div>
    </main>
  );
}
