import type { Address, Hex } from 'viem';
import { type Db, many, maybeOne, run, statement, timestamp, timestampOrNull } from '../../../platform/db.ts';
import type { DepositKind, LoggedDeposit } from './depositLogs.ts';

export type DepositStatus = 'seen' | 'vanished' | 'final' | 'credited' | 'refunding' | 'quarantined' | 'dismissed';

/** What names a deposit for ever. */
export interface DepositKey {
  readonly chainId: number;
  readonly txHash: Hex;
  readonly logIndex: number;
}
/** A deposit as kept, and what was decided about it; times in milliseconds. */
export interface Deposit extends LoggedDeposit, DepositKey {
  readonly status: DepositStatus;
  readonly reason: string | null;
  readonly paymentId: string | null;
  /** Where a refund goes when not to the payer. */
  readonly refundTo: Address | null;
  readonly paidAtMs: number | null;
  readonly seenAtMs: number;
}

interface Row {
  chain_id: number;
  tx_hash: Buffer;
  log_index: number;
  kind: DepositKind;
  block_number: number;
  block_hash: Buffer;
  payer: Buffer;
  player: Buffer | null;
  vault_season: string | null;
  amount_micro: string;
  status: DepositStatus;
  reason: string | null;
  payment_id: string | null;
  refund_to: Buffer | null;
  paid_at: number | null;
  seen_at: number;
}
const columns =
  'chain_id, tx_hash, log_index, kind, block_number, block_hash, payer, player, vault_season, amount_micro, status, reason, payment_id, refund_to, paid_at, seen_at';

const hex = (bytes: Buffer): Hex => `0x${bytes.toString('hex')}`;
export const bytesOf = (text: Hex): Buffer => Buffer.from(text.slice(2), 'hex');
const keyValues = (key: DepositKey) => [key.chainId, bytesOf(key.txHash), key.logIndex];

const toDeposit = (row: Row): Deposit => ({
  chainId: row.chain_id,
  txHash: hex(row.tx_hash),
  logIndex: row.log_index,
  kind: row.kind,
  blockNumber: row.block_number,
  blockHash: hex(row.block_hash),
  payer: hex(row.payer),
  player: row.player === null ? null : hex(row.player),
  vaultSeason: row.vault_season === null ? null : BigInt(row.vault_season),
  amountMicro: BigInt(row.amount_micro),
  status: row.status,
  reason: row.reason,
  paymentId: row.payment_id,
  refundTo: row.refund_to === null ? null : hex(row.refund_to),
  paidAtMs: row.paid_at,
  seenAtMs: row.seen_at,
});

// What was final or decided stays as it is; what was only seen, or had vanished, takes its present place.
const save = statement(
  'deposits.save',
  `insert into chain_deposits as d (chain_id, tx_hash, log_index, kind, block_number, block_hash, payer, player, vault_season, amount_micro, status, seen_at)
   select $1, x.tx_hash, x.log_index, x.kind, x.block_number, x.block_hash, x.payer, x.player, x.vault_season, x.amount_micro, $2, $3
   from unnest($4::bytea[], $5::int[], $6::text[], $7::bigint[], $8::bytea[], $9::bytea[], $10::bytea[], $11::numeric[], $12::numeric[])
     as x(tx_hash, log_index, kind, block_number, block_hash, payer, player, vault_season, amount_micro)
   order by x.block_number, x.log_index
   on conflict (chain_id, tx_hash, log_index) do update
     set kind = excluded.kind, block_number = excluded.block_number, block_hash = excluded.block_hash, payer = excluded.payer,
         player = excluded.player, vault_season = excluded.vault_season, amount_micro = excluded.amount_micro, status = excluded.status
     where d.status in ('seen', 'vanished')
       and (d.status <> excluded.status or d.block_hash <> excluded.block_hash)
   returning ${columns}`,
);
/** Keeps what the chain told, as 'seen' or as 'final'; gives those that are new or changed. */
export async function saveDeposits(
  db: Db,
  chainId: number,
  deposits: readonly LoggedDeposit[],
  status: 'seen' | 'final',
  nowMs: number,
): Promise<Deposit[]> {
  if (deposits.length === 0) return [];
  const rows = await many<Row>(db, save, [
    ...[chainId, status, timestamp(nowMs)],
    deposits.map((d) => bytesOf(d.txHash)),
    deposits.map((d) => d.logIndex),
    deposits.map((d) => d.kind),
    deposits.map((d) => d.blockNumber),
    deposits.map((d) => bytesOf(d.blockHash)),
    deposits.map((d) => bytesOf(d.payer)),
    deposits.map((d) => (d.player === null ? null : bytesOf(d.player))),
    deposits.map((d) => d.vaultSeason?.toString() ?? null),
    deposits.map((d) => d.amountMicro.toString()),
  ]);
  return rows.map(toDeposit);
}

