import { text } from '../../app/text.ts';
import { Standings } from '../../ui/Standings.tsx';

/** Stands in the drawer's place while no land is chosen. */
export function Overview() {
  return (
    <aside className="drawer overview panel" aria-label={text.side.standings}>
      <div className="scroll">
        <Standings />
        <hr className="rule" />
        <p className="muted">{text.side.pickHint}</p>
      </div>
    </aside>
  );
}
