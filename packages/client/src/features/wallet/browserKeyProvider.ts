/** The key of the browser as a wallet (EIP-1193), for the paid demo alone: its chain is a toy, its money is worth nothing. */
import type { EIP1193Provider, Hex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { storedBrowserKey } from './browserKey.ts';
import { NoAccountError } from './walletErrors.ts';

class NodeError extends Error {
  readonly code: number;
  readonly data: unknown;
  constructor(code: number, message: string, data: unknown) {
    super(message);
    this.code = code;
    this.data = data;
  }
}

interface Answer {
  success: boolean;
  data?: unknown;
  error?: { message: string; details?: { code?: number; data?: unknown } };
}

async function post(path: string, body: object): Promise<unknown> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
  const told = (await answer.json()) as Answer;
  if (told.success) return told.data;
  throw new NodeError(told.error?.details?.code ?? -32_603, told.error?.message ?? '', told.error?.details?.data);
}

const ask = (method: string, params: unknown[]) => post('/demo/chain/rpc', { method, params });

/** Has play money for two transactions. */
export async function browserKeyProvider(): Promise<EIP1193Provider> {
  const key = storedBrowserKey();
  if (key === null) throw new NoAccountError('This browser has no key.');
  const account = privateKeyToAccount(key);
  const from = account.address;
  await post('/demo/chain/fund', { address: from });

  async function send({ to, data }: { to: Hex; data: Hex }): Promise<unknown> {
    const [chainId, nonce, gas, gasPrice] = await Promise.all([
      ask('eth_chainId', []),
      ask('eth_getTransactionCount', [from, 'pending']),
      ask('eth_estimateGas', [{ from, to, data }]),
      ask('eth_gasPrice', []),
    ]);
    const signed = await account.signTransaction({
      ...{ type: 'legacy', chainId: Number(chainId), nonce: Number(nonce), to, data },
      ...{ gas: BigInt(String(gas)), gasPrice: BigInt(String(gasPrice)) * 2n },
    });
    return ask('eth_sendRawTransaction', [signed]);
  }

  async function request({ method, params = [] }: { method: string; params?: unknown }): Promise<unknown> {
    const given = params as unknown[];
    if (method === 'eth_accounts' || method === 'eth_requestAccounts') return [from];
    if (method === 'wallet_switchEthereumChain') return null;
    if (method === 'eth_sendTransaction') return send(given[0] as { to: Hex; data: Hex });
    return ask(method, given);
  }
  const provider = { request, on: () => provider, removeListener: () => provider };
  return provider as unknown as EIP1193Provider;
}
