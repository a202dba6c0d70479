import { bytesToHex, type Hex } from 'viem';
import { type Db, many, maybeOne, one, run, statement, timestamp } from '../../../platform/db.ts';
import { bytes } from './parts.ts';

/** Whose acts: the chain and the signer. */
export interface ActOwner {
  readonly chainId: number;
  readonly signer: Hex;
}
const ownerValues = ({ chainId, signer }: ActOwner): unknown[] => [chainId, bytes(signer)];

/** Something done on the chain. `kind` and `ref` say what, once. */
export interface Act {
  readonly id: number;
  readonly nonce: number;
  readonly kind: string;
  readonly ref: string;
  readonly seasonId: string | null;
  readonly target: Hex;
  readonly data: Hex;
  readonly status: 'signed' | 'done' | 'failed';
  readonly signedAtMs: number;
  readonly blockNumber: number | null;
}
interface Row {
  id: number;
  nonce: number;
  kind: string;
  ref: string;
  season_id: string | null;
  target: Buffer;
  data: Buffer;
  status: Act['status'];
  signed_at: number;
  block_number: number | null;
}
const columns = 'id, nonce, kind, ref, season_id, target, data, status, signed_at, block_number';
const toAct = (row: Row): Act => ({
  id: row.id,
  nonce: row.nonce,
  kind: row.kind,
  ref: row.ref,
  seasonId: row.season_id,
  target: bytesToHex(row.target),
  data: bytesToHex(row.data),
  status: row.status,
  signedAtMs: row.signed_at,
  blockNumber: row.block_number,
});

// Of two processes that sign at once one waits here, and then finds the nonce taken.
const lock = statement(
  'acts.lockProcess',
  'select first_nonce from payout_process where chain_id = $1 and signer = $2 for update',
);
const last = statement(
  'acts.lastNonce',
  'select max(nonce) as nonce from payout_acts where chain_id = $1 and signer = $2',
);

/** The nonce of the next act. */
export async function nextNonce(db: Db, owner: ActOwner): Promise<number> {
  const { first_nonce: first } = await one<{ first_nonce: number }>(db, lock, ownerValues(owner));
  const { nonce } = await one<{ nonce: number | null }>(db, last, ownerValues(owner));
  return Math.max(first, (nonce ?? -1) + 1);
}

const insert = statement(
  'acts.insert',
  `insert into payout_acts (chain_id, signer, nonce, kind, ref, season_id, target, data, signed_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
   returning ${columns}`,
);
export type NewAct = Pick<Act, 'nonce' | 'kind' | 'ref' | 'seasonId' | 'target' | 'data'>;
export const insertAct = async (db: Db, owner: ActOwner, act: NewAct, nowMs: number): Promise<Act> =>
  toAct(
    await one<Row>(db, insert, [
      ...ownerValues(owner),
      ...[act.nonce, act.kind, act.ref, act.seasonId, bytes(act.target), bytes(act.data), timestamp(nowMs)],
    ]),
  );

/** A signed transaction, ready to be sent any number of times. */
export interface Signed {
  readonly hash: Hex;
  readonly raw: Hex;
  readonly maxFeeWei: bigint;
  readonly tipWei: bigint;
  readonly gasLimit: bigint;
  readonly signedAtMs: number;
}
const insertTx = statement(
  'acts.insertTransaction',
  `insert into payout_transactions (hash, act_id, raw, max_fee_wei, tip_wei, gas_limit, signed_at) values ($1, $2, $3, $4, $5, $6, $7)`,
);
export const insertSigned = (db: Db, actId: number, tx: Signed): Promise<number> =>
  run(db, insertTx, [
    ...[bytes(tx.hash), actId, bytes(tx.raw), tx.maxFeeWei.toString(), tx.tipWei.toString(), Number(tx.gasLimit)],
    timestamp(tx.signedAtMs),
  ]);

const transactions = statement(
  'acts.transactions',
  'select hash, raw, max_fee_wei, tip_wei, gas_limit, signed_at from payout_transactions where act_id = $1 order by max_fee_wei desc',
);
interface TxRow {
  hash: Buffer;
  raw: Buffer;
  max_fee_wei: string;
  tip_wei: string;
  gas_limit: number;
  signed_at: number;
}
/** Of one act, the newest first: each replacement pays more. */
export const listSigned = async (db: Db, actId: number): Promise<Signed[]> =>
  (await many<TxRow>(db, transactions, [actId])).map((row) => ({
    hash: bytesToHex(row.hash),
    raw: bytesToHex(row.raw),
    maxFeeWei: BigInt(row.max_fee_wei),
    tipWei: BigInt(row.tip_wei),
    gasLimit: BigInt(row.gas_limit),
    signedAtMs: row.signed_at,
  }));

const open = statement(
  'acts.open',
  `select ${columns} from payout_acts where chain_id = $1 and signer = $2 and status = 'signed' order by nonce`,
);
export const listOpenActs = async (db: Db, owner: ActOwner): Promise<Act[]> =>
  (await many<Row>(db, open, ownerValues(owner))).map(toAct);

const find = statement(
  'acts.find',
  `select ${columns} from payout_acts where kind = $1 and ref = $2 and status <> 'failed'`,
);
/** The act that does this, or did; null = there is none, or it failed. */
export async function findAct(db: Db, kind: string, ref: string): Promise<Act | null> {
  const row = await maybeOne<Row>(db, find, [kind, ref]);
  return row && toAct(row);
}

const countOf = statement(
  'acts.count',
  'select count(*)::int as count from payout_acts where kind = $1 and season_id = $2',
);
export const countActs = async (db: Db, kind: string, seasonId: string): Promise<number> =>
  (await one<{ count: number }>(db, countOf, [kind, seasonId])).count;

const doneOf = statement(
  'acts.countDone',
  `select count(*)::int as count from payout_acts where kind = $1 and season_id = $2 and status = 'done'`,
);
export const countDone = async (db: Db, kind: string, seasonId: string): Promise<number> =>
  (await one<{ count: number }>(db, doneOf, [kind, seasonId])).count;

const isOpen = statement(
  'acts.isOpen',
  `select exists (select 1 from payout_acts where season_id = $1 and kind = any($2) and status = 'signed') as open`,
);
/** Whether one of these is on its way for the season. */
export const hasOpenAct = async (db: Db, seasonId: string, kinds: readonly string[]): Promise<boolean> =>
  (await one<{ open: boolean }>(db, isOpen, [seasonId, kinds])).open;

const conclude = statement(
  'acts.conclude',
  `update payout_acts set status = $2, tx_hash = $3, block_number = $4, gas_used = $5, done_at = $6, problem = $7
   where id = $1 and status = 'signed'`,
);
export interface Conclusion {
  readonly status: 'done' | 'failed';
  readonly txHash: Hex;
  readonly blockNumber: number;
  readonly gasUsed: number;
  readonly problem: string | null;
}
/** False when it was concluded before. */
export async function concludeAct(db: Db, actId: number, end: Conclusion, nowMs: number): Promise<boolean> {
  const values = [actId, end.status, bytes(end.txHash), end.blockNumber, end.gasUsed, timestamp(nowMs), end.problem];
  return (await run(db, conclude, values)) === 1;
}

const isOurs = statement('acts.isOurs', 'select exists (select 1 from payout_transactions where hash = $1) as ours');
export const isOurTransaction = async (db: Db, hash: Hex): Promise<boolean> =>
  (await one<{ ours: boolean }>(db, isOurs, [bytes(hash)])).ours;
