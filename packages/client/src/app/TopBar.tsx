import { lazy, Suspense } from 'react';
import { Link, useLocation } from 'wouter';
import { connectStore } from '../features/wallet/connectStore.ts';
import { useMe, useSeason } from '../net/hooks.ts';
import { mayBeSignedIn } from '../net/session.ts';
import { navText } from '../text/en/nav.ts';
import { shellText } from '../text/en/shell.ts';
import { formatNumber } from '../ui/format.ts';
import { Icon } from '../ui/Icon.tsx';
import { Shield } from '../ui/Shield.tsx';
import { Tag } from '../ui/Tag.tsx';
import { topLinks } from './navigation.ts';
import { UnreadBadge } from './UnreadBadge.tsx';
import { whenOnline } from './whenOnline.ts';

const loadOwnBar = () => whenOnline(() => import('./OwnBar.tsx'));
const OwnBar = lazy(loadOwnBar);
// Players get it together with the answer that says who they are; visitors never load it.
if (mayBeSignedIn()) loadOwnBar().catch(() => undefined);

function Visitor({ online }: { online: number | undefined }) {
  return (
    <>
      <span className="flex-1" />
      {online !== undefined && online > 0 && (
        <span className="desk">
          <Tag tone="up">
            <i className="dot" />
            {shellText.online(formatNumber(online))}
          </Tag>
        </span>
      )}
      <button type="button" className="btn prime" onClick={() => connectStore.open()}>
        {shellText.connect}
      </button>
    </>
  );
}

/** Brand, main links, holdings or the way in. */
export function TopBar() {
  const [path] = useLocation();
  const me = useMe().data;
  const season = useSeason().data;
  const tribe = me?.tribe;
  return (
    <header className="top">
      <Link href="/" className={`brand ${me ? '' : 'keep'}`} aria-label={navText.home}>
        {tribe ? (
          <Shield tribeId={tribe.id} ordinal={tribe.ordinal} width={31} />
        ) : (
          <Icon name="snowflake-2" className="text-ice" />
        )}
        <span>{shellText.brand}</span>
      </Link>
      <nav className="nav" aria-label={navText.label}>
        {topLinks(Boolean(me)).map((link) => (
          <Link key={link.path} href={link.path} aria-current={path.startsWith(link.path) ? 'page' : undefined}>
            <Icon name={link.icon} />
            {link.label}
            <UnreadBadge path={link.path} />
          </Link>
        ))}
      </nav>
      {me ? (
        <Suspense fallback={<span className="flex-1" />}>
          <OwnBar me={me} season={season} />
        </Suspense>
      ) : (
        <Visitor online={season?.participants.online} />
      )}
    </header>
  );
}
