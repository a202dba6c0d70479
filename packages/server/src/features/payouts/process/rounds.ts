/**
 * One round of the payout process: compare with the chain, look whether the books agree, conclude what is final, read what the vault did, and
 * only then begin something new, for which everything that must hold is asked first. A round may end anywhere; the next one, of whichever process, goes on from the rows.
 */
import { checkLedger } from '../../ledger/check.ts';
import { freezePayouts, listFreezes } from '../../ledger/freeze.ts';
import { listOpenActs } from './actQueries.ts';
import { followActs, ownerOf, Shortage, UnknownTransaction } from './acts.ts';
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
  // What money was missing for when something was last to be begun.
  let shortage: string | null = null;
  return async () => {
    parts.soundness.forget();
    const { final } = await parts.reader.head();
    const row = await compareWithChain(parts, final, fresh);
    metrics.payoutQuarantine.set(row.state === 'quarantine' ? 1 : 0);
    if (row.state === 'quarantine') return finished(parts, false);
    fresh = false;
    try {
      const stop = await whyStopped(parts);
      const atEnd = await follow(parts, row.next_block, final, stop);
      await noteState(parts, stop === null ? 'working' : 'stopped', stop ?? shortage);
      if (stop !== null) return finished(parts, false);
      if (!atEnd) return finished(parts, true);
      const { begun, short } = await begin(parts, final);
      if (short !== null && short !== shortage)
        parts.log.error({ shortage: short }, 'money is missing: payouts go on by themselves when there is enough');
      if (short !== shortage) await noteState(parts, 'working', short);
      shortage = short;
      return finished(parts, begun);
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

/** What has become of what was begun. False when there are more blocks to read. */
async function follow(parts: PayoutParts, nextBlock: number, final: number, stop: string | null): Promise<boolean> {
  await followActs(parts, final, (tx, act, receipt, nowMs) => effectOf(parts, tx, act, receipt, nowMs), stop === null);
  await adoptRoots(parts, final);
  return (await readVaultLogs(parts, nextBlock, final)) > final;
}

/** Begins what is to be done; all final blocks are read. What cannot be paid for at present keeps nothing else waiting. */
async function begin(parts: PayoutParts, final: number): Promise<{ begun: boolean; short: string | null }> {
  if ((await listOpenActs(parts.pool, ownerOf(parts))).length === 0) await compareBalances(parts, final);
  const short = new Set<string>();
  let begun = false;
  for (const work of [
    () => openSeasons(parts),
    () => sendRefunds(parts, final),
    () => advancePlans(parts, final + 1),
    () => transferDue(parts),
  ]) {
    try {
      begun = (await work()) || begun;
    } catch (error) {
      if (!(error instanceof Shortage)) throw error;
      short.add(error.message);
    }
  }
  return { begun, short: short.size === 0 ? null : [...short].join('; ') };
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
