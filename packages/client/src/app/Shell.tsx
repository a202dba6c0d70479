import type { ReactNode } from 'react';
import { SharedDrawings } from '../board/SharedDrawings.tsx';
import { shellText } from '../text/en/shell.ts';
import { BottomBar } from './BottomBar.tsx';
import { Islands } from './Islands.tsx';
import { OfflineStrip } from './OfflineStrip.tsx';
import { TopBar } from './TopBar.tsx';

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
      {children}
      <BottomBar />
      <Islands />
    </div>
  );
}
