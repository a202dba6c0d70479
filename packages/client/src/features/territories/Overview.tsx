import { sideText } from '../../text/en/side.ts';
import { Standings } from '../../ui/Standings.tsx';

/** Stands in the drawer's place while no land is chosen. */
export function Overview() {
  return (
    <aside className="drawer overview panel" data-covers-map="" aria-label={sideText.standings}>
      <div className="scroll">
        <Standings />
        <hr className="rule" />
        <p className="muted">{sideText.pickHint}</p>
      </div>
    </aside>
  );
}
