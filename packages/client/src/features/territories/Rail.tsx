import { useEffect, useMemo } from 'react';
import { useMe, useSeason } from '../../net/hooks.ts';
import { navText } from '../../text/en/nav.ts';
import { sideText as t } from '../../text/en/side.ts';
import { Icon } from '../../ui/Icon.tsx';
import type { IconName } from '../../ui/iconNames.ts';
import { timersOf } from './timers.ts';

interface RailProps {
  isOpen: boolean;
  onOpen: (isOpen: boolean) => void;
}

/** Brings the panel with this title to the top of the column. */
function scrollToPanel(title: string): void {
  const titles = [...document.querySelectorAll('.left > .panel h2')];
  titles.find((heading) => heading.textContent === title)?.scrollIntoView({ block: 'nearest' });
}

/** The left column on windows too narrow for it: an icon for each of its panels, which open over the map. */
export function Rail({ isOpen, onOpen }: RailProps) {
  const me = useMe().data;
  const season = useSeason().data;
  const running = useMemo(() => (me ? timersOf(me, season).filter((timer) => timer.isMine).length : 0), [me, season]);

  useEffect(() => {
    if (!isOpen) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') onOpen(false);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [isOpen, onOpen]);

  if (!me) return null;
  const panels: [title: string, icon: IconName, count: number][] = [
    [t.underWay, 'hourglass', running],
    [t.counsel, 'scroll-unfurled', 0],
    [t.tribe, 'knight-banner', 0],
  ];
  return (
    <div className="rail" role="group" aria-label={navText.label} data-covers-map="">
      {panels.map(([title, icon, count]) => (
        <button
          key={title}
          type="button"
          className="ib"
          aria-expanded={isOpen}
          aria-label={count > 0 ? `${title}, ${count}` : title}
          title={title}
          onClick={() => {
            onOpen(!isOpen);
            if (!isOpen) requestAnimationFrame(() => scrollToPanel(title));
          }}
        >
          <Icon name={icon} />
          {count > 0 && <span className="badge">{count}</span>}
        </button>
      ))}
    </div>
  );
}
