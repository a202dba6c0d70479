/** Players whose wallets have ether and tokens on a test chain, and the transactions they sign themselves. */
import { mockUsdtAbi } from '@cryptotribes/contracts/mockUsdt.generated';
import { type Address, bytesToHex, encodeFunctionData, type Hex, type TransactionReceipt } from 'viem';
import { mnemonicToAccount, type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts';
import { signInPlayer, type TestPlayer } from '../testPlayer.ts';
import type { TestChain } from './testChain.ts';

/** The phrase that anvil's accounts come from. */
const ANVIL_PHRASE = 'test test test test test test test test test test test junk';
/** The first two run the chain: operator and treasury. */
const FIRST = 2;

/** The key of whoever owns token and vault on the test chain. */
export const payoutKey: Hex = bytesToHex(
  mnemonicToAccount(ANVIL_PHRASE, { addressIndex: 0 }).getHdKey().privateKey as Uint8Array,
);

export interface Payer extends TestPlayer {
  readonly account: PrivateKeyAccount;
  readonly address: Address;
}

function anvilAccount(index: number): PrivateKeyAccount {
  const { privateKey } = mnemonicToAccount(ANVIL_PHRASE, { addressIndex: index }).getHdKey();
  if (privateKey === null) throw new Error('there is no such account');
  return privateKeyToAccount(bytesToHex(privateKey));
}

/** Signs in with the n-th of the chain's own accounts (0 to 7). */
export async function signInPayer(url: string, n: number): Promise<Payer> {
  const account = anvilAccount(FIRST + n);
  return { ...(await signInPlayer(url, undefined, account)), account, address: account.address };
}

/** A signed transfer to the treasury that can be sent, and sent again after a re-org. */
export async function signTransfer(chain: TestChain, from: Payer, amountMicro: bigint): Promise<Hex> {
  const data = encodeFunctionData({ abi: mockUsdtAbi, functionName: 'transfer', args: [chain.treasury, amountMicro] });
  const request = await chain.client.prepareTransactionRequest({ account: from.account, to: chain.usdt, data });
  return from.account.signTransaction(request as Parameters<PrivateKeyAccount['signTransaction']>[0]);
}

/** Mints the amount to the player and sends it on to the treasury. */
export async function pay(
  chain: TestChain,
  from: { address: Address },
  amountMicro: bigint,
): Promise<TransactionReceipt> {
  await chain.token(chain.operator, 'mint', from.address, amountMicro);
  return chain.token(from.address, 'transfer', chain.treasury, amountMicro);
}
