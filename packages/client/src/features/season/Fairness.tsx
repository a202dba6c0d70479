import type { Season } from '@cryptotribes/protocol/features/seasons';
import { Link } from 'wouter';
import { useReveal } from '../../net/season.ts';
import { aboutText } from '../../text/en/about.ts';
import { seasonText as t } from '../../text/en/season.ts';
import { Panel } from '../../ui/Panel.tsx';

/** The commitment, and the secret once it is out. */
export function Fairness({ season, isOver }: { season: Season; isOver: boolean }) {
  const reveal = useReveal(season.seasonId, isOver).data;
  return (
    <Panel title={aboutText.fairTitle}>
      <p className="muted mb-3">{aboutText.fair}</p>
      <p className="cap mb-1">{t.commitment}</p>
      <code className="hash">{season.commitment}</code>
      {reveal && (
        <>
          <p className="cap mt-3 mb-1">{t.secret}</p>
          <code className="hash">{reveal.secret}</code>
          <p className="muted mt-2 text-[13px]">{t.revealed}</p>
          <Link className="btn s mt-2 mr-3" href={`/fair?season=${season.seasonId}`}>
            {t.checkAll}
          </Link>
          <a className="underline underline-offset-4" href={`/v1/seasons/${season.seasonId}/reveal`}>
            {t.revealLink}
          </a>
        </>
      )}
      {!reveal && (
        <Link className="mt-3 inline-block underline underline-offset-4" href="/fair">
          {t.howChecked}
        </Link>
      )}
    </Panel>
  );
}
