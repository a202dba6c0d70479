/** A wallet for the browser: EIP-6963 and EIP-1193 in the page, the keys outside of it. */
import type { BrowserContext, Page } from 'playwright-core';
import type { Hex } from 'viem';
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts';

export const newAccount = (): PrivateKeyAccount => privateKeyToAccount(generatePrivateKey());

/** As wallets name themselves in the list. */
export const WALLET_NAME = 'Winter Wallet';

const USER_REJECTED = 4001;
const UNSUPPORTED = 4200;

class ProviderError extends Error {
  readonly code: number;
  readonly data: unknown;
  constructor(code: number, message: string, data?: unknown) {
    super(message);
    this.code = code;
    this.data = data;
  }
}

type Answer = { result: unknown } | { error: { code: number; message: string; data?: unknown } };

/**
 * What a wallet remembers. It knows permission: until the player has agreed it shares no account. One that always shared it
 * would let a page sign in without having asked.
 */
export class TestWallet {
  #account: PrivateKeyAccount;
  #isPermitted = false;
  #rejections = 0;
  /** Methods asked for, in order. */
  readonly asked: string[] = [];
  /** Answers connecting with this code: 4100 locked, -32002 asked already, 4900 without a network. */
  refusesWith: number | null = null;
  /** The player looks at the signature until this is done. */
  beforeSigning: Promise<void> = Promise.resolve();
  /** The network that the wallet is on. */
  chainId = 1;
  /** The node of the network with this number; null = the wallet signs texts and knows no network. */
  node: { readonly chainId: number; readonly rpcUrl: string } | null = null;
  /** Signs instead of the account that the page was told of. */
  signer: PrivateKeyAccount | null = null;

  constructor(account: PrivateKeyAccount = newAccount()) {
    this.#account = account;
  }

  get address(): string {
    return this.#account.address;
  }

  /** The player says no to the next `times` signatures. */
  rejectSignatures(times: number): void {
    this.#rejections = times;
  }

  /** The player picks another account in the wallet; the page is told. */
  async switchTo(account: PrivateKeyAccount, page: Page): Promise<void> {
    this.#account = account;
    await page.evaluate((address) => {
      window.dispatchEvent(new CustomEvent('test-wallet:accounts', { detail: [address] }));
    }, account.address);
  }

  async answer(method: string, params: readonly unknown[]): Promise<Answer> {
    this.asked.push(method);
    try {
      return { result: await this.#carryOut(method, params) };
    } catch (error) {
      const code = error instanceof ProviderError ? error.code : -32_603;
      const data = error instanceof ProviderError ? error.data : undefined;
      return { error: { code, message: error instanceof Error ? error.message : String(error), data } };
    }
  }

  async #carryOut(method: string, params: readonly unknown[]): Promise<unknown> {
    const asksForAccounts = method === 'eth_requestAccounts' || method === 'wallet_requestPermissions';
    if (asksForAccounts && this.refusesWith !== null) throw new ProviderError(this.refusesWith, 'refused');
    switch (method) {
      case 'eth_chainId':
        return `0x${this.chainId.toString(16)}`;
      case 'eth_accounts':
        return this.#isPermitted ? [this.#account.address] : [];
      case 'eth_requestAccounts':
        this.#isPermitted = true;
        return [this.#account.address];
      case 'wallet_requestPermissions':
        this.#isPermitted = true;
        return [
          {
            parentCapability: 'eth_accounts',
            caveats: [{ type: 'restrictReturnedAccounts', value: [this.#account.address] }],
          },
        ];
      case 'wallet_revokePermissions':
        this.#isPermitted = false;
        return null;
      case 'personal_sign':
        return this.#sign(params);
      case 'wallet_switchEthereumChain':
        this.#mayReject();
        this.chainId = Number((params[0] as { chainId: string }).chainId);
        return null;
      case 'eth_sendTransaction':
        this.#mayReject();
        return this.#send(params[0] as { to: Hex; data: Hex });
      default:
        return this.#askNode(method, params);
    }
  }

  #mayReject(): void {
    if (this.#rejections === 0) return;
    this.#rejections -= 1;
    throw new ProviderError(USER_REJECTED, 'The request was rejected');
  }

  async #askNode(method: string, params: readonly unknown[]): Promise<unknown> {
    if (this.node === null || this.node.chainId !== this.chainId)
      throw new ProviderError(UNSUPPORTED, `${method} is not supported`);
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
    const headers = { 'content-type': 'application/json' };
    const answer = (await (await fetch(this.node.rpcUrl, { method: 'POST', headers, body })).json()) as {
      result?: unknown;
      error?: { code: number; message: string; data?: unknown };
    };
    if (answer.error) throw new ProviderError(answer.error.code, answer.error.message, answer.error.data);
    return answer.result;
  }

  async #send({ to, data }: { to: Hex; data: Hex }): Promise<unknown> {
    const from = this.#account.address;
    const asked = async (method: string, ...params: unknown[]) => (await this.#askNode(method, params)) as string;
    const nonce = Number(await asked('eth_getTransactionCount', from, 'pending'));
    const gas = BigInt(await asked('eth_estimateGas', { from, to, data }));
    const gasPrice = BigInt(await asked('eth_gasPrice')) * 2n;
    const { chainId } = this;
    const signed = await this.#account.signTransaction({ type: 'legacy', chainId, to, data, nonce, gas, gasPrice });
    return asked('eth_sendRawTransaction', signed);
  }

  async #sign([message, address]: readonly unknown[]): Promise<string> {
    await this.beforeSigning;
    this.#mayReject();
    if (!this.#isPermitted || String(address).toLowerCase() !== this.#account.address.toLowerCase()) {
      throw new ProviderError(4100, 'The account is not authorized');
    }
    return (this.signer ?? this.#account).signMessage({ message: { raw: message as `0x${string}` } });
  }
}

/** Puts the wallet into every page of the context that is opened from now on. */
export async function installWallet(context: BrowserContext, wallet: TestWallet): Promise<void> {
  await context.exposeFunction('testWalletAnswer', (method: string, params: unknown[]) =>
    wallet.answer(method, params ?? []),
  );
  await context.addInitScript(announceWallet, WALLET_NAME);
}

/** Runs in the page. */
function announceWallet(name: string): void {
  type Ask = (method: string, params: unknown[]) => Promise<Answer>;
  type Listener = (...args: unknown[]) => void;
  const ask = (window as unknown as { testWalletAnswer: Ask }).testWalletAnswer;
  const listeners = new Map<string, Set<Listener>>();
  const provider = {
    request: async ({ method, params }: { method: string; params?: unknown[] }) => {
      const answer = await ask(method, params ?? []);
      if ('error' in answer) throw Object.assign(new Error(answer.error.message), answer.error);
      return answer.result;
    },
    on(event: string, listener: Listener) {
      listeners.set(event, (listeners.get(event) ?? new Set()).add(listener));
      return provider;
    },
    removeListener(event: string, listener: Listener) {
      listeners.get(event)?.delete(listener);
      return provider;
    },
  };
  window.addEventListener('test-wallet:accounts', (event) => {
    for (const listener of listeners.get('accountsChanged') ?? []) listener((event as CustomEvent).detail);
  });
  const icon = 'data:image/svg+xml,%3Csvg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/%3E';
  const info = { uuid: 'b8f0d3c4-5c5a-4d0e-9a52-3f1f6f5f0a11', name, icon, rdns: 'test.winter' };
  const detail = Object.freeze({ info: Object.freeze(info), provider });
  const announce = () => window.dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail }));
  window.addEventListener('eip6963:requestProvider', announce);
  announce();
}
