import { Link } from 'wouter';
import { appealText as t } from '../../text/en/appeal.ts';
import { useStanding } from '../appeal/appealApi.ts';

/** Shown while something was decided about the account; nothing for everybody else. */
export function StandingPanel({ userId }: { userId: string }) {
  const record = useStanding(userId).data;
  if (record === undefined || record.standing === 'good') return null;
  return (
    <section className="panel" data-testid="me-standing">
      <header>
        <h2>{t.title}</h2>
      </header>
      <div className="body grid gap-2">
        <p role="status">{t[record.standing]}</p>
        <Link href="/appeal" className="btn justify-self-start">
          {t.more}
        </Link>
      </div>
    </section>
  );
}
