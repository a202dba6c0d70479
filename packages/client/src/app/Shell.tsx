import { type ReactNode, Suspense } from 'react';
import { useLocation } from 'wouter';
import { SharedDrawings } from '../board/SharedDrawings.tsx';
import { useMe, useSeason } from '../net/hooks.ts';
import { shellText } from '../text/en/shell.ts';
import { BottomBar } from './BottomBar.tsx';
import { Islands } from './Islands.tsx';
import { OfflineStrip } from './OfflineStrip.tsx';
import { screen } from './pages.ts';
import { TopBar } from './TopBar.tsx';

/** Pages that tell of the season's state themselves. */
const TELLS_ITSELF = ['/', '/season', '/welcome', '/enter'];

/** For players of a season that takes no orders. */
function ClosedSeason() {
  const [path] = useLocation();
  const isPlayer = useMe().data?.entered === true;
  const status = useSeason().data?.status;
  const Strip = screen('season/SeasonStrip');
  if (!isPlayer || status === undefined || status === 'active' || TELLS_ITSELF.includes(path)) return null;
  return <Suspense fallback={null}>{Strip && <Strip />}</Suspense>;
}

/** The frame of every screen. Panels and toasts come last, behind the screen in reading order. */
export function Shell({ children }: { children: ReactNode }) {
  return (
    <div className="shell">
      <a className="skip" href="#main">
        {shellText.skip}
      </a>
      <SharedDrawings />
      <TopBar />
      <OfflineStrip />
      <ClosedSeason />
      {children}
      <BottomBar />
      <Islands />
    </div>
  );
}
