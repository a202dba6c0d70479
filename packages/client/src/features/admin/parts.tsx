/** Small pieces that the sections share. */
import type { AdminRole } from '@cryptotribes/protocol/core/adminRoles';
import type { Person } from '@cryptotribes/protocol/features/admin';
import type { Standing } from '@cryptotribes/protocol/features/standing';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { errorText } from '../../app/errorText.ts';
import { adminText as t } from '../../text/en/admin.ts';
import { formatInstant } from '../../ui/format.ts';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { Tag } from '../../ui/Tag.tsx';

/** Whether one of the roles is held. */
export const may = (held: readonly AdminRole[], ...needed: AdminRole[]): boolean =>
  needed.some((role) => held.includes(role));

export const shortWallet = (wallet: string): string => `${wallet.slice(0, 6)}…${wallet.slice(-4)}`;
export const nameOf = (person: Person): string => person.username ?? shortWallet(person.walletAddress);

/** A player, as a link to what is known about them. */
export function PersonLink({ person }: { person: Person }) {
  return (
    <Link href={`/admin/users/${person.userId}`} className="admin-link">
      {nameOf(person)}
    </Link>
  );
}

const TONES = { good: '', restricted: 'warm', banned: 'down' } as const;
export function StandingTag({ standing }: { standing: Standing }) {
  return <Tag tone={TONES[standing]}>{t.users.standings[standing]}</Tag>;
}

export function When({ at }: { at: string }) {
  return <time dateTime={at}>{formatInstant(at)}</time>;
}

interface LoadedProps<T> {
  query: { data: T | undefined; error: unknown; refetch: () => unknown };
  children: (data: T) => ReactNode;
}

/** What was asked for, or that it is on its way, or that it failed. */
export function Loaded<T>({ query, children }: LoadedProps<T>) {
  if (query.data !== undefined) return children(query.data);
  if (query.error === null) return <Skeleton lines={6} />;
  return (
    <div role="alert" className="row flex-wrap">
      {t.failed} {errorText(query.error)}
      <button type="button" className="btn s" onClick={() => query.refetch()}>
        {t.again}
      </button>
    </div>
  );
}

interface TableProps {
  label: string;
  columns: readonly string[];
  children: ReactNode;
}

/** A dense table; on phones each row becomes a card (the cells name their column in `data-label`). */
export function Table({ label, columns, children }: TableProps) {
  return (
    <table className="table admin-table" aria-label={label}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}

export function Cell({ label, children }: { label: string; children: ReactNode }) {
  return <td data-label={label}>{children}</td>;
}

interface MoreProps {
  list: { hasMore: boolean; loadMore: () => void; isLoadingMore: boolean };
}
export function More({ list }: MoreProps) {
  if (!list.hasMore) return null;
  return (
    <button type="button" className="btn s justify-self-start" disabled={list.isLoadingMore} onClick={list.loadMore}>
      {t.more}
    </button>
  );
}

/** Data of any form, as it was written down. */
export function Json({ value }: { value: unknown }) {
  return <pre className="admin-json">{JSON.stringify(value, null, 2)}</pre>;
}
