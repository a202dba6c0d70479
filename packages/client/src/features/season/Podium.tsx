import { Link } from 'wouter';
import { useTribeBoard } from '../../net/hooks.ts';
import { aboutText as t } from '../../text/en/about.ts';
import { formatNumber } from '../../ui/format.ts';
import { Shield } from '../../ui/Shield.tsx';
import './podium.css';

/** In the middle and highest: the first; left of it the second. */
const ORDER = [2, 1, 3];

/** The three best tribes of a season that is over. */
export default function Podium() {
  const tribes = useTribeBoard(5).data?.tribes ?? [];
  const shown = ORDER.flatMap((rank) => tribes.find((tribe) => tribe.rank === rank) ?? []);
  if (shown.length === 0) return null;
  return (
    <section aria-label={t.podium} data-testid="podium">
      <h2 className="cap mb-2">{t.podium}</h2>
      <ol className="podium">
        {shown.map((tribe) => (
          <li key={tribe.tribeId} className={`place-${tribe.rank}`}>
            <Link href={`/tribe/${tribe.tribeId}`}>
              <Shield tribeId={tribe.tribeId} ordinal={tribe.ordinal} width={tribe.rank === 1 ? 84 : 60} />
              <b className="disp">{tribe.tribeName}</b>
              <small>{t.podiumVp(formatNumber(tribe.totalVP))}</small>
            </Link>
            <span className="podium-step">{tribe.rank}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
