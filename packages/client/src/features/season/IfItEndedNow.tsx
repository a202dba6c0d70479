import type { Season } from '@cryptotribes/protocol/features/seasons';
import { prizeTribes, rankPrizesMicro } from '@cryptotribes/rules/prizes/split';
import { rulesetById } from '@cryptotribes/rules/rulesets/registry';
import { useMemo } from 'react';
import { Link } from 'wouter';
import { useMe, useTribeBoard } from '../../net/hooks.ts';
import { seasonText as t } from '../../text/en/season.ts';
import { Empty } from '../../ui/Empty.tsx';
import { formatNumber, formatUsdt } from '../../ui/format.ts';
import { Panel } from '../../ui/Panel.tsx';
import { Shield } from '../../ui/Shield.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';

const PRIZES = 10;

/** The first ten tribes with what they would get, by the rules' own division of the pool. */
export function IfItEndedNow({ season, poolMicro, isOver }: { season: Season; poolMicro: number; isOver: boolean }) {
  const board = useTribeBoard(PRIZES);
  const myTribeId = useMe().data?.tribeId;
  const tribes = board.data?.tribes;
  const prizes = useMemo(() => {
    const ranked = (tribes ?? []).map((tribe) => ({
      id: tribe.tribeId,
      totalVp: tribe.totalVP,
      members: Array.from({ length: tribe.memberCount }),
    }));
    const sharing = prizeTribes(ranked);
    const amounts = rankPrizesMicro(rulesetById(season.rulesetId), poolMicro, sharing.length);
    return new Map(sharing.map((tribe, index) => [tribe.id, amounts[index] ?? 0]));
  }, [tribes, poolMicro, season.rulesetId]);
  return (
    <Panel title={isOver ? t.ifNowFinal : t.ifNow}>
      {!tribes && <Skeleton lines={5} />}
      {tribes?.length === 0 && <Empty icon="knight-banner" sentence={t.ifNowEmpty} />}
      {tribes && tribes.length > 0 && (
        <table className="table">
          <thead>
            <tr>
              <th scope="col" colSpan={2}>
                {t.tribe}
              </th>
              <th scope="col" className="n">
                {t.vp}
              </th>
              {!season.free && (
                <th scope="col" className="n">
                  {t.prize}
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {tribes.map((tribe) => (
              <tr key={tribe.tribeId} className={tribe.tribeId === myTribeId ? 'mine' : ''}>
                <td className="faint w-8 font-semibold">{tribe.rank}</td>
                <td>
                  <Link href={`/tribe/${tribe.tribeId}`} className="row">
                    <Shield tribeId={tribe.tribeId} ordinal={tribe.ordinal} width={24} />
                    <b className="font-semibold">{tribe.tribeName}</b>
                  </Link>
                </td>
                <td className="n text-laurel">{formatNumber(tribe.totalVP)}</td>
                {!season.free && (
                  <td className="n text-gold">
                    {prizes.has(tribe.tribeId) ? formatUsdt((prizes.get(tribe.tribeId) ?? 0) / 1e6) : '–'}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}
