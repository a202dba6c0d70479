/** Raids: gold from bandit camps and from the villages of others. */
import { Link, useSearchParams } from 'wouter';
import { errorText } from '../../app/errorText.ts';
import { useTitle } from '../../app/useTitle.ts';
import { useMe, useSeason } from '../../net/hooks.ts';
import { raidsText as t } from '../../text/en/raids.ts';
import { shellText } from '../../text/en/shell.ts';
import { Empty } from '../../ui/Empty.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { connectStore } from '../wallet/connectStore.ts';
import { Camps } from './Camps.tsx';
import { Charges } from './Charges.tsx';
import { Villages } from './Villages.tsx';
import '../battles/march.css';
import './raids.css';

const TABS = ['camps', 'villages'] as const;

/** For those who cannot raid yet: what is missing, and the way to it. */
function Outside({ isSignedIn }: { isSignedIn: boolean }) {
  return (
    <Empty
      icon="forest-camp"
      sentence={isSignedIn ? t.enter : t.signIn}
      action={
        isSignedIn ? (
          <Link href="/season" className="btn">
            {t.seasonLink}
          </Link>
        ) : (
          <button type="button" className="btn prime" onClick={() => connectStore.open()}>
            {shellText.connect}
          </button>
        )
      }
    />
  );
}

export default function RaidsPage() {
  useTitle(t.title);
  const { data: me, error } = useMe();
  const season = useSeason().data;
  const [search, setSearch] = useSearchParams();
  const tab = search.get('show') === 'villages' ? 'villages' : 'camps';
  const rulesetId = season?.rulesetId;
  return (
    <main id="main" className="page raids" data-testid="raids">
      <div className="raids-head">
        <div>
          <h1>{t.title}</h1>
          <p className="muted">{t.lead}</p>
        </div>
        {me?.entered && <Charges charges={me.raidCharges} />}
        {me?.entered && (
          <div className="switch" role="group" aria-label={t.title}>
            {TABS.map((name) => (
              <button
                key={name}
                type="button"
                aria-pressed={tab === name}
                onClick={() => setSearch(name === 'villages' ? { show: name } : {}, { replace: true })}
              >
                {t.tabs[name]}
              </button>
            ))}
          </div>
        )}
      </div>
      {error && !me ? (
        <p role="alert">{`${t.failed} ${errorText(error)}`}</p>
      ) : me === undefined || !rulesetId ? (
        <Skeleton lines={8} />
      ) : !me?.entered ? (
        <Outside isSignedIn={me !== null} />
      ) : tab === 'camps' ? (
        <Camps me={me} rulesetId={rulesetId} />
      ) : (
        <Villages me={me} rulesetId={rulesetId} />
      )}
    </main>
  );
}
