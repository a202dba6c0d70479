/**
 * The map page, with and without a chosen land. In the DOM the drawer comes before the left column, and nothing before
 * the drawer's main button carries that button's word: whoever looks for it finds the button first.
 */
import { mapText } from '../../text/en/map.ts';
import { navText } from '../../text/en/nav.ts';
import './territories.css';
import { useCallback, useRef, useState } from 'react';
import { useLocation, useParams } from 'wouter';
import { useTitle } from '../../app/useTitle.ts';
import { useTerritoryViews } from '../../board/useViews.ts';
import { useMe, useTerritories } from '../../net/hooks.ts';
import { Drawer } from './Drawer.tsx';
import { LeftColumn } from './LeftColumn.tsx';
import { MapList } from './MapList.tsx';
import { MapStage } from './MapStage.tsx';
import { Overview } from './Overview.tsx';
import { Rail } from './Rail.tsx';
import { SagaPanel } from './SagaPanel.tsx';
import { SagaStrip } from './SagaStrip.tsx';

/** The chosen land from the address; null when none or no such land. */
function parseTerritoryNo(no: string | undefined): number | null {
  const id = Number(no);
  return no && Number.isInteger(id) && id >= 1 && id <= 50 ? id : null;
}

function focusLand(territoryId: number | null): void {
  document.querySelector<SVGGElement>(`[data-territory-id="${territoryId}"]`)?.focus({ preventScroll: true });
}

export default function TerritoriesPage() {
  const [, navigate] = useLocation();
  const selected = parseTerritoryNo(useParams<{ no?: string }>().no);
  const views = useTerritoryViews();
  const { error } = useTerritories();
  const me = useMe().data;
  const myTribeId = me?.tribeId ?? null;
  const [isList, setIsList] = useState(false);
  const openedByKey = useRef(false);
  const view = selected === null ? null : (views?.[selected - 1] ?? null);
  useTitle(view?.name ?? navText.map);

  const onSelect = useCallback(
    (territoryId: number, byKey: boolean) => {
      openedByKey.current = byKey;
      navigate(`/territories/${territoryId}`);
    },
    [navigate],
  );
  const onClose = useCallback(() => {
    navigate('/territories');
    focusLand(selected);
  }, [navigate, selected]);
  const onList = useCallback(() => setIsList((is) => !is), []);
  const [isLeftOpen, setIsLeftOpen] = useState(false);
  const [isSaga, setIsSaga] = useState(false);
  const onSaga = useCallback(() => setIsSaga((is) => !is), []);

  return (
    <main
      id="main"
      className={`stage ${view ? 'has-drawer' : ''} ${me ? 'is-player' : ''} ${isLeftOpen ? 'left-open' : ''}`}
    >
      {!view && <h1 className="sr-only">{mapText.title}</h1>}
      {isList && views ? (
        <MapList views={views} onSelect={onSelect} onMap={() => setIsList(false)} />
      ) : (
        <MapStage
          views={views}
          myTribeId={myTribeId}
          selected={selected}
          onSelect={onSelect}
          onList={onList}
          onSaga={onSaga}
        />
      )}
      {error && !views && (
        <p className="strip" role="alert">
          {mapText.failed}
        </p>
      )}
      {view ? (
        <Drawer key={view.territoryId} view={view} takesFocus={openedByKey.current} onClose={onClose} />
      ) : (
        <Overview />
      )}
      <Rail isOpen={isLeftOpen} onOpen={setIsLeftOpen} />
      <LeftColumn views={views} />
      <SagaStrip isOpen={isSaga} onToggle={onSaga} />
      {isSaga && <SagaPanel onClose={onSaga} />}
    </main>
  );
}
