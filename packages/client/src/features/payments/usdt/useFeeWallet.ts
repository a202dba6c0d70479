/** The wallet's side of paying in USDT: looking into it, and one transaction after the other. */
import { useRef, useState } from 'react';
import { chainText as t } from '../../../text/en/chain.ts';
import { chainProblem, failedToSwitch } from '../../wallet/chainWords.ts';
import type { GetProvider } from '../../wallet/WalletChoice.tsx';
import type { Quote } from '../paymentsApi.ts';
import type { FeeWallet } from './feeWallet.ts';
import { nextStep, type UsdtStep, type WalletLook } from './usdtModel.ts';

const load = () => import('./feeWallet.ts');

/** reading: looks into the wallet. wallet: waits for the player there. block: waits for the network. */
export type Busy = 'reading' | 'wallet' | 'block' | null;

/** `onPaid` hears the transaction that pays, as soon as the wallet has sent it. */
export function useFeeWallet(quote: Quote | undefined, onPaid: (txHash: string) => void) {
  const wallet = useRef<FeeWallet | null>(null);
  const [look, setLook] = useState<WalletLook | null>(null);
  const [busy, setBusy] = useState<Busy>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const step: UsdtStep | null = quote && look ? nextStep(quote, look) : null;

  async function attempt(work: () => Promise<void>): Promise<void> {
    setProblem(null);
    try {
      await work();
    } catch (error) {
      setProblem(await chainProblem(error));
    } finally {
      setBusy(null);
    }
  }

  const read = async () => {
    setBusy('reading');
    setLook((await wallet.current?.look()) ?? null);
  };

  return {
    look,
    step,
    busy,
    problem,
    /** Takes this wallet and looks into it. */
    take: (getProvider: GetProvider, given: Quote) =>
      attempt(async () => {
        setBusy('wallet');
        const [{ openFeeWallet }, provider] = await Promise.all([load(), getProvider()]);
        wallet.current = openFeeWallet(provider, given);
        await read();
      }),
    lookAgain: () => attempt(read),
    /** Does what `step` says. */
    goOn: () =>
      attempt(async () => {
        const { current } = wallet;
        if (current === null || quote === undefined || step === null) return;
        setBusy('wallet');
        if (step === 'network') {
          await current.switchNetwork().catch((error: unknown) => failedToSwitch(error, quote.chainId));
        } else if (step === 'enter' || step === 'transfer') {
          onPaid(step === 'enter' ? await current.enter() : await current.transfer());
          return;
        } else if (step === 'reset' || step === 'approve') {
          const hash = await current.allow(step === 'reset' ? 0n : BigInt(quote.amountMicro));
          setBusy('block');
          if (!(await current.isDone(hash))) setProblem(t.reverted);
        }
        await read();
      }),
  };
}
