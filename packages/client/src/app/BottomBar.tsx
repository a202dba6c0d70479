import { useEffect, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { useMe } from '../net/hooks.ts';
import { navText } from '../text/en/nav.ts';
import { shellText } from '../text/en/shell.ts';
import { Icon } from '../ui/Icon.tsx';
import { phoneLinks } from './navigation.ts';
import { UnreadBadge } from './UnreadBadge.tsx';

/** The navigation of phones, within reach of the thumb. */
export function BottomBar() {
  const [path] = useLocation();
  const me = useMe().data;
  const isSignedIn = Boolean(me);
  const [isOpen, setIsOpen] = useState(false);
  const { bar, more } = phoneLinks(isSignedIn);
  // biome-ignore lint/correctness/useExhaustiveDependencies: every change of the page closes the menu.
  useEffect(() => setIsOpen(false), [path]);
  // A visitor's front page has its own two buttons in this place.
  if (path === '/' && !isSignedIn) return null;
  return (
    <>
      {isOpen && (
        <nav className="panel menu mob" aria-label={shellText.menu}>
          {more.map((link) => (
            <Link key={link.path} href={link.path}>
              <Icon name={link.icon} />
              {link.label}
              <UnreadBadge path={link.path} />
            </Link>
          ))}
          {isSignedIn && (
            <Link href="/me">
              <Icon name="viking-head" />
              {navText.profile}
            </Link>
          )}
          {me?.isAdmin && (
            <Link href="/admin">
              <Icon name="cog" />
              {navText.admin}
            </Link>
          )}
        </nav>
      )}
      <nav className="bottom" aria-label={navText.label}>
        {bar.map((link) => (
          <Link
            key={link.path}
            href={link.path}
            aria-current={path.startsWith(link.path) ? 'page' : undefined}
            aria-label={link.path === '/territories' ? navText.mapName : undefined}
          >
            <Icon name={link.icon} />
            {link.path === '/territories' ? navText.map : link.label}
            <UnreadBadge path={link.path} />
          </Link>
        ))}
        {more.length > 0 && (
          <button type="button" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
            <Icon name="cog" />
            {navText.more}
          </button>
        )}
      </nav>
    </>
  );
}
