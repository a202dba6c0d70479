import { useMe, usePlayerBoard } from '../../net/hooks.ts';
import { ranksText } from '../../text/en/ranks.ts';
import { tribeText } from '../../text/en/tribe.ts';
import { Empty } from '../../ui/Empty.tsx';
import { formatNumber, formatRank } from '../../ui/format.ts';
import { Shield } from '../../ui/Shield.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { Tag } from '../../ui/Tag.tsx';

const SHOWN = 100;
const t = ranksText;

export function PlayerRanks() {
  const { data, isLoading, error } = usePlayerBoard(SHOWN);
  const myId = useMe().data?.id;
  if (isLoading) return <Skeleton lines={8} />;
  if (error || !data) return <p className="text-blood">{t.failed}</p>;
  if (data.players.length === 0) return <Empty icon="laurels" sentence={t.empty} />;
  return (
    <>
      {data.userRank && (
        <p data-testid="my-rank" className="row">
          {t.yours} <b className="text-[18px]">{formatRank(data.userRank.rank)}</b>
          <span className="faint">
            {formatNumber(data.userRank.victoryPoints)} {t.vp}
          </span>
        </p>
      )}
      <div className="panel overflow-x-auto">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t.rank}</th>
              <th scope="col">{t.player}</th>
              <th scope="col">{t.tribe}</th>
              <th scope="col" className="n">
                {t.vp}
              </th>
            </tr>
          </thead>
          <tbody>
            {data.players.map((player) => (
              <tr key={player.userId} data-testid="rank-row" className={player.userId === myId ? 'mine' : ''}>
                <td className="faint font-semibold">{player.rank}</td>
                <td>
                  <b className="font-semibold">{player.username ?? tribeText.nameless}</b>
                  {player.userId === myId && <Tag tone="warm">{tribeText.you}</Tag>}
                  <small className="faint block text-[11px]">{player.userId}</small>
                </td>
                <td>
                  {player.tribeId && player.tribeOrdinal !== null && (
                    <span className="row">
                      <Shield tribeId={player.tribeId} ordinal={player.tribeOrdinal} width={22} />
                      <span className="desk">{player.tribeName}</span>
                      <span className="faint">[{player.tribeTag}]</span>
                    </span>
                  )}
                </td>
                <td className="n">{formatNumber(player.victoryPoints)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
