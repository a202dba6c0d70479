import type { Season } from '@cryptotribes/protocol/features/seasons';
import { Link } from 'wouter';
import { errorText } from '../../app/errorText.ts';
import { useJoinSeason } from '../../net/tribeMutations.ts';
import { welcomeText } from '../../text/en/welcome.ts';
import { formatUsdt } from '../../ui/format.ts';

const t = welcomeText.entry;
/** SPEC 3: 85 % of the entry goes to the pool. */
const POOL_SHARE = 0.85;

function Watch({ sentence }: { sentence: string }) {
  return (
    <>
      <p className="muted">{sentence}</p>
      <Link href="/territories" className="btn justify-self-start">
        {t.watch}
      </Link>
    </>
  );
}

function FreeEntry({ season }: { season: Season }) {
  const join = useJoinSeason();
  return (
    <>
      <p className="muted">{t.free}</p>
      {join.error && (
        <p role="alert" className="text-blood">
          {errorText(join.error)}
        </p>
      )}
      <button
        type="button"
        className="btn prime justify-self-start"
        disabled={join.isPending}
        onClick={() => join.mutate(season.seasonId)}
      >
        {join.isPending ? t.entering : t.enter}
      </button>
    </>
  );
}

function PaidEntry({ season }: { season: Season }) {
  const pool = Math.round(season.entryFee * POOL_SHARE * 100) / 100;
  return (
    <>
      <h3 className="text-[20px]">{t.paidTitle(formatUsdt(season.entryFee))}</h3>
      <dl className="entry-split">
        <div>
          <dt>{t.pool}</dt>
          <dd>{formatUsdt(pool)}</dd>
        </div>
        <div>
          <dt>{t.fee}</dt>
          <dd>{formatUsdt(season.entryFee - pool)}</dd>
        </div>
      </dl>
      <p className="muted">{t.refund}</p>
      <p>{t.nothing}</p>
      {/* A new document: the page where fees are paid may load more than this one. */}
      <a href="/enter" className="btn prime justify-self-start">
        {t.toPay}
      </a>
    </>
  );
}

/** Step 4: into the season, for free, or over the page where the fee is paid. */
export function EntryStep({ season }: { season: Season | undefined }) {
  if (!season) return <Watch sentence={t.none} />;
  if (season.status !== 'registration' && season.status !== 'active') return <Watch sentence={t.closed} />;
  return season.free ? <FreeEntry season={season} /> : <PaidEntry season={season} />;
}
