/** What each call of the vault costs, measured from the receipts of real transactions. */
import { mockUsdtAbi } from '@cryptotribes/contracts/mockUsdt.generated';
import { seasonVaultAbi } from '@cryptotribes/contracts/seasonVault.generated';
import { type Address, encodeFunctionData, type Hex, keccak256, toHex } from 'viem';
import { buildPrizeTree } from '../../features/payouts/prizeTree.ts';
import { openTestChain, type TestChain } from './testChain.ts';

export interface GasFigure {
  readonly what: string;
  readonly gas: bigint;
}

const WINNERS = 120;
const FEE = 25_000_000n;
const DAY_SECONDS = 86_400;

const seasonText = (n: number) => n.toString(16).padStart(24, '0');
/** Addresses as they occur: no runs of zero bytes, which are cheaper to send. */
const someone = (n: number, kind: string): Address => keccak256(toHex(`${kind} ${n}`)).slice(0, 42) as Address;

async function asOwnerless(chain: TestChain, account: Address): Promise<void> {
  await chain.client.impersonateAccount({ address: account });
  await chain.client.setBalance({ address: account, value: 10n ** 18n });
}

/** Figures in the order of a season's life. Needs anvil. */
export async function measureGas(): Promise<GasFigure[]> {
  const chain = await openTestChain();
  try {
    return await measure(chain);
  } finally {
    await chain.stop();
  }
}

async function measure(chain: TestChain): Promise<GasFigure[]> {
  const { client, operator, vault } = chain;
  const figures: GasFigure[] = [];
  const note = (what: string, receipt: { gasUsed: bigint; status: string }) => {
    if (receipt.status !== 'success') throw new Error(`${what} failed`);
    figures.push({ what, gas: receipt.gasUsed });
  };
  const send = (from: Address, data: Hex) => chain.call(from, vault, data);
  const encode = encodeFunctionData<typeof seasonVaultAbi>;

  const [payer, other] = chain.people as [Address, Address];
  for (const [n, what] of ['deploy MockUsdt', 'deploy SeasonVault'].entries()) {
    const { transactions } = await client.getBlock({ blockNumber: BigInt(n + 1) });
    note(what, await client.getTransactionReceipt({ hash: transactions[0] as Hex }));
  }
  note('openSeason', await chain.openSeason(1n, FEE, DAY_SECONDS));
  await chain.token(operator, 'mint', payer, 10n * FEE);
  note('approve (USDT)', await chain.token(payer, 'approve', vault, 2n ** 256n - 1n));
  const enter = (player: Address) => encode({ abi: seasonVaultAbi, functionName: 'enter', args: [1n, player] });
  note('enter, first of a season', await send(payer, enter(payer)));
  note('enter, later', await chain.enter(1n, other));
  await enterMany(chain, 1n, WINNERS - 2);

  await chain.token(operator, 'mint', operator, FEE * 20n);
  await chain.token(operator, 'approve', vault, 2n ** 256n - 1n);
  note('fund', await send(operator, encode({ abi: seasonVaultAbi, functionName: 'fund', args: [1n, FEE * 10n] })));
  await client.increaseTime({ seconds: DAY_SECONDS });
  await client.mine({ blocks: 1 });

  const winners = Array.from({ length: WINNERS }, (_, n) => someone(n, 'winner'));
  const total = FEE * BigInt(WINNERS);
  const share = (total * 15n) / 100n;
  const prize = (total - share + FEE * 10n) / BigInt(WINNERS);
  const tree = buildPrizeTree(
    seasonText(1),
    winners.map((account) => ({ account, amountMicro: prize })),
  );
  const { timestamp } = await client.getBlock();
  const claimDeadline = timestamp + BigInt(90 * DAY_SECONDS);
  note(
    'setRoot',
    await send(
      operator,
      encode({
        abi: seasonVaultAbi,
        functionName: 'setRoot',
        args: [1n, tree.root, tree.totalMicro, share, claimDeadline],
      }),
    ),
  );
  note('takeFeeShare', await send(operator, encode({ abi: seasonVaultAbi, functionName: 'takeFeeShare', args: [1n] })));
  const proofs = winners.map((account) => tree.proofOf(account) ?? []);
  const claimBatch = encode({
    abi: seasonVaultAbi,
    functionName: 'claimBatch',
    args: [1n, winners, winners.map(() => prize), proofs],
  });
  const claim = encode({
    abi: seasonVaultAbi,
    functionName: 'claim',
    args: [1n, winners[0] as Address, prize, proofs[0] as Hex[]],
  });
  const beforeClaims = await client.snapshot();
  note(`claim, ${proofs[0]?.length} hashes, winner without USDT`, await send(payer, claim));
  await client.revert({ id: beforeClaims });
  const beforeBatch = await client.snapshot();
  note(`claimBatch of ${WINNERS}, winners without USDT`, await send(operator, claimBatch));
  await client.revert({ id: beforeBatch });
  for (const account of winners) await mintQuietly(chain, account);
  const withMoney = await client.snapshot();
  note(`claim, ${proofs[0]?.length} hashes, winner with USDT`, await send(payer, claim));
  await client.revert({ id: withMoney });
  note(`claimBatch of ${WINNERS}, winners with USDT`, await send(operator, claimBatch));

  await chain.openSeason(2n, FEE, DAY_SECONDS);
  await enterMany(chain, 2n, WINNERS);
  await chain.enter(2n, payer);
  await chain.enter(2n, other);
  note(
    'refundEntry',
    await send(operator, encode({ abi: seasonVaultAbi, functionName: 'refundEntry', args: [2n, other] })),
  );
  note('cancelSeason', await send(operator, encode({ abi: seasonVaultAbi, functionName: 'cancelSeason', args: [2n] })));
  note('refund', await send(payer, encode({ abi: seasonVaultAbi, functionName: 'refund', args: [2n, payer] })));
  const players = Array.from({ length: WINNERS }, (_, n) => someone(n, 'player'));
  note(
    `refundBatch of ${WINNERS}`,
    await send(operator, encode({ abi: seasonVaultAbi, functionName: 'refundBatch', args: [2n, players] })),
  );
  await client.increaseTime({ seconds: 200 * DAY_SECONDS });
  await client.mine({ blocks: 1 });
  note('sweep', await send(payer, encode({ abi: seasonVaultAbi, functionName: 'sweep', args: [1n] })));
  return figures;
}

/** `count` entries of players with wallets of their own. */
async function enterMany(chain: TestChain, season: bigint, count: number): Promise<void> {
  for (let n = 0; n < count; n++) {
    const player = someone(n, 'player');
    await asOwnerless(chain, player);
    await chain.enter(season, player);
  }
}

async function mintQuietly(chain: TestChain, account: Address): Promise<void> {
  const data = encodeFunctionData({ abi: mockUsdtAbi, functionName: 'mint', args: [account, 1n] });
  await chain.call(chain.operator, chain.usdt, data);
}
