/**
 * One round of the payout process: compare with the chain, look whether the books agree, conclude what is final, read what the vault did, and
 * only then begin something new, for which everything that must hold is asked first. A round may end anywhere; the next one, of whichever process, goes on from the rows.
 */
import { checkLedger } from '../../ledger/check.ts';
import { freezePayouts, listFreezes } from '../../ledger/freeze.ts';
import { listOpenActs } from './actQueries.ts';
import { followActs, ownerOf, UnknownTransaction } from './acts.ts';
import { compareBalances } from './balances.ts';
import { effectOf } from './effects.ts';
import type { PayoutParts } from './parts.ts';
import { adoptRoots, advancePlans } from './plans.ts';
import { compareWithChain, enterQuarantine, noteState } from './quarantine.ts';
import { NotSound } from './soundness.ts';
import { openSeasons, sendRefunds, transferDue } from './transfers.ts';
import { readVaultLogs, UnknownPayment } from './vaultLogs.ts';

/** Gives a function that does one round, and says whether there is more to do right away. */
export function payoutRounds(parts: PayoutParts): () => Promise<boolean> {
  let fresh = true;
  const { metrics } = parts;
  return async () => {
    parts.soundness.forget();
    const { final } = await parts.reader.head();
    const row = await compareWithChain(parts, final, fresh);
    metrics.payoutQuarantine.set(row.state === 'quarantine' ? 1 : 0);
    if (row.state === 'quarantine') return finished(parts, false);
    fresh = false;
    try {
      return finished(parts, await work(parts, row.next_block, final));
    } catch (error) {
      if (error instanceof NotSound) {
        metrics.payoutsFrozen.set(1);
        await noteState(parts, 'stopped', error.message);
        return finished(parts, false);
      }
      if (!(error instanceof UnknownTransaction || error instanceof UnknownPayment)) throw error;
      parts.log.error(
        { problem: error.message },
        'the chain has what we did not do: nothing is paid until `ct payouts release`',
      );
      await enterQuarantine(parts, error.message);
      metrics.payoutQuarantine.set(1);
      return finished(parts, false);
    }
  };
}

/** A round came to its end, whatever it found. */
async function finished(parts: PayoutParts, more: boolean): Promise<boolean> {
  const nowMs = parts.clock.nowMs();
  const open = await listOpenActs(parts.pool, ownerOf(parts));
  parts.metrics.payoutWaits.set(Math.max(0, ...open.map(({ signedAtMs }) => nowMs - signedAtMs)) / 1_000);
  parts.metrics.payoutRound.set(nowMs / 1_000);
  return more;
}

async function work(parts: PayoutParts, nextBlock: number, final: number): Promise<boolean> {
  const stop = await whyStopped(parts);
  await followActs(parts, final, (tx, act, receipt, nowMs) => effectOf(parts, tx, act, receipt, nowMs), stop === null);
  await adoptRoots(parts, final);
  const readTo = await readVaultLogs(parts, nextBlock, final);
  await noteState(parts, stop === null ? 'working' : 'stopped', stop);
  if (stop !== null) return false;
  if (readTo <= final) return true;
  if ((await listOpenActs(parts.pool, ownerOf(parts))).length === 0) await compareBalances(parts, final);
  const begun = [
    await openSeasons(parts),
    await sendRefunds(parts, final),
    await advancePlans(parts, readTo),
    await transferDue(parts),
  ];
  return begun.includes(true);
}

/** The books are asked in every round, not once a minute; the records of the game before something is signed. */
async function whyStopped(parts: PayoutParts): Promise<string | null> {
  const violations = await checkLedger(parts.pool);
  parts.metrics.ledgerViolations.set(violations.length);
  if (violations.length > 0) {
    await freezePayouts(parts.pool, violations, parts.clock.nowMs());
    parts.log.error({ violations }, 'the books disagree: payouts are stopped');
  }
  const stops = await listFreezes(parts.pool);
  parts.metrics.payoutsFrozen.set(stops.length > 0 ? 1 : 0);
  return stops.length === 0 ? null : stops.map(({ rule }) => rule).join('; ');
}
