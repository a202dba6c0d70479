import type { PlayerRank } from '@cryptotribes/protocol/features/seasons';
import { Link } from 'wouter';
import { useMe } from '../../net/hooks.ts';
import { usePlayerRanks } from '../../net/ranks.ts';
import { ranksText as t } from '../../text/en/ranks.ts';
import { formatNumber } from '../../ui/format.ts';
import { Icon } from '../../ui/Icon.tsx';
import { Shield } from '../../ui/Shield.tsx';
import { Spark } from '../../ui/Spark.tsx';
import { type Column, RankList } from './RankList.tsx';
import { sum } from './TribeRanks.tsx';

const COLUMNS: readonly Column[] = [
  { key: 'rank', name: t.rank },
  { key: 'player', name: t.player },
  { key: 'tribe', name: t.tribe, isWide: true },
  { key: 'day', name: t.day, isWide: true },
  { key: 'vp', name: t.vp, isNumber: true },
  { key: 'hour', name: t.lastHour, isNumber: true },
];
const idOf = (player: PlayerRank) => player.userId;

export function PlayerRanks({ search }: { search: string }) {
  const ranks = usePlayerRanks(search);
  const myId = useMe().data?.id;

  function row(player: PlayerRank, isPinned: boolean) {
    const isMine = player.userId === myId;
    const { tribeId, tribeOrdinal } = player;
    const arms = tribeId !== null && tribeOrdinal !== null ? { tribeId, ordinal: tribeOrdinal } : null;
    return (
      <tr
        key={player.userId}
        data-testid={isPinned ? 'my-rank' : 'rank-row'}
        className={`${isMine ? 'mine' : ''} ${player.rank <= 3 ? `top-${player.rank}` : ''}`}
      >
        <td className="rank-no">
          <b>{formatNumber(player.rank)}</b>
        </td>
        <td className="rank-name">
          <Link href={`/player/${player.userId}`} className="row">
            {arms ? <Shield {...arms} width={26} /> : <Icon name="viking-head" className="rank-nobody" />}
            <span className="min-w-0">
              <b>{player.username ?? t.nameless}</b>
              {isMine && <span className="rank-mine">{t.you}</span>}
            </span>
          </Link>
        </td>
        <td className="desk">
          {player.tribeName && (
            <>
              {player.tribeName} <span className="faint">[{player.tribeTag}]</span>
            </>
          )}
        </td>
        <td className="desk">
          <Spark values={player.hours} label={t.dayTotal(formatNumber(sum(player.hours)))} />
        </td>
        <td className="n text-laurel">{formatNumber(player.victoryPoints)}</td>
        <td className="n text-pine">+{formatNumber(player.hours.at(-1) ?? 0)}</td>
      </tr>
    );
  }

  return <RankList columns={COLUMNS} ranks={ranks} idOf={idOf} renderRow={row} search={search} />;
}
