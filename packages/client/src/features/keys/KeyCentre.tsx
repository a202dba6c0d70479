/** The shortcuts that work everywhere, and the list of all behind `?`. Loaded once the page is idle. */
import { useEffect, useRef } from 'react';
import { useLocation } from 'wouter';
import { SHORTCUTS, type ShortcutId, type ShortcutRow, shortcutKeys, useShortcut } from '../../app/shortcuts.ts';
import { useMe } from '../../net/hooks.ts';
import { shortcutsText as t } from '../../text/en/shortcuts.ts';
import { LineIcon } from '../../ui/LineIcon.tsx';
import { tableStore } from '../../ui/tableStore.ts';
import { useStore } from '../../ui/useStore.ts';
import { goToCouncil } from '../tribes/council/councilDraft.ts';
import { helpStore } from './helpStore.ts';
import './keys.css';

const PLACES = ['everywhere', 'map', 'dialog'] as const satisfies ShortcutRow['where'][];
const IDS = Object.keys(SHORTCUTS) as ShortcutId[];

function Keys({ id }: { id: ShortcutId }) {
  return (
    <dd>
      {shortcutKeys(id).map((parts) => (
        <span key={parts.join()} className="keys-one">
          {parts.map((part) => (
            <kbd key={part}>{part}</kbd>
          ))}
        </span>
      ))}
    </dd>
  );
}

function Help() {
  const dialog = useRef<HTMLDialogElement>(null);
  const isOn = useStore(tableStore).shortcuts;
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog
      ref={dialog}
      className="panel keys"
      aria-labelledby="keys-title"
      data-testid="shortcuts"
      onClose={() => helpStore.set(false)}
    >
      <div className="row sp">
        <h2 id="keys-title" className="disp text-[27px]">
          {t.title}
        </h2>
        <button type="button" className="ib" aria-label={t.close} onClick={() => dialog.current?.close()}>
          <LineIcon name="close" />
        </button>
      </div>
      <p className="muted">{isOn ? t.lead : t.off}</p>
      <div className="keys-columns">
        {PLACES.map((place) => (
          <section key={place} aria-labelledby={`keys-${place}`}>
            <h3 id={`keys-${place}`} className="cap">
              {t.where[place]}
            </h3>
            <dl>
              {IDS.filter((id) => SHORTCUTS[id].where === place).map((id) => (
                <div key={id} data-shortcut={id}>
                  <dt>{t.does[id]}</dt>
                  <Keys id={id} />
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </dialog>
  );
}

const PAGES: readonly [ShortcutId, path: string, isPublic: boolean][] = [
  ['go.territories', '/territories', true],
  ['go.village', '/village', false],
  ['go.raids', '/raids', false],
  ['go.battles', '/battles', false],
  ['go.ranks', '/ranks', true],
  ['go.tribe', '/tribe', true],
];

function PageKey({ id, path }: { id: ShortcutId; path: string }) {
  const [, navigate] = useLocation();
  useShortcut(id, () => navigate(path));
  return null;
}

export default function KeyCentre() {
  const isOpen = useStore(helpStore);
  const [, navigate] = useLocation();
  const isSignedIn = Boolean(useMe().data);
  useShortcut('help.open', () => helpStore.set(!helpStore.get()));
  // The pages that have the field or the council answer first; from elsewhere the way leads there.
  // The map and the council answer these themselves where they are on the screen.
  useShortcut('land.find', () => navigate('/territories'), true, true);
  useShortcut('council.open', () => goToCouncil(navigate), isSignedIn, true);
  return (
    <>
      {PAGES.filter(([, , isPublic]) => isPublic || isSignedIn).map(([id, path]) => (
        <PageKey key={id} id={id} path={path} />
      ))}
      {isOpen && <Help />}
    </>
  );
}
