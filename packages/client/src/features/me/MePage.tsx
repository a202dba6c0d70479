import { useEffect } from 'react';
import { useTitle } from '../../app/useTitle.ts';
import { useMe } from '../../net/hooks.ts';
import { useSettings } from '../../net/settings.ts';
import { meText as t } from '../../text/en/me.ts';
import { shellText } from '../../text/en/shell.ts';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { helpStore } from '../keys/helpStore.ts';
import { connectStore } from '../wallet/connectStore.ts';
import { CreditsPanel } from './CreditsPanel.tsx';
import { IdentityPanel } from './IdentityPanel.tsx';
import { LanguagePanel } from './LanguagePanel.tsx';
import { NoticesMatrix } from './NoticesMatrix.tsx';
import { SessionsPanel } from './SessionsPanel.tsx';
import { StandingPanel } from './StandingPanel.tsx';
import { TablePanel } from './TablePanel.tsx';
import './me.css';

function ShortcutsPanel() {
  return (
    <section className="panel">
      <header>
        <h2>{t.shortcuts.title}</h2>
      </header>
      <div className="body">
        <p className="muted mb-2">{t.shortcuts.what}</p>
        <button type="button" className="btn" onClick={() => helpStore.set(true)}>
          {t.shortcuts.open} <kbd>?</kbd>
        </button>
      </div>
    </section>
  );
}

export default function MePage() {
  const { data: me, isLoading } = useMe();
  useSettings();
  useTitle(t.title);
  const isReady = Boolean(me);
  useEffect(() => {
    // The panel that a link names comes with the player.
    if (isReady && location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
  }, [isReady]);
  return (
    <main id="main" className="page me-page">
      <div>
        <h1>{t.title}</h1>
        <p className="muted">{t.lead}</p>
      </div>
      <div className="me-columns">
        <div className="me-column">
          {isLoading && (
            <div className="panel p-[14px]">
              <Skeleton lines={12} />
            </div>
          )}
          {me === null && (
            <div className="panel grid justify-items-start gap-3 p-[14px]">
              <p className="muted">{t.visitor}</p>
              <button type="button" className="btn prime" onClick={() => connectStore.open()}>
                {shellText.connect}
              </button>
            </div>
          )}
          {me && <StandingPanel userId={me.id} />}
          {me && <IdentityPanel me={me} />}
          {me && <SessionsPanel />}
        </div>
        {me && (
          <div className="me-column">
            <NoticesMatrix />
          </div>
        )}
        <div className="me-column">
          <TablePanel />
          <LanguagePanel />
          <ShortcutsPanel />
          <CreditsPanel />
        </div>
      </div>
    </main>
  );
}
