/**
 * Reads deposits from the chain, in rounds. What is in a final block is kept, looked at a second time by the block's hash, and decided. What
 * is in a newer block is shown as seen and nothing more; if a re-org removes it, it vanishes, and if it comes back in another block, it is
 * found there. A round may fail anywhere and be run by several processes at once: the cursor says where to go on.
 */
import type { Context } from '../../../context.ts';
import { inTransaction } from '../../../platform/tx.ts';
import { failpoint } from '../../../testBuild/failpoint.ts';
import { tellPayment } from '../tell.ts';
import type { ChainHead, ChainReader } from './chainReader.ts';
import { decideDeposit, expectedPayment } from './decideDeposit.ts';
import { isSameDeposit, type LoggedDeposit } from './depositLogs.ts';
import {
  beginCursor,
  type Deposit,
  getCursor,
  listDueDeposits,
  listSeenDeposits,
  markUnsettled,
  markVanished,
  moveCursor,
  putDepositOff,
  saveDeposits,
} from './depositQueries.ts';

/** Blocks asked for at once; less after a failure: nodes limit ranges and answers. */
const MAX_SPAN = 2_000;
/** Final blocks that are read once more: a node that lags behind may have answered for blocks it did not have yet. */
const OVERLAP = 20;
/** Of blocks that are not final, the newest so many are looked at. */
const MAX_FRESH = 2_000;
const RETRY_MS = 30_000;

export interface DepositWatch {
  /** One round; true when there is more to do right away. Throws when the node fails. */
  round(): Promise<boolean>;
}

export function createDepositWatch(ctx: Context, reader: ChainReader): DepositWatch {
  const { chainId } = reader.settings;
  let span = MAX_SPAN;
  let seenHead = '';

  async function read(from: number, to: number): Promise<LoggedDeposit[]> {
    try {
      const found = await reader.deposits(from, to);
      span = Math.min(MAX_SPAN, span * 2);
      return found;
    } catch (error) {
      span = Math.max(1, Math.floor(span / 2));
      throw error;
    }
  }

  /** Reads on through final blocks; gives whether it is at their end. */
  async function readFinal(head: ChainHead): Promise<boolean> {
    const nowMs = ctx.clock.nowMs();
    const cursor = await getCursor(ctx.pool, chainId);
    if (cursor === null) {
      // Nobody was asked to pay before now.
      await beginCursor(ctx.pool, chainId, head.final + 1, nowMs);
      return true;
    }
    if (cursor.nextBlock > head.final) return true;
    const to = Math.min(head.final, cursor.nextBlock + span - 1);
    const found = await read(Math.max(cursor.firstBlock, cursor.nextBlock - OVERLAP), to);
    await inTransaction(ctx, async (tx) => {
      if (!(await moveCursor(tx, chainId, cursor.nextBlock, to + 1, nowMs))) return;
      await saveDeposits(tx, chainId, found, 'final', nowMs);
      await failpoint('deposit.saved');
    });
    await failpoint('deposit.read');
    return to === head.final;
  }

  /** Shows what is in newer blocks, and finds out what became of what was seen before. */
  async function readFresh(head: ChainHead): Promise<void> {
    const from = Math.max(head.final + 1, head.latest - MAX_FRESH + 1);
    const found = from > head.latest ? [] : await read(from, head.latest);
    await inTransaction(ctx, async (tx) => {
      const nowMs = ctx.clock.nowMs();
      const fresh = await saveDeposits(tx, chainId, found, 'seen', nowMs);
      for (const deposit of fresh) {
        const payment = await expectedPayment(tx, deposit);
        if (payment !== null) tellPayment(tx, { ...payment, reason: 'seen' }, nowMs);
      }
    });
    const places = new Set(found.map((deposit) => `${deposit.txHash}:${deposit.logIndex}:${deposit.blockHash}`));
    for (const deposit of await listSeenDeposits(ctx.pool, chainId)) {
      if (!places.has(`${deposit.txHash}:${deposit.logIndex}:${deposit.blockHash}`)) await followUp(deposit, head);
    }
  }

  /** A deposit that is not where it was seen: in another block, final meanwhile, or nowhere. */
  async function followUp(deposit: Deposit, head: ChainHead): Promise<void> {
    const now = (await reader.depositsOfTransaction(deposit.txHash)) ?? [];
    const nowMs = ctx.clock.nowMs();
    await inTransaction(ctx, async (tx) => {
      for (const found of now) {
        await saveDeposits(tx, chainId, [found], found.blockNumber <= head.final ? 'final' : 'seen', nowMs);
      }
      if (!now.some(({ logIndex }) => logIndex === deposit.logIndex)) await markVanished(tx, deposit);
    });
  }

  /** Looks at a final deposit a second time, by its block's hash, and decides. */
  async function conclude(deposit: Deposit): Promise<void> {
    const block = await reader.block(deposit.blockNumber);
    const again = block?.hash === deposit.blockHash ? await reader.depositsOfBlock(deposit.blockHash) : [];
    if (block === null || !again.some((other) => isSameDeposit(other, deposit))) {
      ctx.log.warn({ deposit: nameOf(deposit) }, 'a deposit is not where it was found: it is looked for again');
      await markUnsettled(ctx.pool, deposit);
      return;
    }
    await failpoint('deposit.confirmed');
    const decision = await decideDeposit(ctx, deposit, block.timestampMs, reader.settings);
    if (decision === null) return;
    await failpoint('deposit.committed');
    ctx.metrics.deposits.inc({ outcome: decision.status });
    const entry = { deposit: nameOf(deposit), ...decision };
    if (decision.status === 'quarantined') ctx.log.warn(entry, 'a deposit was put aside: `ct deposits` shows it');
    else ctx.log.info(entry, 'a deposit was decided');
  }

  return {
    async round() {
      const head = await reader.head();
      ctx.metrics.chainLag.set(Math.max(0, head.latest - head.final));
      const atEnd = await readFinal(head);
      if (atEnd && seenHead !== head.latestHash) {
        await readFresh(head);
        seenHead = head.latestHash;
      }
      const due = await listDueDeposits(ctx.pool, chainId, ctx.clock.nowMs());
      for (const deposit of due) {
        try {
          await conclude(deposit);
        } catch (error) {
          // One that cannot be decided must not keep the others waiting.
          ctx.log.error(
            { err: error, deposit: nameOf(deposit) },
            'a deposit could not be decided and will be tried again',
          );
          await putDepositOff(ctx.pool, deposit, ctx.clock.nowMs() + RETRY_MS);
        }
      }
      return !atEnd || due.length === 100;
    },
  };
}

const nameOf = ({ txHash, logIndex }: Deposit): string => `${txHash}:${logIndex}`;
