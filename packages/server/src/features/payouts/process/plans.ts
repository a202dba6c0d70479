/** Carries an approved plan out, step by step: vault open, entries closed, funded, root set, claims, batches, sweep. What comes next is read from the vault. */
import { seasonVaultAbi } from '@cryptotribes/contracts/seasonVault.generated';
import { type Address, bytesToHex } from 'viem';
import { inTransaction, type Tx } from '../../../platform/tx.ts';
import { listOpenRefunds } from '../../payments/refundQueries.ts';
import { getSeason } from '../../seasons/queries.ts';
import { type PlannedTree, treeOver } from '../planning.ts';
import { closePlan, listOpenPlans, lockPlan, markPaidOut, type PlanRow, setPlanProblem } from '../planQueries.ts';
import { vaultSeasonId } from '../prizeTree.ts';
import { listObjections, listPayouts } from '../queries.ts';
import { settlementFor } from '../settlement.ts';
import { erc20Abi, readVaultSeason, tokenBalance } from '../vaultReader.ts';
import { countActs, countDone, findAct, hasOpenAct } from './actQueries.ts';
import { type ActOrder, ActRefused, act, Shortage } from './acts.ts';
import { allowVault, assertInTreasury, fromTreasury, onVault } from './calls.ts';
import { published } from './effects.ts';
import { bytes, type PayoutParts } from './parts.ts';
import { listClaimable } from './workQueries.ts';

/** How long winners can claim. The vault takes 30 to 366 days. */
const CLAIM_SECONDS = 180n * 86_400n;
/** A season that nobody entered in the vault is opened there for a moment only. */
const OPEN_SECONDS = 120n;
/** As many as a block takes easily; see docs/GAS.md. */
export const BATCH_SIZE = 120;
const STEPS = ['open_for_root', 'close_entries', 'draw', 'allow', 'fund', 'set_root'] as const;

/**
 * Works on every plan; gives whether something was begun. `readTo`: the first block whose logs were not read. Throws Shortage after the last one,
 * when money was missing for one of them.
 */
export async function advancePlans(parts: PayoutParts, readTo: number): Promise<boolean> {
  let begun = false;
  // One root at a time: two must not count on the same money.
  let rooting = false;
  let short: Shortage | null = null;
  for (const plan of await listOpenPlans(parts.pool)) {
    if (plan.problem !== null) continue;
    try {
      if (plan.status === 'published') begun = (await afterwards(parts, plan, readTo)) || begun;
      else if (!rooting) {
        rooting = true;
        begun = (await towardsRoot(parts, plan)) || begun;
      }
    } catch (error) {
      if (error instanceof Shortage) {
        short = error;
        continue;
      }
      if (!(error instanceof ActRefused)) throw error;
      parts.log.error({ seasonId: plan.season_id, problem: error.message }, 'a plan does not go on: people must look');
      await setPlanProblem(parts.pool, plan.season_id, error.message);
    }
  }
  if (short !== null) throw short;
  return begun;
}

/**
 * Roots that are in the vault although we do not know of it: set before a backup that was restored, or by the owner's hand. Before the vault's logs
 * are read, which tell of claims that only such a root explains.
 */
export async function adoptRoots(parts: PayoutParts, final: number): Promise<void> {
  for (const plan of await listOpenPlans(parts.pool)) {
    if (plan.status !== 'approved' || plan.root === null) continue;
    if (await hasOpenAct(parts.pool, plan.season_id, STEPS)) continue;
    const season = vaultSeasonId(plan.season_id);
    const vault = await readVaultSeason(parts.client, parts.reader.settings.vault, season, BigInt(final));
    if (vault.state !== 'settled' || vault.root !== bytesToHex(plan.root)) continue;
    const { chainId, vault: address } = parts.reader.settings;
    const at = { chainId, vault: bytes(address), claimDeadlineMs: Number(vault.payDeadline) * 1_000, txHash: null };
    await inTransaction(parts, (tx) => published(tx, plan.season_id, at, parts.clock.nowMs()));
  }
}

