import type { NoticeClass } from '@cryptotribes/protocol/core/notices';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import { noticesOpenStore } from '../../app/noticeStores.ts';
import { useServerNow } from '../../net/hooks.ts';
import { noticeListText as t } from '../../text/en/noticeList.ts';
import { shellText } from '../../text/en/shell.ts';
import { formatSpan } from '../../ui/format.ts';
import { Icon } from '../../ui/Icon.tsx';
import { LineIcon } from '../../ui/LineIcon.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { useSidePanel } from '../wallet/useSidePanel.ts';
import { useNotices } from './NoticeCentre.tsx';
import { fetchOlder, markAllRead } from './noticeCache.ts';
import type { Notice } from './noticeModel.ts';
import './notices.css';

const FILTERS = ['all', 'act', 'result', 'world'] as const;
const close = () => noticesOpenStore.set(false);

function Row({ notice, isUnread, nowMs }: { notice: Notice; isUnread: boolean; nowMs: number }) {
  const { text, at, link, tone, loudness } = notice;
  return (
    <li className={`notice ${tone} ${loudness}`} data-testid="notice">
      <Link href={link.path} className="notice-link" title={link.label} onClick={close}>
        {isUnread && <span className="notice-dot" role="img" aria-label={t.unread} />}
        <span className="min-w-0 flex-1">{text}</span>
        <time dateTime={at} className="faint whitespace-nowrap text-[12px]">
          {t.ago(formatSpan(Math.max(0, nowMs - Date.parse(at))))}
        </time>
      </Link>
    </li>
  );
}

/** The list behind the bell. Closing it marks what it showed as read. */
export default function NoticesPanel() {
  const panel = useSidePanel<HTMLElement>(close);
  const nowMs = useServerNow();
  const { query, shown, readSeq } = useNotices();
  const [filter, setFilter] = useState<'all' | NoticeClass>('all');
  const older = useMutation({ mutationFn: fetchOlder });
  useEffect(() => markAllRead, []);
  const rows = shown?.filter(({ loudness }) => filter === 'all' || loudness === filter) ?? [];
  return (
    <section ref={panel} className="panel notices" aria-labelledby="notices-title" tabIndex={-1} data-testid="notices">
      <div className="row sp">
        <h2 id="notices-title" className="disp text-[24px]">
          {t.title}
        </h2>
        <span className="row gap-0">
          <Link href="/me#notices" className="ib" aria-label={t.settings} title={t.settings} onClick={close}>
            <Icon name="cog" />
          </Link>
          <button type="button" className="ib" aria-label={shellText.close} onClick={close}>
            <LineIcon name="close" />
          </button>
        </span>
      </div>
      <div className="switch notices-filter" role="group" aria-label={t.filter}>
        {FILTERS.map((key) => (
          <button key={key} type="button" aria-pressed={filter === key} onClick={() => setFilter(key)}>
            {t.filters[key]}
          </button>
        ))}
      </div>
      {query.isLoading && <Skeleton lines={6} />}
      {query.isError && (
        <p role="alert" className="row sp p-2">
          {t.failed}
          <button type="button" className="btn s" onClick={() => query.refetch()}>
            {t.again}
          </button>
        </p>
      )}
      {shown && rows.length === 0 && (
        <p className="muted p-4 text-center">{shown.length === 0 ? t.empty : t.emptyHere}</p>
      )}
      <ul className="notices-list">
        {rows.map((notice) => (
          <Row key={notice.seq} notice={notice} isUnread={notice.seq > readSeq} nowMs={nowMs} />
        ))}
      </ul>
      <div className="row sp">
        <button
          type="button"
          className="btn s ghost"
          disabled={!rows.some(({ seq }) => seq > readSeq)}
          onClick={markAllRead}
        >
          {t.markAll}
        </button>
        {query.data?.hasMore && (
          <button type="button" className="btn s ghost" disabled={older.isPending} onClick={() => older.mutate()}>
            {t.older}
          </button>
        )}
      </div>
    </section>
  );
}
