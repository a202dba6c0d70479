import { useSaga } from '../../net/hooks.ts';
import { mapText } from '../../text/en/map.ts';
import { Since } from '../../ui/Countdown.tsx';

const SHOWN = 6;

interface SagaStripProps {
  isOpen?: boolean;
  /** Opens and closes the whole saga; without it the line is all there is. */
  onToggle?: () => void;
}

/** What happened in the land lately, as one line at the bottom; the word before it opens the whole of it. */
export function SagaStrip({ isOpen, onToggle }: SagaStripProps) {
  const entries = useSaga().data ?? [];
  return (
    <section className="saga" aria-label={mapText.saga}>
      <h2 className="cap">
        {onToggle ? (
          <button
            type="button"
            className="saga-open"
            aria-expanded={isOpen}
            title={isOpen ? mapText.sagaClose : mapText.sagaOpen}
            onClick={onToggle}
          >
            {mapText.saga}
          </button>
        ) : (
          mapText.saga
        )}
      </h2>
      {entries.length === 0 && <span>{mapText.sagaEmpty}</span>}
      {entries.slice(0, SHOWN).map((entry) => (
        <span key={entry.seq} className="saga-line">
          {entry.text} · <Since instant={entry.at} />
        </span>
      ))}
    </section>
  );
}
