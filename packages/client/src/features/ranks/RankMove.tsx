import { ranksText as t } from '../../text/en/ranks.ts';

interface RankMoveProps {
  rank: number;
  before: number | null;
}

/** How many places since the tally before: an arrow with a number, and the same in words. */
export function RankMove({ rank, before }: RankMoveProps) {
  if (before === null || before === rank) return <span className="rank-move" />;
  const places = Math.abs(before - rank);
  const isUp = before > rank;
  return (
    <span className={`rank-move ${isUp ? 'text-pine' : 'text-blood'}`}>
      <span aria-hidden="true">
        {isUp ? '▲' : '▼'}
        {places}
      </span>
      <span className="sr-only">{isUp ? t.up(places) : t.down(places)}</span>
    </span>
  );
}