/** The tree of the plan as the rows give it; refused when it is not the one that was approved. */
async function approvedTree(parts: PayoutParts, plan: PlanRow): Promise<PlannedTree> {
  const planned = treeOver(
    plan.season_id,
    await listPayouts(parts.pool, plan.season_id),
    parts.reader.settings.treasury,
  );
  const root = plan.root === null ? '' : bytesToHex(plan.root);
  if (planned.tree.root !== root || planned.totalMicro !== plan.total_micro || planned.trustMicro !== plan.trust_micro)
    throw new ActRefused('the payouts are not those that were approved');
  return planned;
}

async function towardsRoot(parts: PayoutParts, plan: PlanRow): Promise<boolean> {
  const { season_id: seasonId } = plan;
  if (await hasOpenAct(parts.pool, seasonId, STEPS)) return false;
  const planned = await approvedTree(parts, plan);
  const season = vaultSeasonId(seasonId);
  const vault = await readVaultSeason(parts.client, parts.reader.settings.vault, season);
  if (vault.state === 'settled') {
    if (plan.root === null || vault.root !== bytesToHex(plan.root))
      throw new ActRefused('the vault has another root for this season');
    // Ours: taken over once it is final.
    return false;
  }
  if (vault.state === 'cancelled' || vault.state === 'swept')
    throw new ActRefused(`the season is ${vault.state} in the vault`);
  const { timestamp } = await parts.client.getBlock({ blockTag: 'latest' });
  const step: Step = async (kind, call, note) =>
    act(parts, {
      ...{ kind, ref: `${seasonId}:${await countActs(parts.pool, kind, seasonId)}`, seasonId, ...call },
      ...(note ? { note } : {}),
    });
  if (vault.state === 'none') {
    const fee = BigInt((await getSeason(parts.pool, seasonId))?.entry_fee_micro ?? 0);
    return step(
      'open_for_root',
      onVault(parts, { functionName: 'openSeason', args: [season, fee, timestamp + OPEN_SECONDS] }),
    );
  }
  if (timestamp < vault.entryDeadline)
    return step('close_entries', onVault(parts, { functionName: 'closeEntries', args: [season] }));
  // Refunds of its entries come first: the vault counts them out.
  if ((await listOpenRefunds(parts.pool, seasonId)).some(({ method }) => method === 'crypto')) return false;
  const settlement = settlementFor(vault, BigInt(plan.total_micro));
  if (settlement === null) throw new ActRefused('the vault has entries that went back here: refund them there first');
  if (settlement.toFundMicro > 0n) return fund(parts, settlement.toFundMicro, season, step, seasonId);
  const { tree } = planned;
  const args = [season, tree.root, tree.totalMicro, settlement.feeShareMicro, timestamp + CLAIM_SECONDS] as const;
  return step('set_root', onVault(parts, { functionName: 'setRoot', args }), (tx) => assertUnopposed(tx, seasonId));
}

type Step = (
  kind: (typeof STEPS)[number],
  call: ReturnType<typeof onVault>,
  note?: NonNullable<ActOrder['note']>,
) => Promise<boolean>;

/** In the transaction that signs the root: afterwards nothing stops it. Nobody takes the approval back meanwhile. */
async function assertUnopposed(tx: Tx, seasonId: string): Promise<void> {
  const plan = await lockPlan(tx, seasonId);
  if (plan?.status !== 'approved') throw new ActRefused('the approval was taken back');
  const objections = await listObjections(tx, seasonId);
  const opposed = (await listPayouts(tx, seasonId)).filter(
    ({ status, user_id: userId }) => status === 'planned' && objections.has(userId),
  );
  if (opposed.length > 0)
    throw new ActRefused(
      `something new stands against ${opposed.length} of the payouts: decide about it and let the plan go on, or take the approval back`,
    );
}

async function fund(
  parts: PayoutParts,
  amount: bigint,
  season: bigint,
  step: Step,
  seasonId: string,
): Promise<boolean> {
  const { client, signer } = parts;
  const { token, treasury, vault } = parts.reader.settings;
  // Whole, whatever the signer has: strangers may have sent it something.
  const drawn = await countDone(parts.pool, 'draw', seasonId);
  if (treasury !== signer && drawn <= (await countDone(parts.pool, 'fund', seasonId))) {
    await assertInTreasury(parts, amount);
    return step('draw', fromTreasury(parts, signer, amount));
  }
  const own = await tokenBalance(client, { token }, signer);
  if (own < amount) throw new Shortage(`the payout key has ${own} of ${amount} micro-USDT that the vault needs`);
  const allowance = await client.readContract({
    ...{ address: token, abi: erc20Abi, functionName: 'allowance', args: [signer, vault] },
  });
  // USDT refuses to change an allowance that is not zero.
  if (allowance < amount) return step('allow', allowVault(parts, allowance === 0n ? amount : 0n));
  return step('fund', onVault(parts, { functionName: 'fund', args: [season, amount] }));
}

