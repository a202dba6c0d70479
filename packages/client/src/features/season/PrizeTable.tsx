import type { Season } from '@cryptotribes/protocol/features/seasons';
import { aboutText } from '../../text/en/about.ts';
import { formatUsdt } from '../../ui/format.ts';

/** Prizes by rank as of now (GAME_DESIGN 5). For paid seasons only. */
export function PrizeTable({ season }: { season: Season }) {
  const { breakdown } = season.prizePool;
  const rows = [
    ['1', '30 %', breakdown.rank1],
    ['2', '20 %', breakdown.rank2],
    ['3', '10 %', breakdown.rank3],
    ['4 – 10', '5.71 %', breakdown.rank4_10],
  ] as const;
  return (
    <>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{aboutText.prizeRank}</th>
            <th scope="col">{aboutText.prizeShare}</th>
            <th scope="col" className="n">
              {aboutText.prizeAmount}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([rank, share, amount]) => (
            <tr key={rank}>
              <td>{rank}</td>
              <td>{share}</td>
              <td className="n">{formatUsdt(amount)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="muted mt-3 text-[13px]">
        {aboutText.prizeInside} {aboutText.prizeFewer}
      </p>
    </>
  );
}