const vanish = statement(
  'deposits.vanish',
  `update chain_deposits set status = 'vanished' where chain_id = $1 and tx_hash = $2 and log_index = $3 and status = 'seen'`,
);
/** The deposit is in no block any more. */
export const markVanished = (db: Db, key: DepositKey): Promise<number> => run(db, vanish, keyValues(key));

const unsettle = statement(
  'deposits.unsettle',
  `update chain_deposits set status = 'seen' where chain_id = $1 and tx_hash = $2 and log_index = $3 and status = 'final'`,
);
/** A second look did not find it where it was: it has to be found again. */
export const markUnsettled = (db: Db, key: DepositKey): Promise<number> => run(db, unsettle, keyValues(key));

const listSeen = statement(
  'deposits.seen',
  `select ${columns} from chain_deposits where chain_id = $1 and status = 'seen' order by block_number, log_index limit 1000`,
);
export const listSeenDeposits = async (db: Db, chainId: number): Promise<Deposit[]> =>
  (await many<Row>(db, listSeen, [chainId])).map(toDeposit);

const listDue = statement(
  'deposits.due',
  `select ${columns} from chain_deposits where chain_id = $1 and status = 'final' and (next_try_at is null or next_try_at <= $2)
   order by block_number, log_index limit 100`,
);
/** Final ones that wait for a decision, in the chain's order. */
export const listDueDeposits = async (db: Db, chainId: number, nowMs: number): Promise<Deposit[]> =>
  (await many<Row>(db, listDue, [chainId, timestamp(nowMs)])).map(toDeposit);

const later = statement(
  'deposits.later',
  'update chain_deposits set next_try_at = $4 where chain_id = $1 and tx_hash = $2 and log_index = $3',
);
export const putDepositOff = (db: Db, key: DepositKey, untilMs: number): Promise<number> =>
  run(db, later, [...keyValues(key), timestamp(untilMs)]);

// Whoever decides about a deposit holds its row; season and payment are taken after it.
const lock = statement(
  'deposits.lock',
  `select ${columns} from chain_deposits where chain_id = $1 and tx_hash = $2 and log_index = $3 for update`,
);
export async function lockDeposit(db: Db, key: DepositKey): Promise<Deposit | null> {
  const row = await maybeOne<Row>(db, lock, keyValues(key));
  return row && toDeposit(row);
}

const find = statement(
  'deposits.find',
  `select ${columns} from chain_deposits where chain_id = $1 and tx_hash = $2 and log_index = $3`,
);
export async function findDeposit(db: Db, key: DepositKey): Promise<Deposit | null> {
  const row = await maybeOne<Row>(db, find, keyValues(key));
  return row && toDeposit(row);
}

const decide = statement(
  'deposits.decide',
  `update chain_deposits set status = $4, reason = $5, payment_id = $6, paid_at = coalesce($7, paid_at), decided_at = $8, next_try_at = null
   where chain_id = $1 and tx_hash = $2 and log_index = $3`,
);
export interface DepositDecision {
  readonly status: 'credited' | 'refunding' | 'quarantined' | 'dismissed';
  readonly reason: string | null;
  readonly paymentId: string | null;
}
/** Writes the decision; the caller holds the row. */
export const markDecided = (
  db: Db,
  key: DepositKey,
  { status, reason, paymentId }: DepositDecision,
  paidAtMs: number | null,
  nowMs: number,
): Promise<number> =>
  run(db, decide, [...keyValues(key), status, reason, paymentId, timestampOrNull(paidAtMs), timestamp(nowMs)]);

const ofTransaction = statement(
  'deposits.ofTransaction',
  `select ${columns} from chain_deposits where chain_id = $1 and tx_hash = $2 order by log_index`,
);
export const listDepositsOfTransaction = async (db: Db, chainId: number, txHash: Hex): Promise<Deposit[]> =>
  (await many<Row>(db, ofTransaction, [chainId, bytesOf(txHash)])).map(toDeposit);

