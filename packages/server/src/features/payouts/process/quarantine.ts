/**
 * Whether this database may speak for the key. A backup that was restored is older than the chain: it would pay again what was paid since.
 * So each process compares first: the key's transactions, the roots in the vault, what left the treasury. What the chain knows and the
 * database does not puts the process into quarantine; `ct payouts release` ends it, after people have looked. Then what may have been paid
 * meanwhile is put before people, one by one.
 */
import { type Db, maybeOne, run, statement, timestamp } from '../../../platform/db.ts';
import { openRestore } from '../../backups/quarantine.ts';
import type { ProcessRow } from '../deskQueries.ts';
import { vaultSeasonId } from '../prizeTree.ts';
import { readVaultSeason } from '../vaultReader.ts';
import { ownerOf } from './acts.ts';
import { bytes, type PayoutParts } from './parts.ts';
import { findStrangers } from './strangers.ts';
import { listUnpublished } from './workQueries.ts';

const columns = 'chain_id, signer, state, quarantine_no, problem, since, seen_at, first_nonce, next_block';
const get = statement('process.get', `select ${columns} from payout_process where chain_id = $1 and signer = $2`);
const begin = statement(
  'process.begin',
  `insert into payout_process (chain_id, signer, state, quarantine_no, problem, since, seen_at, first_nonce, next_block)
   values ($1, $2, 'quarantine', 1, $3, $4, $4, $5, $6) on conflict do nothing`,
);
const toQuarantine = statement(
  'process.quarantine',
  `update payout_process set state = 'quarantine', quarantine_no = quarantine_no + case when state = 'quarantine' then 0 else 1 end,
     since = case when state = 'quarantine' then since else $4 end, problem = $3, seen_at = $4 where chain_id = $1 and signer = $2`,
);
const setState = statement(
  'process.state',
  `update payout_process set since = case when state = $3 then since else $5 end, state = $3, problem = $4, seen_at = $5
   where chain_id = $1 and signer = $2`,
);
const accept = statement(
  'process.accept',
  `update payout_process set first_nonce = greatest(first_nonce, $3) where chain_id = $1 and signer = $2`,
);
const released = statement(
  'process.released',
  'select 1 as yes from payout_releases where quarantine_no = $1 and released_at >= $2 limit 1',
);
const depositsFrom = statement('process.depositsFrom', 'select first_block from chain_cursors where chain_id = $1');
const lastNonce = statement(
  'process.lastNonce',
  'select max(nonce) as nonce from payout_acts where chain_id = $1 and signer = $2',
);

const keyOf = (parts: PayoutParts): unknown[] => {
  const { chainId, signer } = ownerOf(parts);
  return [chainId, bytes(signer)];
};
export const getOwnProcess = (db: Db, parts: PayoutParts): Promise<ProcessRow | null> =>
  maybeOne(db, get, keyOf(parts));

export const enterQuarantine = (parts: PayoutParts, problem: string): Promise<number> =>
  run(parts.pool, toQuarantine, [...keyOf(parts), problem.slice(0, 500), timestamp(parts.clock.nowMs())]);
export const noteState = (parts: PayoutParts, state: 'working' | 'stopped', problem: string | null): Promise<number> =>
  run(parts.pool, setState, [...keyOf(parts), state, problem?.slice(0, 500) ?? null, timestamp(parts.clock.nowMs())]);

/** What the chain knows of the key and the vault that the database does not, in sentences; empty = they agree. */
async function differences(parts: PayoutParts, row: ProcessRow): Promise<string[]> {
  const { client, signer } = parts;
  const found: string[] = [];
  const restore = await openRestore(parts.pool);
  if (restore !== null) found.push('the database was restored from a backup: `ct release` comes first');
  const onChain = await client.getTransactionCount({ address: signer, blockTag: 'latest' });
  const known = await maybeOne<{ nonce: number | null }>(parts.pool, lastNonce, keyOf(parts));
  const next = Math.max(row.first_nonce, (known?.nonce ?? -1) + 1);
  if (onChain > next)
    found.push(`the chain has ${onChain - next} transactions of the payout key that the database does not know`);
  for (const seasonId of await listUnpublished(parts.pool)) {
    const vault = await readVaultSeason(client, parts.reader.settings.vault, vaultSeasonId(seasonId));
    if (vault.state !== 'settled' && vault.state !== 'swept') continue;
    if (!(await isRootOurs(parts, seasonId)))
      found.push(`the vault has a root of season ${seasonId} that the database does not know`);
  }
  return found;
}

async function isRootOurs(parts: PayoutParts, seasonId: string): Promise<boolean> {
  const sql = `select 1 as yes from payout_acts where kind = 'set_root' and season_id = $1 and status <> 'failed' limit 1`;
  return (await maybeOne(parts.pool, statement('process.rootIsOurs', sql), [seasonId])) !== null;
}

/**
 * Compares, and gives the process's row; state 'quarantine' = do nothing. `fresh`: the first look of this process, which compares whatever the
 * row says.
 */
export async function compareWithChain(parts: PayoutParts, final: number, fresh: boolean): Promise<ProcessRow> {
  const before = await getOwnProcess(parts.pool, parts);
  if (before === null) return begin_(parts, final);
  if (!fresh && before.state !== 'quarantine') return before;
  const found = await differences(parts, before);
  if (before.state !== 'quarantine') {
    if (found.length === 0) return before;
    parts.log.error(
      { found },
      'the chain knows what the database does not: nothing is paid until `ct payouts release`',
    );
    await enterQuarantine(parts, found.join('; '));
    return (await getOwnProcess(parts.pool, parts)) as ProcessRow;
  }
  const isReleased = (await maybeOne(parts.pool, released, [before.quarantine_no, timestamp(before.since)])) !== null;
  if (!isReleased || (await openRestore(parts.pool)) !== null) {
    await enterQuarantine(parts, found.length > 0 ? found.join('; ') : (before.problem ?? 'waits for release'));
    return (await getOwnProcess(parts.pool, parts)) as ProcessRow;
  }
  return goOn(parts, before, final);
}

/** The first start with this key on this chain. A key that has sent nothing yet has nothing that could be unknown. */
async function begin_(parts: PayoutParts, final: number): Promise<ProcessRow> {
  const nonce = await parts.client.getTransactionCount({ address: parts.signer, blockTag: 'latest' });
  const { chainId } = parts.reader.settings;
  const cursor = await maybeOne<{ first_block: number }>(parts.pool, depositsFrom, [chainId]);
  const from = Math.min(cursor?.first_block ?? final + 1, final + 1);
  const problem = 'the payout key is used for the first time with this database, and has sent transactions before';
  await run(parts.pool, begin, [...keyOf(parts), problem, timestamp(parts.clock.nowMs()), nonce, from]);
  const row = (await getOwnProcess(parts.pool, parts)) as ProcessRow;
  if (nonce > 0 || (await differences(parts, row)).length > 0) return row;
  await noteState(parts, 'working', null);
  return { ...row, state: 'working', problem: null };
}

/** People have looked: what the chain has is taken as it is, and what may have been paid meanwhile waits for them. */
async function goOn(parts: PayoutParts, row: ProcessRow, final: number): Promise<ProcessRow> {
  await findStrangers(parts, row.next_block, final);
  const nonce = await parts.client.getTransactionCount({ address: parts.signer, blockTag: 'latest' });
  await run(parts.pool, accept, [...keyOf(parts), nonce]);
  await noteState(parts, 'working', null);
  parts.log.warn('released: payouts go on');
  return (await getOwnProcess(parts.pool, parts)) as ProcessRow;
}
