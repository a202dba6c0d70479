import type { TribeRank } from '@cryptotribes/protocol/features/seasons';
import { Link } from 'wouter';
import { useMe, useSeason } from '../../net/hooks.ts';
import { useTribeRanks } from '../../net/ranks.ts';
import { ranksText as t } from '../../text/en/ranks.ts';
import { formatNumber, formatUsdt } from '../../ui/format.ts';
import { Shield } from '../../ui/Shield.tsx';
import { Spark } from '../../ui/Spark.tsx';
import { type Column, RankList } from './RankList.tsx';
import { RankMove } from './RankMove.tsx';

/** Prize of a rank as of now in USDT; null beyond the tenth. */
export function prizeOf(rank: number, prizes: { rank1: number; rank2: number; rank3: number; rank4_10: number }) {
  if (rank > 10) return null;
  return [prizes.rank1, prizes.rank2, prizes.rank3][rank - 1] ?? prizes.rank4_10;
}

const COLUMNS: readonly Column[] = [
  { key: 'rank', name: t.rank },
  { key: 'tribe', name: t.tribe },
  { key: 'day', name: t.day, isWide: true },
  { key: 'vp', name: t.vp, isNumber: true },
  { key: 'hour', name: t.lastHour, isNumber: true },
  { key: 'lands', name: t.lands, isNumber: true, isWide: true },
  { key: 'members', name: t.members, isNumber: true, isWide: true },
];
const PRIZE: Column = { key: 'prize', name: t.prize, isNumber: true, isWide: true };

export const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
const idOf = (tribe: TribeRank) => tribe.tribeId;

export function TribeRanks({ search }: { search: string }) {
  const ranks = useTribeRanks(search);
  const season = useSeason().data;
  const myTribeId = useMe().data?.tribeId;
  const hasPrizes = season !== undefined && !season.free;

  function row(tribe: TribeRank, isPinned: boolean) {
    const isMine = tribe.tribeId === myTribeId;
    const prize = hasPrizes ? prizeOf(tribe.rank, season.prizePool.breakdown) : null;
    return (
      <tr
        key={tribe.tribeId}
        data-testid={isPinned ? 'my-rank' : 'rank-row'}
        className={`${isMine ? 'mine' : ''} ${tribe.rank <= 3 ? `top-${tribe.rank}` : ''}`}
      >
        <td className="rank-no">
          <b>{formatNumber(tribe.rank)}</b>
          <RankMove rank={tribe.rank} before={tribe.rankHourAgo} />
        </td>
        <td className="rank-name">
          <Link href={`/tribe/${tribe.tribeId}`} className="row">
            <Shield tribeId={tribe.tribeId} ordinal={tribe.ordinal} width={tribe.rank <= 3 && !isPinned ? 34 : 26} />
            <span className="min-w-0">
              <b>{tribe.tribeName}</b> <span className="faint">[{tribe.tag}]</span>
              {isMine && <span className="rank-mine">{t.yourTribe}</span>}
            </span>
          </Link>
        </td>
        <td className="desk">
          <Spark values={tribe.hours} label={t.dayTotal(formatNumber(sum(tribe.hours)))} />
        </td>
        <td className="n text-laurel">{formatNumber(tribe.totalVP)}</td>
        <td className="n text-pine">+{formatNumber(tribe.lastHourVP)}</td>
        <td className="n desk">{tribe.territoriesControlled}</td>
        <td className="n desk">{tribe.memberCount}</td>
        {hasPrizes && <td className="n desk text-gold">{prize === null ? '–' : formatUsdt(prize)}</td>}
      </tr>
    );
  }

  return (
    <RankList
      columns={hasPrizes ? [...COLUMNS, PRIZE] : COLUMNS}
      ranks={ranks}
      idOf={idOf}
      renderRow={row}
      search={search}
    />
  );
}