const reopen = statement(
  'deposits.reopen',
  `update chain_deposits set status = 'final', decided_at = null, reason = null, next_try_at = null
   where chain_id = $1 and coalesce(player, payer) = $2 and status = 'quarantined' and reason = any($3)`,
);
/** Deposits of this wallet that were put aside for these reasons are decided once more; gives how many. */
export const reopenDeposits = (db: Db, chainId: number, wallet: Address, reasons: readonly string[]): Promise<number> =>
  run(db, reopen, [chainId, bytesOf(wallet), reasons]);

const assign = statement(
  'deposits.assign',
  `update chain_deposits set status = 'final', decided_at = null, reason = null, next_try_at = null, payment_id = $4
   where chain_id = $1 and tx_hash = $2 and log_index = $3 and status = 'quarantined'`,
);
/** Has the program decide once more, for this payment. The caller holds the row. */
export const assignDeposit = (db: Db, key: DepositKey, paymentId: string): Promise<number> =>
  run(db, assign, [...keyValues(key), paymentId]);

const redirect = statement(
  'deposits.redirect',
  'update chain_deposits set refund_to = $4 where chain_id = $1 and tx_hash = $2 and log_index = $3',
);
export const redirectRefund = (db: Db, key: DepositKey, to: Address): Promise<number> =>
  run(db, redirect, [...keyValues(key), bytesOf(to)]);

const quarantined = statement(
  'deposits.quarantined',
  `select ${columns} from chain_deposits where status = 'quarantined' order by seen_at, block_number, log_index limit 500`,
);
/** Those that wait for people, oldest first. */
export const listQuarantined = async (db: Db): Promise<Deposit[]> => (await many<Row>(db, quarantined)).map(toDeposit);

const creditedSince = statement(
  'deposits.creditedSince',
  `select ${columns} from chain_deposits where chain_id = $1 and status in ('credited', 'refunding') and decided_at >= $2
   order by decided_at desc limit 500`,
);
export const listCreditedSince = async (db: Db, chainId: number, sinceMs: number): Promise<Deposit[]> =>
  (await many<Row>(db, creditedSince, [chainId, timestamp(sinceMs)])).map(toDeposit);

export interface Cursor {
  /** Nothing before it is read. */
  readonly firstBlock: number;
  readonly nextBlock: number;
}
interface CursorRow {
  first_block: number;
  next_block: number;
}
const cursorOf = statement('deposits.cursor', 'select first_block, next_block from chain_cursors where chain_id = $1');
/** null = this chain was never read. */
export async function getCursor(db: Db, chainId: number): Promise<Cursor | null> {
  const row = await maybeOne<CursorRow>(db, cursorOf, [chainId]);
  return row && { firstBlock: row.first_block, nextBlock: row.next_block };
}

const begin = statement(
  'deposits.beginCursor',
  'insert into chain_cursors (chain_id, first_block, next_block, moved_at) values ($1, $2, $2, $3) on conflict do nothing',
);
export const beginCursor = (db: Db, chainId: number, nextBlock: number, nowMs: number): Promise<number> =>
  run(db, begin, [chainId, nextBlock, timestamp(nowMs)]);

// Of two processes that read the same blocks one moves the cursor; the other's work was in vain, not wrong.
const move = statement(
  'deposits.moveCursor',
  'update chain_cursors set next_block = $3, moved_at = $4 where chain_id = $1 and next_block = $2',
);
/** False when another process was faster. */
export async function moveCursor(db: Db, chainId: number, from: number, to: number, nowMs: number): Promise<boolean> {
  return (await run(db, move, [chainId, from, to, timestamp(nowMs)])) === 1;
}

const checked = statement(
  'deposits.checked',
  `update chain_cursors set checked_at = $3 where chain_id = $1 and (checked_at is null or checked_at <= $2)`,
);
/** Takes the next comparison with the chain; false when it is not due, or another process has it. */
export async function takeCheck(db: Db, chainId: number, dueBeforeMs: number, nowMs: number): Promise<boolean> {
  return (await run(db, checked, [chainId, timestamp(dueBeforeMs), timestamp(nowMs)])) === 1;
}
