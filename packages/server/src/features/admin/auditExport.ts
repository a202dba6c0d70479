/** The audit log as a file. Read page by page, so that it never holds more than one in memory. */
import type { AuditEntry } from '@cryptotribes/protocol/features/admin';
import { csvLine } from '../../platform/csv.ts';
import type { Db } from '../../platform/db.ts';
import { auditEntry } from './audit.ts';
import { type AuditFilter, listActs } from './auditQueries.ts';

const PAGE = 500;
const MAX_EXPORTED = 100_000;

async function* entries(db: Db, filter: AuditFilter): AsyncGenerator<AuditEntry> {
  let afterId: number | null = null;
  for (let given = 0; given < MAX_EXPORTED; given += PAGE) {
    const rows = await listActs(db, filter, { afterId, limit: PAGE });
    for (const row of rows) yield auditEntry(row);
    if (rows.length < PAGE) return;
    afterId = rows.at(-1)?.id ?? null;
  }
}

const COLUMNS = [
  'entry_id',
  'at',
  'actor',
  'user_id',
  'username',
  'wallet',
  'role',
  'action',
  'target_kind',
  'target_id',
  'reason',
  'before',
  'after',
  'details',
];
const json = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));

export async function* auditCsv(db: Db, filter: AuditFilter): AsyncGenerator<string> {
  yield csvLine(COLUMNS);
  for await (const entry of entries(db, filter)) {
    yield csvLine([
      entry.entryId,
      entry.at,
      entry.actor,
      entry.person?.userId ?? null,
      entry.person?.username ?? null,
      entry.person?.walletAddress ?? null,
      entry.role,
      entry.action,
      entry.target?.kind ?? null,
      entry.target?.id ?? null,
      entry.reason,
      json(entry.before),
      json(entry.after),
      json(entry.details),
    ]);
  }
}

/** One JSON array of the list's entries. */
export async function* auditJson(db: Db, filter: AuditFilter): AsyncGenerator<string> {
  let separator = '[\n';
  for await (const entry of entries(db, filter)) {
    yield separator + JSON.stringify(entry);
    separator = ',\n';
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n';
}
