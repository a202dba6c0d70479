import { Link } from 'wouter';
import { useMe, useSeason, useTribeBoard } from '../../net/hooks.ts';
import { ranksText } from '../../text/en/ranks.ts';
import { Empty } from '../../ui/Empty.tsx';
import { formatNumber, formatUsdt } from '../../ui/format.ts';
import { Shield } from '../../ui/Shield.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';

const SHOWN = 100;
const t = ranksText;

/** Prize of a rank as of now in USDT; null beyond the tenth. */
function prizeOf(rank: number, prizes: { rank1: number; rank2: number; rank3: number; rank4_10: number }) {
  if (rank > 10) return null;
  return [prizes.rank1, prizes.rank2, prizes.rank3][rank - 1] ?? prizes.rank4_10;
}

export function TribeRanks() {
  const { data, isLoading, error } = useTribeBoard(SHOWN);
  const season = useSeason().data;
  const myTribeId = useMe().data?.tribeId;
  const hasPrizes = season !== undefined && !season.free;
  if (isLoading) return <Skeleton lines={8} />;
  if (error || !data) return <p className="text-blood">{t.failed}</p>;
  if (data.tribes.length === 0) return <Empty icon="laurels" sentence={t.empty} />;
  return (
    <div className="panel overflow-x-auto">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t.rank}</th>
            <th scope="col">{t.tribe}</th>
            <th scope="col" className="n">
              {t.vp}
            </th>
            <th scope="col" className="n">
              {t.lastHour}
            </th>
            <th scope="col" className="n desk">
              {t.lands}
            </th>
            <th scope="col" className="n desk">
              {t.members}
            </th>
            {hasPrizes && (
              <th scope="col" className="n desk">
                {t.prize}
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {data.tribes.map((tribe) => {
            const prize = hasPrizes && season ? prizeOf(tribe.rank, season.prizePool.breakdown) : null;
            return (
              <tr key={tribe.tribeId} data-testid="rank-row" className={tribe.tribeId === myTribeId ? 'mine' : ''}>
                <td className="faint font-semibold">{tribe.rank}</td>
                <td>
                  <Link href={`/tribe/${tribe.tribeId}`} className="row">
                    <Shield tribeId={tribe.tribeId} ordinal={tribe.ordinal} width={24} />
                    <b className="font-semibold">{tribe.tribeName}</b>
                    <span className="faint">[{tribe.tag}]</span>
                  </Link>
                </td>
                <td className="n">{formatNumber(tribe.totalVP)}</td>
                <td className="n text-pine">+{formatNumber(tribe.lastHourVP)}</td>
                <td className="n desk">{tribe.territoriesControlled}</td>
                <td className="n desk">{tribe.memberCount}</td>
                {hasPrizes && <td className="n desk">{prize === null ? '–' : formatUsdt(prize)}</td>}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
