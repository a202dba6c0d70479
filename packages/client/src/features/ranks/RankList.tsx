import type { ReactNode } from 'react';
import { errorText } from '../../app/errorText.ts';
import { useSeason } from '../../net/hooks.ts';
import { ranksText as t } from '../../text/en/ranks.ts';
import { Countdown } from '../../ui/Countdown.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { formatNumber } from '../../ui/format.ts';

const SKELETON_ROWS = [0, 1, 2, 3, 4, 5, 6, 7];

export interface Column {
  key: string;
  name: string;
  isNumber?: boolean;
  /** Left out on phones. */
  isWide?: boolean;
}

interface RankListProps<Row> {
  columns: readonly Column[];
  ranks: {
    rows: readonly Row[] | undefined;
    /** The own row; pinned below while it is not among those shown. */
    mine: Row | null;
    total: number;
    error: Error | null;
    hasMore: boolean;
    isLoadingMore: boolean;
    loadMore: () => void;
    refetch: () => void;
  };
  idOf: (row: Row) => string;
  renderRow: (row: Row, isPinned: boolean) => ReactNode;
  search: string;
}

/** Says when the first points come; shown while nobody has any. */
function FirstTally() {
  const next = useSeason().data?.nextTickAt;
  if (!next) return <Empty icon="laurels" sentence={t.empty} />;
  return (
    <div className="rank-empty">
      <Empty icon="laurels" sentence={t.emptyUntil} />
      <b>
        <Countdown until={next.vp} />
      </b>
    </div>
  );
}

/** A ranking: a table that goes on as far as one likes, with the own row always in view. */
export function RankList<Row>({ columns, ranks, idOf, renderRow, search }: RankListProps<Row>) {
  const { rows, error } = ranks;
  const mine = search ? null : ranks.mine;
  if (!rows) {
    return error ? (
      <div role="alert" className="row flex-wrap">
        {t.failed} {errorText(error)}
        <button type="button" className="btn s" onClick={() => ranks.refetch()}>
          {t.again}
        </button>
      </div>
    ) : (
      <div className="panel rank-panel" aria-hidden="true">
        {SKELETON_ROWS.map((row) => (
          <div key={row} className="skeleton rank-skeleton" />
        ))}
      </div>
    );
  }
  if (rows.length === 0) return search ? <Empty icon="laurels" sentence={t.notFound(search)} /> : <FirstTally />;
  const isPinned = mine !== null && !rows.some((row) => idOf(row) === idOf(mine));
  return (
    <>
      <div className="panel rank-panel">
        <table className="table ranks">
          <thead>
            <tr>
              {columns.map(({ key, name, isNumber, isWide }) => (
                <th key={key} scope="col" className={`${isNumber ? 'n' : ''} ${isWide ? 'desk' : ''}`}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>{rows.map((row) => renderRow(row, false))}</tbody>
          {isPinned && mine !== null && <tfoot>{renderRow(mine, true)}</tfoot>}
        </table>
      </div>
      <div className="row sp flex-wrap">
        <span className="faint text-[13px]">{t.shown(formatNumber(rows.length), formatNumber(ranks.total))}</span>
        {ranks.hasMore && (
          <button type="button" className="btn" disabled={ranks.isLoadingMore} onClick={() => ranks.loadMore()}>
            {ranks.isLoadingMore ? t.loading : t.more}
          </button>
        )}
      </div>
    </>
  );
}
