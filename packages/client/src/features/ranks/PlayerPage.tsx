/** What everybody may see of a player. */
import { ApiError } from '@cryptotribes/protocol/client/apiError';
import { Link, useParams } from 'wouter';
import { errorText } from '../../app/errorText.ts';
import { useTitle } from '../../app/useTitle.ts';
import { useMe } from '../../net/hooks.ts';
import { usePlayer } from '../../net/ranks.ts';
import { ranksText as t } from '../../text/en/ranks.ts';
import { Empty } from '../../ui/Empty.tsx';
import { formatNumber, formatRank } from '../../ui/format.ts';
import { Icon } from '../../ui/Icon.tsx';
import { Shield } from '../../ui/Shield.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { Spark } from '../../ui/Spark.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { sum } from './TribeRanks.tsx';
import './ranks.css';

export default function PlayerPage() {
  const { userId = '' } = useParams<{ userId: string }>();
  const { data: player, error } = usePlayer(userId);
  const isMe = useMe().data?.id === userId;
  const name = player ? (player.username ?? t.nameless) : null;
  useTitle(name ?? t.player);
  if (!player) {
    const isUnknown = error instanceof ApiError && (error.status === 404 || error.status === 400);
    return (
      <main id="main" className="page grid content-start gap-4" aria-busy={!error}>
        <h1>{t.player}</h1>
        {error ? (
          <Empty
            icon="snowflake-2"
            sentence={isUnknown ? t.noPlayer : errorText(error)}
            action={
              <Link href="/ranks?of=players" className="btn">
                {t.toRanks}
              </Link>
            }
          />
        ) : (
          <Skeleton lines={5} />
        )}
      </main>
    );
  }
  const { tribeId, tribeName, tribeTag, tribeOrdinal, victoryPoints, vpRank, hours } = player;
  return (
    <main id="main" className="page grid content-start gap-4" data-testid="player">
      <section className="panel player-card">
        <span className="player-arms">
          {tribeId !== null && tribeOrdinal !== null ? (
            <Shield tribeId={tribeId} ordinal={tribeOrdinal} width={92} />
          ) : (
            <Icon name="viking-head" />
          )}
        </span>
        <div className="min-w-0">
          <h1>{name}</h1>
          <p className="row mt-2 flex-wrap">
            {isMe && <Tag tone="warm">{t.you}</Tag>}
            {tribeId && tribeName ? (
              <Link href={`/tribe/${tribeId}`} className="muted underline underline-offset-4">
                {tribeName} [{tribeTag}]
              </Link>
            ) : (
              <span className="muted">{t.noTribe}</span>
            )}
          </p>
        </div>
        <dl className="player-facts">
          <div>
            <dt>{t.rank}</dt>
            <dd>{vpRank === null ? '–' : formatRank(vpRank)}</dd>
          </div>
          <div>
            <dt>{t.vpLong}</dt>
            <dd className="text-laurel">{formatNumber(victoryPoints)}</dd>
          </div>
          <div>
            <dt>{t.day}</dt>
            <dd className="text-pine">+{formatNumber(sum(hours))}</dd>
          </div>
        </dl>
        <div className="player-spark">
          <Spark values={hours} label={t.dayTotal(formatNumber(sum(hours)))} width={420} height={72} />
          <p className="faint text-[12px]">{t.sparkNote}</p>
        </div>
      </section>
      {vpRank === null && <p className="muted">{t.notInSeason}</p>}
      <Link href="/ranks?of=players" className="btn justify-self-start">
        {t.toRanks}
      </Link>
    </main>
  );
}
