import { useSaga } from '../../net/hooks.ts';
import { mapText } from '../../text/en/map.ts';
import { Since } from '../../ui/Countdown.tsx';

const SHOWN = 6;

/** What happened in the land lately, as one line at the bottom. */
export function SagaStrip() {
  const entries = useSaga().data ?? [];
  return (
    <section className="saga" aria-label={mapText.saga}>
      <h2 className="cap">{mapText.saga}</h2>
      {entries.length === 0 && <span>{mapText.sagaEmpty}</span>}
      {entries.slice(0, SHOWN).map((entry) => (
        <span key={entry.seq} className="saga-line">
          {entry.text} · <Since instant={entry.at} />
        </span>
      ))}
    </section>
  );
}