async function afterwards(parts: PayoutParts, plan: PlanRow, readTo: number): Promise<boolean> {
  const { season_id: seasonId } = plan;
  const season = vaultSeasonId(seasonId);
  const vault = await readVaultSeason(parts.client, parts.reader.settings.vault, season);
  if (vault.state === 'settled') {
    const { timestamp } = await parts.client.getBlock({ blockTag: 'latest' });
    if (timestamp >= vault.payDeadline)
      return act(parts, { ...one('sweep', seasonId), ...onVault(parts, { functionName: 'sweep', args: [season] }) });
    if (await takeTrust(parts, plan, season)) return true;
    if (vault.feeShareLeftMicro > 0n) {
      const call = onVault(parts, { functionName: 'takeFeeShare', args: [season] });
      if (await act(parts, { ...one('take_fee_share', seasonId), ...call })) return true;
    }
    if (plan.batch_asked_at !== null && (await batch(parts, plan, season, readTo))) return true;
  }
  // Closed when the vault has nothing of it that is ours.
  if (await hasOpenAct(parts.pool, seasonId, ['take_trust', 'take_fee_share'])) return false;
  return inTransaction(parts, async (tx) => {
    const nowMs = parts.clock.nowMs();
    if (!(await closePlan(tx, seasonId, nowMs))) return false;
    await markPaidOut(tx, seasonId, nowMs);
    tx.afterCommit(() => parts.log.info({ seasonId }, 'all prizes of a season are paid'));
    return true;
  });
}

const one = (kind: string, seasonId: string) => ({ kind, ref: seasonId, seasonId });

/** What was held goes to the treasury, from where it is transferred when it is released. */
async function takeTrust(parts: PayoutParts, plan: PlanRow, season: bigint): Promise<boolean> {
  if (plan.trust_micro === 0 || (await findAct(parts.pool, 'take_trust', plan.season_id)) !== null) return false;
  const { treasury, vault } = parts.reader.settings;
  if (await isClaimed(parts, vault, season, treasury)) return false;
  const proof = (await approvedTree(parts, plan)).tree.proofOf(treasury) ?? [];
  const call = onVault(parts, { functionName: 'claim', args: [season, treasury, BigInt(plan.trust_micro), proof] });
  return act(parts, { ...one('take_trust', plan.season_id), ...call });
}

const isClaimed = (parts: PayoutParts, vault: Address, season: bigint, account: Address): Promise<boolean> =>
  parts.client.readContract({ address: vault, abi: seasonVaultAbi, functionName: 'claimed', args: [season, account] });

/** Pays those who have not claimed. The next batch waits until the logs of the last one were read. */
async function batch(parts: PayoutParts, plan: PlanRow, season: bigint, readTo: number): Promise<boolean> {
  const { season_id: seasonId } = plan;
  const done = await countActs(parts.pool, 'batch', seasonId);
  const last = done === 0 ? null : await findAct(parts.pool, 'batch', `${seasonId}:${done - 1}`);
  if (last !== null && (last.status === 'signed' || (last.blockNumber ?? 0) >= readTo)) return false;
  const rows = await listClaimable(parts.pool, seasonId, BATCH_SIZE);
  if (rows.length === 0) return false;
  const args = [
    season,
    rows.map((row) => bytesToHex(row.address)),
    rows.map((row) => BigInt(row.amount_micro)),
    rows.map((row) => (row.proof ?? []).map((hash) => bytesToHex(hash))),
  ] as const;
  return act(parts, {
    kind: 'batch',
    ref: `${seasonId}:${done}`,
    seasonId,
    ...onVault(parts, { functionName: 'claimBatch', args }),
  });
}
